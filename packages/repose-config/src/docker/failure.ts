import { ToolError } from '@nearhand/core/errors';
import { toDisplay } from '@nearhand/core/quote';
import type { Argv } from './plan.ts';

export interface CallFailure {
  readonly argv: Argv;
  /** What the call wrote to stderr. */
  readonly stderr: string;
  /** The user has seen that already. */
  readonly shown?: boolean | undefined;
  /** The folder as the user named it, for the line that offers the preview. */
  readonly folder: string;
  /** The engine's machine, when it isn't this one. */
  readonly remoteHost?: string | undefined;
}

interface Known {
  readonly pattern: RegExp;
  readonly code: string;
  readonly message: (failure: CallFailure) => string;
  readonly hint: (failure: CallFailure) => string;
}

const offer = ({ folder }: CallFailure): string =>
  `Without Docker and Java: ${toDisplay(['repose-config', 'preview', folder])}`;

/** What engines say, in the words of Docker and podman, from the most particular to the least. */
const known: readonly Known[] = [
  {
    pattern: /permission denied[^\n]*(?:docker|podman)[^\n]*sock|sock[^\n]*permission denied/i,
    code: 'ENGINE_REFUSED',
    message: ({ argv }) => `${argv[0]} may not be used by this user`,
    hint: (failure) => `Join the group that owns its socket, or use sudo.\n${offer(failure)}`,
  },
  {
    pattern:
      /cannot connect to the docker daemon|error during connect|is the docker daemon running|cannot connect to podman|unable to connect to podman|docker_engine/i,
    code: 'ENGINE_UNREACHABLE',
    message: ({ argv }) => `${argv[0]} is here, but no engine answers it`,
    hint: (failure) => `Start the engine, or mend DOCKER_HOST or the context.\n${offer(failure)}`,
  },
  {
    pattern: /port is already allocated|address already in use|ports are not available/i,
    code: 'PORT_IN_USE',
    message: ({ stderr }) => {
      const port =
        /(?:bind for |listen tcp\d? |exposing port \S+ )?\S*:(\d+)(?: failed|: bind)/i.exec(
          stderr,
        )?.[1];
      return port ? `something else listens at port ${port}` : 'something else listens at the port';
    },
    hint: () =>
      'Choose another one for the first port with --port N (0: any), or another http-port.',
  },
  {
    pattern:
      /bind source path does not exist|bind mount[^\n]*no such file|statfs [^\n]*no such file/i,
    code: 'FOLDER_NOT_MOUNTED',
    message: ({ remoteHost }) =>
      `the folder is not on the machine of the engine${remoteHost ? `, ${remoteHost}` : ''}`,
    hint: (failure) =>
      `Mounts are of that machine's folders: put the folder there under the same path.\n${offer(failure)}`,
  },
  {
    pattern:
      /manifest unknown|manifest for \S+ not found|pull access denied|repository does not exist|name unknown|unauthorized/i,
    code: 'IMAGE_NOT_FOUND',
    message: ({ argv }) => `the registry has no image ${argv.at(-1)} for you`,
    hint: (failure) =>
      `Name another with --version or --image, or build one: repose-config init --docker, then up --build.\n${offer(failure)}`,
  },
  {
    pattern:
      /no such host|dial tcp|i\/o timeout|tls handshake|network is unreachable|temporary failure|could not resolve|name resolution|request canceled|connection refused|registry-1/i,
    code: 'NETWORK_MISSING',
    message: ({ argv }) =>
      argv[1] === 'build'
        ? 'the image could not be built: the network does not answer'
        : `the image ${argv.at(-1)} is not here, and the network does not answer`,
    hint: offer,
  },
];

/** Why a call failed, as far as it can be told, with the engine's own last words. */
export function explainFailure(failure: CallFailure): ToolError {
  const { argv, stderr, shown } = failure;
  const words = shown ? '' : stderr.trim().split('\n').slice(-5).join('\n');
  const found = known.find(({ pattern }) => pattern.test(stderr));
  if (!found) {
    return new ToolError(`${argv[0]} ${argv[1]} failed`, {
      code: 'ENGINE_FAILED',
      hint: [words, offer(failure)].filter(Boolean).join('\n'),
    });
  }
  return new ToolError(found.message(failure), {
    code: found.code,
    hint: [found.hint(failure), words].filter(Boolean).join('\n'),
  });
}

/** The program itself isn't there. */
export function explainMissing(program: string, cause: Error, folder: string): ToolError {
  return new ToolError(cause.message, {
    code: 'PROGRAM_NOT_FOUND',
    hint: `Install ${program}, or name another: --program podman\n${offer({ folder, argv: [], stderr: '' })}`,
    cause,
  });
}
