import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapArgument, pathTable, textMapper } from '../src/map-text.ts';

const table = pathTable([
  ['/home/me/proj', '/srv/app'],
  ['/home/me/proj/lib', '/usr/lib/app'],
  ['/opt/ö x', '/x'],
]);
const back = pathTable([
  ['/srv/app', '/home/me/proj'],
  ['/usr/lib/app', '/home/me/proj/lib'],
]);

const argument = (word: string): string =>
  Buffer.from(mapArgument(Buffer.from(word), table)).toString();

function stream(pieces: readonly string[]): string {
  const out: Buffer[] = [];
  const mapper = textMapper(back, (chunk) => out.push(Buffer.from(chunk)));
  for (const piece of pieces) mapper.write(Buffer.from(piece, 'latin1'));
  mapper.flush();
  return Buffer.concat(out).toString('latin1');
}

describe('mapArgument', () => {
  it.each([
    ['/home/me/proj', '/srv/app'],
    ['/home/me/proj/', '/srv/app/'],
    ['/home/me/proj/a b/c.js', '/srv/app/a b/c.js'],
    ['/home/me/proj/lib/x', '/usr/lib/app/x'],
    ['--file=/home/me/proj/x', '--file=/srv/app/x'],
    ['-I/home/me/proj/include', '-I/srv/app/include'],
    ['/home/me/proj/a:/usr/bin:/home/me/proj/b', '/srv/app/a:/usr/bin:/srv/app/b'],
    ['file:///home/me/proj/x', 'file:///srv/app/x'],
    ['cd "/home/me/proj" && ls', 'cd "/srv/app" && ls'],
    ['/opt/ö x/y', '/x/y'],
  ])('%s -> %s', (from, to) => expect(argument(from)).toBe(to));

  it.each([
    '/home/me/project',
    '/home/me/proj-old/x',
    '/home/me/proj.bak',
    'x/home/me/proj',
    '/backup/home/me/proj',
    'https://host/home/me/proj',
    '',
    'plain',
  ])('%s stays', (word) => expect(argument(word)).toBe(word));

  it('leaves bytes that are no UTF-8 alone', () => {
    const word = Buffer.from('\xff/home/me/proj=/home/me/proj/\xfe', 'latin1');
    const expected = Buffer.from('\xff/home/me/proj=/srv/app/\xfe', 'latin1');
    expect(Buffer.from(mapArgument(word, table)).equals(expected)).toBe(true);
  });
});

describe('textMapper', () => {
  it('translates back, wherever the chunks are cut', () => {
    const word = fc.constantFrom(
      '/srv/app',
      '/srv/app/src/x.js:3:1',
      '/usr/lib/app/y',
      '/srv/apple',
      '/srv',
      '/',
      ' ',
      '\n',
      'at (',
      ')',
      '"',
      '\u001b[31m/srv/app/red\u001b[0m',
      'xm/srv/app',
      'file:///srv/app',
      'é',
      '/usr/lib/ap',
    );
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 30 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        (words, sizes) => {
          const text = words.join('');
          const whole = stream([text]);
          const pieces: string[] = [];
          for (let at = 0, i = 0; at < text.length; i += 1) {
            const size = sizes[i % sizes.length]!;
            pieces.push(text.slice(at, at + size));
            at += size;
          }
          expect(stream(pieces)).toBe(whole);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('finds paths as tools print them', () => {
    expect(stream(['/srv/app/a.js:1:2: error in "/usr/lib/app/b" (/srv/app)\n'])).toBe(
      '/home/me/proj/a.js:1:2: error in "/home/me/proj/lib/b" (/home/me/proj)\n',
    );
    expect(stream(['\u001b[1;31m/srv/app/x\u001b[0m'])).toBe(
      '\u001b[1;31m/home/me/proj/x\u001b[0m',
    );
    expect(stream(['/srv/apple /srv/app.js x/srv/app'])).toBe('/srv/apple /srv/app.js x/srv/app');
  });

  it('leaves binary streams alone', () => {
    const text = '\u0000\u0001/srv/app/x ';
    expect(stream([text, ' /srv/app ', text])).toBe(`${text} /srv/app ${text}`);
  });

  it('holds text back for a moment only', async () => {
    const out: string[] = [];
    const mapper = textMapper(back, (chunk) => out.push(chunk.toString()));
    mapper.write(Buffer.from('Folder? /srv/a'));
    expect(out.join('')).toBe('Folder? ');
    await expect.poll(() => out.join('')).toBe('Folder? /srv/a');
  });
});
