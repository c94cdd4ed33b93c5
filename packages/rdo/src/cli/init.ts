import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ToolError } from '@nearhand/core/errors';
import type { RdoContext } from '../cli.ts';
import { CONFIG_NAME } from '../config.ts';
import { initText, suggest } from '../init.ts';

/** `--init`: writes a commented configuration into the working directory, by what lies there. */
export async function initCommand({ world, report }: RdoContext): Promise<number> {
  const file = join(world.cwd, CONFIG_NAME);
  const read = (path: string): string | undefined => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return undefined;
    }
  };
  const suggestions = suggest(
    {
      has: (name) => existsSync(join(world.cwd, name)),
      read: (name) => read(join(world.cwd, name)),
    },
    read(join(world.env['HOME'] ?? '', '.ssh/config')),
  );
  const text = initText(suggestions);
  try {
    writeFileSync(file, text, { flag: 'wx' });
  } catch (cause) {
    const taken = (cause as NodeJS.ErrnoException).code === 'EEXIST';
    throw new ToolError(taken ? `${file} is there already` : (cause as Error).message, {
      code: 'INIT_FAILED',
      exitCode: 125,
      hint: taken ? 'It was left as it is.' : undefined,
      cause,
    });
  }
  world.stdout.write(text);
  report.note(`written: ${file}\nCheck it: rdo --doctor`);
  return 0;
}
