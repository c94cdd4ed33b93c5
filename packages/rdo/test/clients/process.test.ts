import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { createProcessClient } from '../../src/clients/process.ts';
import { testIo } from '../contract/io.ts';

describe.skipIf(process.platform === 'win32')('a channel that is a process', () => {
  test('ends when it is given up, even if it ignores TERM and waits for its stdin', async () => {
    const client = createProcessClient({
      name: 'sh',
      io: testIo(),
      command: () => ['sh', '-c', "trap '' TERM; echo ready; cat"],
    });
    const channel = await client.open({ argv: [], stdin: 'pipe', tty: false, role: 'command' });
    await once(channel.stdout, 'data');
    channel.destroy();
    expect(await channel.ended).toMatchObject({ kind: 'exit' });
  });
});
