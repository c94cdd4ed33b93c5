import type { Finder } from '../types.ts';
import { xercPath } from './xerc-path.ts';
import { python } from './python.ts';
import { poetry } from './poetry.ts';
import { pipenv } from './pipenv.ts';
import { pixi } from './pixi.ts';
import { conda } from './conda.ts';
import { node } from './node.ts';
import { ruby } from './ruby.ts';
import { php } from './php.ts';
import { go } from './go.ts';
import { rust } from './rust.ts';
import { java } from './java.ts';
import { scripts } from './scripts.ts';
import { versions } from './versions.ts';

/**
 * Every finder. Their order is the order on PATH within one layer, and among candidates that
 * provide the same thing in one layer the first is used.
 */
export const finders: readonly Finder[] = [
  xercPath,
  python,
  poetry,
  pipenv,
  pixi,
  conda,
  node,
  ruby,
  php,
  go,
  rust,
  java,
  scripts,
  versions,
];
