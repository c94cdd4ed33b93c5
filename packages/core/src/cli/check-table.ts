import type { CommandLine, Options } from './table.ts';

/**
 * Finds what no user could type, or could type in two meanings. Asked when a package is built, so
 * that no run pays for it.
 *
 * @throws TypeError with every fault of the table
 */
export function checkTable(table: CommandLine): void {
  const faults = faultsOf(table.options, 'options');
  for (const [name, { options = {}, passThrough }] of Object.entries(table.commands ?? {})) {
    const where = `command ${name}`;
    for (const option of Object.keys(options)) {
      if (passThrough) faults.push(`${where}: it hands words on, and --${option} is never read`);
      if (Object.hasOwn(table.options, option)) faults.push(`${where}: --${option} is the tool's`);
    }
    faults.push(...faultsOf({ ...table.options, ...options }, where));
  }
  if (faults.length > 0) throw new TypeError(`${table.name}: ${[...new Set(faults)].join('; ')}`);
}

function faultsOf(options: Options, where: string): string[] {
  const faults: string[] = [];
  const letters = new Map<string, string>();
  for (const [name, { alias, choices, type }] of Object.entries(options)) {
    if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) faults.push(`${where}: the name ${name}`);
    if (choices && type !== 'string' && type !== 'list')
      faults.push(`${where}: --${name}: choices`);
    if (choices?.some((choice) => !/^[\w.,+/-]+$/.test(choice))) {
      faults.push(`${where}: --${name}: a choice is more than a plain word`);
    }
    if (alias === undefined) continue;
    if (!/^[A-Za-z0-9]$/.test(alias)) faults.push(`${where}: the letter ${alias} of --${name}`);
    const other = letters.get(alias);
    if (other !== undefined) faults.push(`${where}: -${alias} is --${other} and --${name}`);
    letters.set(alias, name);
  }
  return faults;
}
