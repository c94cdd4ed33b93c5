import type { Context, Look } from './act.ts';
export async function lookBack(
  look: Look,
  given: { name: string; operands: readonly string[]; context: Context },
): Promise<number> {
  throw new Error(`${look} ${given.name}`);
}
