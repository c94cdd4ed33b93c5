import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { tempDir, writeTree } from '@nearhand/test-kit';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readFiles, readFolder } from '../../src/node/read.ts';

describe('readFiles', () => {
  it('tells of every XML file that cannot be read, and reads the rest', async () => {
    const dir = writeTree(tempDir(), { 'a.cfg.xml': '<a/>', 'b.wadl': '', 'real/c': '<c/>' });
    symlinkSync('real/c', join(dir, 'c.cfg.xml'));
    symlinkSync('nowhere', join(dir, 'd.cfg.xml'));
    symlinkSync('e.cfg.xml', join(dir, 'e.cfg.xml'));
    mkdirSync(join(dir, 'f.cfg.xml'));
    writeFileSync(join(dir, 'g.cfg.xml'), Buffer.from('<g>\n \xe9</g>', 'latin1'));
    writeFileSync(join(dir, 'h.cfg.xml'), Buffer.from('\ufeff<h/>', 'utf16le'));
    const server = createServer().listen(join(dir, 'i.cfg.xml'));
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const { texts, others, findings } = readFiles(dir);
    expect([...texts]).toEqual([
      ['a.cfg.xml', '<a/>'],
      ['c.cfg.xml', '<c/>'],
    ]);
    expect(others).toEqual([
      'b.wadl',
      ...['d', 'e', 'f', 'g', 'h', 'i'].map((name) => `${name}.cfg.xml`),
      'real',
    ]);
    expect(
      findings.map(({ file, start, code, message }) => [
        file.slice(0, 1),
        `${start.line}:${start.column}`,
        code,
        message,
      ]),
    ).toEqual([
      [
        'd',
        '1:1',
        'folder/unreadable-file',
        '"d.cfg.xml" is a symbolic link to "nowhere", and nothing is there',
      ],
      ['e', '1:1', 'folder/unreadable-file', '"e.cfg.xml" cannot be read: too many symbolic links'],
      [
        'f',
        '1:1',
        'folder/unreadable-file',
        '"f.cfg.xml" is a folder, and Repose reads files of such names',
      ],
      ['g', '2:2', 'xml/not-utf-8', expect.stringContaining('byte 6 (0xE9) is not UTF-8')],
      ['h', '1:1', 'xml/utf-16', expect.stringContaining('UTF-16LE')],
      ['i', '1:1', 'folder/unreadable-file', '"i.cfg.xml" is no ordinary file'],
    ]);
    expect(findings.every(({ severity, hint }) => severity === 'error' && hint)).toBe(true);
  });
});

describe('readFolder', () => {
  it('gives the whole folder, or says what is in the way', () => {
    const dir = writeTree(tempDir(), { 'a.cfg.xml': '<a/>', 'b.wadl': '' });
    expect([...readFolder(dir).names]).toEqual(['a.cfg.xml', 'b.wadl']);
    symlinkSync('nowhere', join(dir, 'd.cfg.xml'));
    expect(() => readFolder(dir)).toThrow(
      expect.objectContaining({
        code: 'UNREADABLE',
        place: { file: join(dir, 'd.cfg.xml'), line: 1, column: 1 },
      }),
    );
  });
});
