import { PassThrough } from 'node:stream';
import { fakeWorld } from '@nearhand/test-kit';
import { describe, expect, it } from 'vitest';
import { ToolError } from '../src/errors.ts';
import { createReporter, onClosedPipe, painter, wantsColour, type World } from '../src/report.ts';

const terminal = { isTTY: true };
const pipe = { isTTY: false };

describe('wantsColour', () => {
  it.each([
    [{}, terminal, true],
    [{}, pipe, false],
    [{}, {}, false],
    [{ NO_COLOR: '1' }, terminal, false],
    [{ NO_COLOR: '' }, terminal, true],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, terminal, false],
    [{ FORCE_COLOR: '1' }, pipe, true],
    [{ FORCE_COLOR: '0' }, terminal, false],
    [{ FORCE_COLOR: '' }, pipe, false],
    [{ TERM: 'dumb' }, terminal, false],
    [{ TERM: 'dumb', FORCE_COLOR: '1' }, terminal, true],
  ])('%j %j: %s', (env, stream, wanted) => {
    expect(wantsColour(env, stream)).toBe(wanted);
  });
});

describe('a reporter', () => {
  const reporter = (env: Record<string, string> = {}) => {
    const world = fakeWorld({ env });
    return { world, report: createReporter('near', world as unknown as World) };
  };

  it('starts each message with the tool’s name, and indents what follows', () => {
    const { world, report } = reporter();
    report.note('one\ntwo');
    report.warn('three');
    report.error(new ToolError('four', { code: 'X', hint: 'five\nsix' }));
    expect(world.err()).toBe('near: one\n  two\nnear: three\nnear: four\n  five\n  six\n');
    expect(world.out()).toBe('');
  });

  it('colours the name where that is wanted', () => {
    const { world, report } = reporter({ FORCE_COLOR: '1' });
    report.error(new ToolError('no', { code: 'X' }));
    expect(world.err()).toBe('\u001b[31mnear:\u001b[39m no\n');
    expect(report.paint('bold', 'x')).toBe('\u001b[1mx\u001b[22m');
    expect(painter(false)('bold', 'x')).toBe('x');
  });

  it('lets no quoted text move the cursor, and lets its own colours through', () => {
    const { world, report } = reporter();
    report.note(
      'a\u001b[2Jb\rc\u0007d\u202ee \u001b[1mbold\u001b[22m \u001b[8mhid\u001b[30;40mden',
    );
    expect(world.err()).toBe(
      'near: a\\u001b[2Jb\\u000dc\\u0007d\\u202ee \u001b[1mbold\u001b[22m \\u001b[8mhid\\u001b[30;40mden\n',
    );
  });

  it('shows a system error in words, and a bug with its stack', () => {
    const { world, report } = reporter();
    report.error(
      Object.assign(new Error("ENOSPC: no space left on device, write '/x'"), {
        code: 'ENOSPC',
        errno: -28,
        syscall: 'write',
        path: '/x',
      }),
    );
    expect(world.err()).toBe('near: cannot write /x: no space left on the device\n');
    report.error(new RangeError('a bug'));
    expect(world.err()).toMatch(/near: internal error: RangeError: a bug\n {2,}at /);
    report.error('thrown text');
    expect(world.err()).toMatch(/near: internal error: thrown text\n$/);
  });

  it('touches stderr only to say something', () => {
    let touched = 0;
    const world = {
      env: {},
      get stderr() {
        touched += 1;
        return new PassThrough();
      },
    };
    const report = createReporter('near', world as unknown as World);
    expect(touched).toBe(0);
    report.note('x');
    expect(touched).toBeGreaterThan(0);
  });
});

describe('onClosedPipe', () => {
  it('takes a closed pipe, and no other error', () => {
    const stream = new PassThrough();
    let closed = 0;
    onClosedPipe(stream, () => (closed += 1));
    stream.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    expect(closed).toBe(1);
    expect(() => stream.emit('error', new Error('another'))).toThrow('another');
  });
});
