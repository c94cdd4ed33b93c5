import { addHeader } from './add-header.ts';
import { cors } from './cors.ts';
import { mergeHeader, splitHeader } from './header-lines.ts';
import { headerNormalization } from './header-normalization.ts';
import { headerTranslation } from './header-translation.ts';
import { rateLimiting } from './rate-limiting.ts';
import type { FilterSimulation } from './simulation.ts';
import { contentTypeStripper, destinationRouter, urlExtractorToHeader } from './small.ts';
import { uriNormalization } from './uri-normalization.ts';
import { uriStripper } from './uri-stripper.ts';
import { headerUser, ipUser, uriUser } from './users.ts';

/** The filters that are simulated, by the name that the system model uses. The others are passed over. */
export const simulations: ReadonlyMap<string, FilterSimulation> = new Map([
  ['add-header', addHeader],
  ['content-type-stripper', contentTypeStripper],
  ['cors', cors],
  ['destination-router', destinationRouter],
  ['header-normalization', headerNormalization],
  ['header-translation', headerTranslation],
  ['header-user', headerUser],
  ['ip-user', ipUser],
  ['merge-header', mergeHeader],
  ['rate-limiting', rateLimiting],
  ['split-header', splitHeader],
  ['uri-normalization', uriNormalization],
  ['uri-stripper', uriStripper],
  ['uri-user', uriUser],
  ['url-extractor-to-header', urlExtractorToHeader],
]);
