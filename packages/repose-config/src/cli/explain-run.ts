import type { CliContext, Options } from '@nearhand/core/cli';
import { ToolError } from '@nearhand/core/errors';
import { painter, wantsColour } from '@nearhand/core/report';
import { explain, explainAll } from '../reference/explain.ts';
import { find } from '../reference/find.ts';
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
  if (rest.length === 0) {
    await print(world, explainAll(options));
    return 0;
  }
  for (const [index, path] of rest.entries()) {
    const found = find(path);
    if (found.kind === 'unknown') {
      const { what, name, near, known } = found;
      const list =
        known.length === 0 ? 'There is nothing inside.' : `It is one of: ${known.join(', ')}.`;
      throw new ToolError(`there is no ${what} ${JSON.stringify(name)}`, {
        code: 'EXPLAIN_UNKNOWN',
        hint: near === undefined ? list : `Did you mean "${near}"?`,
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
