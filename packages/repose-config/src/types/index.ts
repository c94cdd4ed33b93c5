import type { ConfigType } from '../model/declaration.ts';
import { addHeaderType } from './add-header.ts';
import { containerType } from './container.ts';
import { rateLimitingType } from './rate-limiting.ts';
import { systemModelType } from './system-model.ts';

/** Every config type of Repose 9. */
export const configTypes: readonly ConfigType[] = [
  addHeaderType,
  containerType,
  rateLimitingType,
  systemModelType,
];
