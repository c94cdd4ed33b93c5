import type { CliContext, Options } from '@nearhand/core/cli';
import { ToolError } from '@nearhand/core/errors';
import { painter, wantsColour } from '@nearhand/core/report';
import { explain, explainAll } from '../reference/explain.ts';
import { find, pathsOf } from '../reference/find.ts';
import { configTypes, filters } from '../model/index.ts';
import { jsonSchema } from '../reference/json-schema.ts';
import { print } from './command.ts';

export async function runExplain({
  world,
  rest,
  commandValues,
}: CliContext<Options>): Promise<number> {
  const paint = painter(wantsColour(world.env, world.stdout));
  const options = {
    strong: (text: string) => paint('bold', text),
    columns: Math.min(world.stdout.columns ?? 80, 100),
  };
  const { complete } = commandValues;
  if (typeof complete === 'string') {
    const lines = offers(complete).map((path) => `${path}\n`);
    await print(world, lines.join(''));
    return 0;
  }
  if (rest.length === 0) {
    await print(world, explainAll(options));
    return 0;
  }
  for (const [index, path] of rest.entries()) {
    const found = find(path);
    if (found.kind === 'unknown') {
      const { what, name, near, known, elsewhere } = found;
      const hints = [
        ...(near === undefined ? [] : [`Did you mean "${near}"?`]),
        ...(elsewhere.length === 0 ? [] : [`What has that name: ${elsewhere.join(', ')}.`]),
      ];
      const list =
        known.length === 0 ? 'There is nothing inside.' : `It is one of: ${known.join(', ')}.`;
      throw new ToolError(`there is no ${what} ${JSON.stringify(name)}`, {
        code: 'EXPLAIN_UNKNOWN',
        hint: hints.join(' ') || list,
      });
    }
    if (commandValues['json'] === true && found.kind !== 'filter') {
      await print(world, `${JSON.stringify(jsonSchema(found.config), null, 2)}\n`);
      continue;
    }
    await print(world, `${index > 0 ? '\n' : ''}${explain(found, options)}`);
  }
  return 0;
}

/** What the shell offers for the beginning of a path: one level further, so that a type isn't all its paths. */
function offers(word: string): readonly string[] {
  const depth = word.split('/').length;
  const names = [...configTypes.map(({ name }) => name), ...filters.keys()];
  const inside = configTypes
    .filter(({ name }) => word.startsWith(`${name}/`))
    .flatMap(pathsOf)
    .filter((path) => path.split('/').length === depth);
  return [...new Set([...(depth === 1 ? names : []), ...inside])]
    .filter((path) => path.startsWith(word))
    .toSorted();
}
