import { nearest } from '@nearhand/core/nearest';
import { ToolError, type Place } from '@nearhand/core/errors';
import type { ConfigFile } from '../folder/folder.ts';
import { positions } from '../xml/index.ts';

export interface EditErrorDetails {
  readonly hint?: string | undefined;
  readonly place?: Place;
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
    place: details.place,
    hint: `${offer}${details.hint ?? ''}`.trim() || undefined,
  });
}

/** Where an offset of a file's document stands. */
export function placeIn(file: ConfigFile, offset: number): Place {
  return { file: file.name, ...positions(file.text)(file.originalOffset(offset)) };
}

/** A file that must be well-formed before it can be changed. */
export function brokenFile(file: ConfigFile): ToolError {
  const [first] = file.document.problems;
  return editError(
    'FILE_BROKEN',
    `${file.name} is not well-formed${first ? `: ${first.message}` : ''}`,
    {
      hint: `Mend it first. ${first?.hint ?? '"repose-config check" says where.'}`,
      ...(first ? { place: placeIn(file, first.start) } : {}),
    },
  );
}
