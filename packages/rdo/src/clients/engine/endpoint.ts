import { accessSync, constants, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

type Env = Readonly<Record<string, string | undefined>>;

/** Where `docker` looks when nothing says otherwise. */
const DEFAULT_HOST = 'unix:///var/run/docker.sock';
/** What changes how `docker` speaks to the engine: then only it knows how. */
const OWN_WAYS = [
  'DOCKER_API_VERSION',
  'DOCKER_CUSTOM_HEADERS',
  'DOCKER_TLS',
  'DOCKER_TLS_VERIFY',
] as const;

/**
 * The socket of the engine that the program `docker` would speak to, by its own rules: DOCKER_HOST, else
 * DOCKER_CONTEXT, else the current context of its configuration. Undefined where that engine is reached in
 * another way, where its socket can't be used, or where something is set that only the program understands.
 */
export function engineSocket(env: Env): string | undefined {
  if (process.platform === 'win32' || OWN_WAYS.some((name) => env[name])) return undefined;
  try {
    const host = env['DOCKER_HOST'] || contextHost(env);
    if (host?.startsWith('unix:///') !== true) return undefined;
    const path = host.slice('unix://'.length);
    accessSync(path, constants.R_OK | constants.W_OK);
    // Where podman stands in for Docker, the socket is a link to its own.
    return realpathSync(path).includes('podman') ? undefined : path;
  } catch {
    return undefined;
  }
}

/** @throws when the configuration can't be read */
function contextHost(env: Env): string | undefined {
  const folder = env['DOCKER_CONFIG'] || join(env['HOME'] ?? homedir(), '.docker');
  const config = readJson(join(folder, 'config.json')) as
    | { readonly currentContext?: unknown; readonly HttpHeaders?: unknown }
    | undefined;
  if (config?.HttpHeaders !== undefined) return undefined;
  const context = env['DOCKER_CONTEXT'] || config?.currentContext || 'default';
  if (context === 'default') return DEFAULT_HOST;
  // Each context has a folder, which is called by a hash of its name.
  const contexts = join(folder, 'contexts/meta');
  for (const name of readdirSync(contexts)) {
    const meta = readJson(join(contexts, name, 'meta.json')) as ContextMeta | undefined;
    if (meta?.Name === context) return meta.Endpoints?.docker?.Host;
  }
  return undefined;
}

interface ContextMeta {
  readonly Name?: string;
  readonly Endpoints?: { readonly docker?: { readonly Host?: string } };
}

function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return JSON.parse(text);
}
