import { describe, expect, test } from 'vitest';
import { checkedModule, consoleScript, examplesOf, matches, stepsOf } from '../src/readme.ts';

const README = `# x

<!-- setup: mkdir a
touch a/b -->
\`\`\`console
$ ls a
b
$ printf 'one\\ntwo\\n' \\
| cat
one
two
\`\`\`

\`\`\`text
$ not run
\`\`\`

\`\`\`ts
1 + 1; // => 2
\`\`\`
`;

describe('reading', () => {
  test('console and ts blocks are examples, with line and set-up', () => {
    expect(examplesOf(README)).toEqual([
      expect.objectContaining({ language: 'console', line: 5, setup: 'mkdir a\ntouch a/b' }),
      expect.objectContaining({ language: 'ts', line: 18, setup: undefined }),
    ]);
  });

  test('each command has the output that follows it', () => {
    const steps = stepsOf(examplesOf(README)[0]!.text);
    expect(steps).toEqual([
      { command: 'ls a', expected: 'b' },
      { command: "printf 'one\\ntwo\\n' \\\n| cat", expected: 'one\ntwo' },
    ]);
    expect(consoleScript(steps, 'M')).toBe(
      `ls a\nprintf '%s' 'M'\n${steps[1]!.command}\nprintf '%s' 'M'`,
    );
  });

  test('output before the first command is a mistake in the README', () => {
    expect(() => stepsOf('hello\n$ x')).toThrow('starts with "$ "');
  });
});

describe('matching', () => {
  test.each([
    ['same', 'same', true],
    ['same', 'other', false],
    ['a.b', 'a+b', false],
    ['20260101-x.html', '…-x.html', true],
    ['one\ntwo', '…', false],
    ['one\ntwo\nthree', 'one\n...\nthree', true],
    ['one\nthree', 'one\n...\nthree', true],
    ['one\ntwo', 'one', false],
    ['a \n \nb', 'a\n\nb', true],
    ['', '', true],
    ['x', '', false],
  ])('%j against %j: %s', (actual, expected, verdict) => {
    expect(matches(actual, expected)).toBe(verdict);
  });
});

test('a value that a ts block shows is checked where it stands', () => {
  const module = checkedModule("const a = f(); // => 'x'\nawait g() // => 2\nplain();");
  expect(module).toContain(`const a = f(); __check(a, "'x'");`);
  expect(module).toContain('__check(await g(), "2");');
  expect(module).toContain('\nplain();');
});
