import { nearest } from '@nearhand/core/nearest';
import { ToolError } from '@nearhand/core/errors';

export interface EditErrorDetails {
  readonly hint?: string;
  /** What was asked for, and what there is: the nearest is offered. */
  readonly wanted?: string;
  readonly known?: readonly string[];
}

/** An edit that cannot be made as asked; nothing has been changed. */
export function editError(
  code: string,
  message: string,
  details: EditErrorDetails = {},
): ToolError {
  const close =
    details.wanted === undefined ? undefined : nearest(details.wanted, details.known ?? []);
  const offer = close === undefined ? '' : `Did you mean ${JSON.stringify(close)}? `;
  return new ToolError(message, {
    code,
    hint: `${offer}${details.hint ?? ''}`.trim() || undefined,
  });
}
