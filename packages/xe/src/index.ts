export { resolve } from './resolve.ts';
export { realFileSystem, type FileSystem, type Kind } from './fs.ts';
export type { EnvDiff, Program, Reason, Resolution, ResolveOptions, Untrusted } from './types.ts';
export type { Environment } from './rules.ts';
export type { NamedCommand, Settings } from './xerc/settings.ts';
