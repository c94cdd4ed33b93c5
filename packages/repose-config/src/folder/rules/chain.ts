// Rules about the filter chain, and the files that its filters read.
import { nearest } from '@nearhand/core/nearest';
import { setAttribute } from '../../edit/element.ts';
import { filters, typeNamed } from '../../model/index.ts';
import { attribute, attributeNode, isKnown } from '../folder.ts';
import { fileNameOf, type FolderRule } from '../rule.ts';

const requiredFiles = {
  'system-model.cfg.xml': 'it says where Repose listens and where requests go',
  'container.cfg.xml': 'it says how Repose itself runs',
};

/** Without these two, Repose does not listen at all. */
export const requiredFile: FolderRule = ({ folder }, report) => {
  for (const [name, why] of Object.entries(requiredFiles)) {
    if (folder.names.has(name)) continue;
    report({
      code: 'required-file',
      at: name,
      message: `${name} is missing: Repose does not start without it, as ${why}`,
      hint: '"repose-config init" writes the files of a default folder that are not there yet.',
    });
  }
};

export const unknownFilter: FolderRule = ({ model, filters: chain, around }, report) => {
  for (const filter of chain) {
    const node = attributeNode(filter, 'name');
    if (!node || !isKnown(node.value) || filters.has(node.value)) continue;
    if (around.ownFilters?.includes(node.value)) continue;
    const near = nearest(node.value, filters.keys());
    report({
      code: 'unknown-filter',
      at: [model!, node],
      message: `Repose has no filter ${JSON.stringify(node.value)}, and does not start with one it does not know`,
      hint: near
        ? `Write ${JSON.stringify(near)}.`
        : '"repose-config explain" lists all filters. One of your own is named with --own-filter.',
      ...(near
        ? {
            fix: {
              message: `write ${JSON.stringify(near)}`,
              edits: [setAttribute(model!.document, node, near)],
            },
          }
        : {}),
    });
  }
};

export const filterFile: FolderRule = ({ model, folder, filters: chain, around }, report) => {
  for (const filter of chain) {
    const name = attribute(filter, 'name')!;
    const file = fileNameOf(filter);
    if (file === undefined || folder.names.has(file)) continue;
    if (file.includes('/') && around.exists?.(file) !== false) continue;
    report({
      code: 'filter-file',
      at: [model!, attributeNode(filter, 'configuration') ?? attributeNode(filter, 'name')!],
      message: `the filter ${name} reads ${file}, and the folder has no such file`,
      hint: `Write it ("repose-config explain ${name}" says how), or remove the filter from the chain.`,
    });
  }
};

/** `configuration="..."` may name any file, so it may name a wrong one. */
export const filterFileType: FolderRule = ({ model, filters: chain, known }, report) => {
  for (const filter of chain) {
    const node = attributeNode(filter, 'configuration');
    const wanted = typeNamed(filters.get(attribute(filter, 'name') ?? '')?.config ?? '');
    const file = node && known.find((one) => one.name === node.value.trim());
    if (!node || !wanted || !file || file.type === wanted) continue;
    report({
      code: 'filter-file-type',
      at: [model!, node],
      message: `${file.name} is a ${file.type.name} file, and the filter ${attribute(filter, 'name')} reads a ${wanted.name} file`,
      hint: `Name a file whose root is <${wanted.root.name}>.`,
    });
  }
};

/** Only in a folder whose chain is in use: a fresh one has the files of every filter, and no filter. */
export const fileWithoutFilter: FolderRule = ({ filters: chain, known }, report) => {
  if (chain.length === 0) return;
  const read = new Set(chain.map(fileNameOf));
  if (chain.some((filter) => !isKnown(attribute(filter, 'configuration') ?? ''))) return;
  for (const file of known) {
    const [filter] = file.type.filters;
    if (filter === undefined || read.has(file.name)) continue;
    report({
      code: 'file-without-filter',
      severity: 'warning',
      at: file.document.root ? [file, file.document.root] : file.name,
      message: `nothing reads ${file.name}: no filter ${filter} in the chain does`,
      hint: `"repose-config add filter ${filter}" puts it into the chain; or remove the file.`,
    });
  }
};

const tellsUser = new Set([
  'ip-user',
  'header-user',
  'uri-user',
  'keystone-v2',
  'keystone-v2-basic-auth',
  'openstack-identity-v3',
]);

/** Filters that read what another one must have written before. */
export const filterOrder: FolderRule = ({ model, filters: chain }, report) => {
  const names = chain.map((filter) => attribute(filter, 'name') ?? '');
  for (const [index, filter] of chain.entries()) {
    const later = names.slice(index + 1).find((name) => tellsUser.has(name));
    const earlier = names.slice(0, index).some((name) => tellsUser.has(name));
    if (names[index] !== 'rate-limiting' || earlier || later === undefined) continue;
    report({
      code: 'filter-order',
      severity: 'warning',
      at: [model!, attributeNode(filter, 'name')!],
      message: `rate-limiting comes before ${later}, so it does not know the user yet whose requests it counts`,
      hint: `Move it behind ${later}.`,
    });
  }
};
