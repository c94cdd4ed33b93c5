/**
 * The preview as a library: a proxy in this process that does what Repose would do with a folder.
 * Node only; the rest of this package runs in browsers too.
 */
export {
  startPreview,
  type Preview,
  type PreviewEvent,
  type PreviewOptions,
} from './preview/preview.ts';
