import { ToolError } from '@nearhand/core/errors';
import type { ChannelRequest, ClientIo } from '../client.ts';
import { createProcessClient } from '../clients/process.ts';
import type { Driver } from '../driver.ts';
import type { Transport } from '../plan.ts';
import { capture } from './program.ts';

type KubectlTransport = Extract<Transport, { readonly driver: 'kubectl' }>;

/** A container of a pod, named or found by its labels. */
export const kubectl: Driver<'kubectl'> = async (transport, { io }) => {
  const pod = transport.pod ?? (await findPod(transport, io));
  return {
    client: createProcessClient({
      name: 'kubectl',
      io,
      ownsTerminal: io.isTerminal(0) && io.isTerminal(1),
      command: (request) => kubectlWords(transport, { pod, request }),
    }),
  };
};

/** `kubectl exec` for a channel. */
export function kubectlWords(
  transport: KubectlTransport,
  { pod, request }: { readonly pod: string; readonly request: ChannelRequest },
): [string, ...string[]] {
  return [
    transport.program,
    ...scope(transport),
    'exec',
    ...(request.stdin === 'none' ? [] : ['-i']),
    ...(request.tty ? ['-t'] : []),
    pod,
    ...(transport.container === undefined ? [] : ['-c', transport.container]),
    '--',
    ...request.argv,
  ];
}

function scope({ context, namespace }: KubectlTransport): string[] {
  return [
    ...(context === undefined ? [] : ['--context', context]),
    ...(namespace === undefined ? [] : ['--namespace', namespace]),
  ];
}

/** Lists the running pods that the selector names, a line each. */
export function findPodWords(transport: KubectlTransport): readonly string[] {
  return [
    transport.program,
    ...scope(transport),
    'get',
    'pods',
    '-l',
    transport.selector ?? '',
    '--field-selector=status.phase=Running',
    '-o',
    'name',
  ];
}

async function findPod(transport: KubectlTransport, io: ClientIo): Promise<string> {
  const selector = transport.selector ?? '';
  const { code, stdout, stderr } = await capture(findPodWords(transport), { io });
  const [pod] = stdout.split('\n').filter(Boolean);
  if (code === 0 && pod !== undefined) return pod;
  throw new ToolError(
    code === 0
      ? `no running pod has the labels ${selector}`
      : (stderr.trim().split('\n').at(-1) ?? ''),
    {
      code: 'MACHINE_MISSING',
      phase: 'resolve',
      exitCode: 125,
      hint: `See them: ${[transport.program, ...scope(transport), 'get', 'pods', '-l', selector].join(' ')}`,
    },
  );
}
