import { typeNamed } from '../../src/index.ts';

/**
 * A file of that type, written short: `<` at the start and `</>` at the end stand for its root
 * element, and `MODEL … END`, `LIMIT` for what those tests need again and again.
 */
export function textOf(name: string, short: string): string {
  const type = typeNamed(name)!;
  return short
    .replace('MODEL', '<><nodes><node id="a" hostname="a" http-port="1"/></nodes><destinations>')
    .replace('END', '</destinations></>')
    .replaceAll('LIMIT', '<limit id="a" uri="" uri-regex="" value="1" unit="DAY"/>')
    .replace(/^</, `<${type.root.name} xmlns="${type.namespace}"`)
    .replace(/<\/>$/, `</${type.root.name}>`);
}
