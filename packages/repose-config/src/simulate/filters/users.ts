import { attribute, childOf, childrenOf, elementsOf, numberOf, textOf } from '../config.ts';
import { HeaderLines } from '../headers.ts';
import { javaPattern } from '../regex.ts';
import { cidr, parseAddress } from './cidr.ts';
import type { FilterSimulation } from './simulation.ts';

const USER = 'X-PP-User';
const GROUPS = 'X-PP-Groups';

/** The user is the first value of a header; the group is the header's name. */
export const headerUser: FilterSimulation = (root) => {
  const sources = elementsOf(childOf(root, 'source-headers')).map((header) => ({
    name: attribute(header, 'id') ?? '',
    quality: numberOf(header, 'quality') ?? 0.1,
  }));
  return {
    request({ headers }) {
      const found = sources.flatMap(({ name, quality }) => {
        const user = headers.split(name)[0];
        return user ? [{ name, quality, user }] : [];
      });
      for (const { name, quality, user } of found) {
        headers.add(USER, user, quality);
        headers.add(GROUPS, name, quality);
      }
    },
  };
};

/** The user is the client's address, or the first of X-Forwarded-For. */
export const ipUser: FilterSimulation = (root) => {
  const header = (name: string, usual: string) => ({
    name: attribute(childOf(root, name), 'name') ?? usual,
    quality: numberOf(childOf(root, name), 'quality') ?? 0.4,
  });
  const user = header('user-header', USER);
  const group = header('group-header', GROUPS);
  const groups = childrenOf(root, 'group').map((element) => ({
    label: attribute(element, 'name') ?? '',
    contains: childrenOf(element, 'cidr-ip').map((range) => cidr(textOf(range))),
  }));
  return {
    request({ headers, remoteAddress }) {
      const client = headers.split('X-Forwarded-For')[0] ?? remoteAddress;
      const address = parseAddress(client);
      if (!address) {
        return {
          status: 400,
          headers: new HeaderLines(),
          body: 'Malformed X-Forwarded-For header',
        };
      }
      const found = groups.find(({ contains }) => contains.some((range) => range(address)));
      if (found) headers.add(group.name, found.label, group.quality);
      headers.add(user.name, client, user.quality);
      return undefined;
    },
  };
};

/** The user is what the first group of the first matching expression catches. */
export const uriUser: FilterSimulation = (root) => {
  const patterns = childrenOf(childOf(root, 'identification-mappings'), 'mapping').map((mapping) =>
    javaPattern(attribute(mapping, 'identification-regex') ?? ''),
  );
  const group = textOf(childOf(root, 'group')) || 'User_Standard';
  const quality = Number(textOf(childOf(root, 'quality')) || 0.5);
  return {
    request({ headers, uri }) {
      for (const pattern of patterns) {
        const match = pattern.find(uri);
        if (!match || match.length < 2) continue;
        headers.add(USER, match[1] ?? '', quality);
        headers.add(GROUPS, group, quality);
        return;
      }
    },
  };
};
