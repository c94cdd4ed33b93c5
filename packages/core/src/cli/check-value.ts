import { didYouMean } from '../nearest.ts';
import type { OptionSpec } from './table.ts';
import { usageError } from './usage-error.ts';

const NUMBER = /^[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?$/i;

/**
 * The value as it was given, if the option allows it.
 *
 * @param typed - the option as the user wrote it, for messages
 * @throws ToolError `USAGE`
 */
export function checkedValue(spec: OptionSpec, value: string, typed: string): string {
  const shown = JSON.stringify(value);
  if (spec.type === 'boolean') {
    if (value !== 'true' && value !== 'false') throw usageError(`${typed} takes no value`);
    return value;
  }
  if (spec.type === 'number') {
    checkNumber(spec, value, typed);
    return value;
  }
  if (spec.choices && !spec.choices.includes(value)) {
    throw usageError(
      `${typed} cannot be ${shown}`,
      [didYouMean(value, spec.choices), `it is one of: ${spec.choices.join(', ')}`]
        .filter((line) => line !== undefined)
        .join('\n'),
    );
  }
  return value;
}

function checkNumber(spec: OptionSpec, value: string, typed: string): void {
  const shown = JSON.stringify(value);
  if (!NUMBER.test(value)) throw usageError(`${typed} needs a number, and ${shown} is none`);
  const number = Number(value);
  if (!Number.isFinite(number) || (Number.isInteger(number) && !Number.isSafeInteger(number))) {
    throw usageError(`${typed}: the number ${shown} is too large`);
  }
  if (spec.integer && !Number.isInteger(number)) {
    throw usageError(`${typed} needs a whole number, and ${shown} is none`);
  }
  if (spec.min !== undefined && number < spec.min) {
    throw usageError(`${typed} is at least ${spec.min}, and ${shown} is less`);
  }
  if (spec.max !== undefined && number > spec.max) {
    throw usageError(`${typed} is at most ${spec.max}, and ${shown} is more`);
  }
}
