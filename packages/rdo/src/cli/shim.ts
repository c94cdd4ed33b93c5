import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ToolError } from '@nearhand/core/errors';
import type { RdoContext } from '../cli.ts';
import { loadConfig, selectTarget } from '../config.ts';
import { newNonce } from '../nonce.ts';
import { shimFiles } from '../shim.ts';
import { chosenTarget } from './request.ts';

/** `rdo --shim NAME...`: writes the shims, and says where. */
export async function shimCommand(context: RdoContext): Promise<number> {
  const { rest, values, world, report } = context;
  if (rest.length === 0) {
    throw new ToolError('--shim wants the names of programs', {
      code: 'USAGE',
      exitCode: 125,
      hint: 'As in: rdo --shim python php',
    });
  }
  const config = loadConfig(world);
  selectTarget(config, chosenTarget(context));
  const files = rest.flatMap((name) =>
    shimFiles(name, { rdo: ownCommand(), target: values.target }),
  );
  const dir = join(config.root, '.rdo/bin');
  mkdirSync(dir, { recursive: true });
  // The shims name paths of this machine: no business of the repository.
  const ignore = join(config.root, '.rdo/.gitignore');
  if (!existsSync(ignore)) writeFileSync(ignore, '*\n');
  for (const { name, text, mode } of files) {
    const file = join(dir, name);
    if (existsSync(file) && !readFileSync(file, 'utf8').includes('--as-shim')) {
      throw new ToolError(`${file} is no shim of rdo's, so it stays`, {
        code: 'SHIM_TAKEN',
        exitCode: 125,
      });
    }
    const temporary = `${file}.${newNonce().slice(0, 8)}`;
    writeFileSync(temporary, text, { mode });
    renameSync(temporary, file);
  }
  for (const name of rest) world.stdout.write(`${join(dir, name)}\n`);
  report.note('Point your IDE at these files.');
  return 0;
}

/** How this rdo was started: its Node and its own file. */
function ownCommand(): readonly string[] {
  return [process.execPath, process.argv[1]!];
}
