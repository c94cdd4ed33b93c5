import { describe, expect, it } from 'vitest';
import { edit } from '../../src/edit/index.ts';
import { check } from '../../src/check/index.ts';
import { checkFolder } from '../../src/folder/check-folder.ts';
import { openFolder, type Folder } from '../../src/folder/folder.ts';
import { defaultFolder, newFiles } from '../../src/init/default-folder.ts';
import { configTypes, filters } from '../../src/model/index.ts';

/** Every finding about the files, each by itself, and the folder. */
function problems(folder: Folder): string[] {
  const single = [...folder.files.values()].flatMap(({ name, text }) =>
    name.endsWith('.cfg.xml') ? check(text, { file: name }).findings : [],
  );
  const all = [...single, ...checkFolder(folder, { hostNames: ['somewhere'] })];
  return all.map(({ file, start, message }) => `${file}:${start.line} ${message}`);
}

function asFolder(texts: ReadonlyMap<string, string>): Folder {
  return openFolder(texts);
}

describe('the default folder', () => {
  it('has the files of a fresh Repose, and nothing wrong with them', () => {
    const texts = defaultFolder();
    expect([...texts.keys()].toSorted()).toEqual([
      'container.cfg.xml',
      'http-connection-pool.cfg.xml',
      'http-logging.cfg.xml',
      'log4j2.xml',
      'system-model.cfg.xml',
      'uri-redaction.cfg.xml',
    ]);
    expect(problems(asFolder(texts))).toEqual([]);
    for (const [name, text] of texts) {
      expect(`${name} ${text.includes('<!--')}`).toBe(`${name} true`);
      expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(130);
    }
  });

  it.each([...filters.keys()])('takes the filter %s, with all files that it needs', (name) => {
    const texts = defaultFolder({ with: [name] });
    expect(problems(asFolder(texts))).toEqual([]);
    expect(texts.get('system-model.cfg.xml')).toContain(
      `\n    <filter name="${name}"/>\n  </filters>`,
    );
  });

  it('takes all filters at once, in their order', () => {
    const names = [...filters.keys()];
    const forth = defaultFolder({ with: names });
    const back = defaultFolder({ with: names.toReversed() });
    expect(problems(asFolder(forth))).toEqual([]);
    expect(back.get('system-model.cfg.xml')).toBe(forth.get('system-model.cfg.xml'));
  });

  it('explains what every example says', () => {
    for (const type of configTypes) {
      const [[name, text]] = newFiles(type.name, openFolder({})) as [[string, string]];
      expect(name).toBe(type.fileName);
      expect(check(text, { file: name }).findings).toEqual([]);
    }
    expect(defaultFolder({ with: ['rate-limiting'] }).get('rate-limiting.cfg.xml')).toContain(
      '    groups   The user groups (from the X-PP-Groups header) that these limits are for.\n',
    );
  });

  it('refuses a filter that Repose does not have', () => {
    expect(() => defaultFolder({ with: ['rate-limitting'] })).toThrow('Repose has no filter');
  });

  it('fits a new file to the destinations of its folder', () => {
    const folder = asFolder(defaultFolder());
    const renamed = edit(
      folder,
      [
        { kind: 'set', path: 'system-model/destinations/endpoint/id', value: 'mine' },
        { kind: 'add-filter', name: 'versioning' },
      ],
      { newFiles },
    );
    if (renamed.kind !== 'changed') throw new Error(renamed.kind);
    expect(problems(renamed.folder)).toEqual([]);
  });
});
