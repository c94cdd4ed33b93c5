import { chmodSync, copyFileSync, openSync, closeSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempDir, writeTree } from '@nearhand/test-kit';
import { findExecutable } from '../src/executable.ts';
import { canBeReplacedBy } from '../src/replaceable.ts';

const small = { argv: ['x'], env: {} };

describe('findExecutable', () => {
  test('passes over a file that cannot be run when a later one can', () => {
    const dir = writeTree(tempDir(), { 'a/tool': 'text', 'b/tool': '#!/bin/sh\n' });
    const path = `${dir}/a:${dir}/b`;
    expect(findExecutable('tool', { path, cwd: dir })).toEqual({
      kind: 'found',
      file: `${dir}/b/tool`,
      interpreter: '/bin/sh',
    });
    expect(findExecutable('tool', { path: `${dir}/a`, cwd: dir })).toEqual({
      kind: 'cannot-run',
      file: `${dir}/a/tool`,
      why: 'permission denied',
    });
  });

  test('takes an empty entry for the working directory, and a slash for a path', () => {
    const dir = writeTree(tempDir(), { tool: '#!/bin/sh\n', 'sub/x': '#!/gone/python\n' });
    expect(findExecutable('tool', { path: '', cwd: dir })).toMatchObject({ file: `${dir}/tool` });
    expect(findExecutable('sub/x', { path: '/bin', cwd: dir })).toMatchObject({
      kind: 'cannot-run',
      why: 'its interpreter /gone/python does not exist',
    });
    expect(findExecutable('', { path: dir, cwd: dir })).toEqual({ kind: 'missing' });
  });

  test('reads a #! line as the system does', () => {
    const deep = '/d'.repeat(150);
    const dir = writeTree(tempDir(), {
      crlf: '#!/bin/sh\r\necho\r\n',
      argument: '#!/bin/sh -e\r\n',
      deep: `#!${deep}\n`,
      late: `#!${' '.repeat(250)}/bin/sh\n`,
      far: `#!/bin/sh ${'x'.repeat(600)}\n`,
    });
    const found = (name: string) => findExecutable(name, { path: dir, cwd: dir });
    const replaceable = (name: string) => canBeReplacedBy(join(dir, name), small).kind;
    expect(found('crlf')).toMatchObject({
      kind: 'cannot-run',
      why: 'its #! line ends as lines do on Windows (CRLF), so that its interpreter is "/bin/sh\\r", which does not exist',
    });
    expect(found('argument')).toMatchObject({ kind: 'found', interpreter: '/bin/sh' });
    expect(found('far')).toMatchObject({ kind: 'found', interpreter: '/bin/sh' });
    // Too long for Linux, which refuses it; a shell then runs the script itself.
    expect(found('deep')).toEqual({ kind: 'found', file: join(dir, 'deep') });
    expect(['crlf', 'deep', 'late', 'far'].map(replaceable)).toEqual(['no', 'no', 'no', 'yes']);
  });

  test('follows PATHEXT on Windows: the file without an extension is no program', () => {
    const files = new Set(['C:\\p\\eslint', 'C:\\p\\eslint.CMD', 'C:\\p\\eslint.ps1']);
    const fs = {
      kind: (path: string) => (files.has(path) ? ('file' as const) : undefined),
      isExecutable: () => true,
      head: () => '',
    };
    const search = { path: 'D:\\none;C:\\p', cwd: 'C:\\w', platform: 'win32' as const, fs };
    const extensions = ['.EXE', '.CMD'];
    expect(findExecutable('eslint', { ...search, extensions })).toMatchObject({
      file: 'C:\\p\\eslint.CMD',
    });
    expect(findExecutable('eslint.CMD', { ...search, extensions })).toMatchObject({
      file: 'C:\\p\\eslint.CMD',
    });
    expect(findExecutable('eslint', { ...search, extensions: ['.EXE'] }).kind).toBe('missing');
  });

  test('passes over what the caller skips', () => {
    const dir = writeTree(tempDir(), { 'a/tool': '#!/bin/sh\n# mine\n', 'b/tool': '#!/bin/sh\n' });
    const found = findExecutable('tool', {
      path: `${dir}/a:${dir}/b`,
      cwd: dir,
      skip: (_file, head) => head?.includes('# mine') === true,
    });
    expect(found).toMatchObject({ file: `${dir}/b/tool` });
  });
});

describe.skipIf(process.platform === 'win32')('canBeReplacedBy', () => {
  test('is sure of a binary like this Node, and of a script that names one', () => {
    const dir = writeTree(tempDir(), { script: '#!/bin/sh\n', outer: `#!/usr/bin/env sh\n` });
    expect(canBeReplacedBy(process.execPath, small)).toEqual({ kind: 'yes' });
    expect(canBeReplacedBy('/bin/sh', small)).toEqual({ kind: 'yes' });
    expect(canBeReplacedBy(join(dir, 'script'), small)).toEqual({ kind: 'yes' });
    expect(canBeReplacedBy(join(dir, 'outer'), small)).toEqual({ kind: 'yes' });
  });

  test('is not sure of text, of a cut or foreign binary, of a chain that ends nowhere', () => {
    const dir = writeTree(tempDir(), { text: 'echo hi\n', chain: '#!/nowhere/at/all\n' });
    const foreign = join(dir, 'foreign');
    copyFileSync('/bin/sh', foreign);
    const fd = openSync(foreign, 'r+');
    // e_machine of an ELF header; the processor of a Mach-O one begins earlier.
    writeSync(fd, Buffer.from([0xee, 0xee]), 0, 2, process.platform === 'linux' ? 18 : 4);
    closeSync(fd);
    chmodSync(foreign, 0o755);
    for (const file of ['text', 'chain', 'foreign', 'none']) {
      expect(canBeReplacedBy(join(dir, file), small).kind, file).toBe('no');
    }
  });

  test('is not sure when the arguments or the environment are huge', () => {
    const long = 'x'.repeat(140_000);
    expect(canBeReplacedBy('/bin/sh', { argv: [long], env: {} }).kind).toBe('no');
    expect(canBeReplacedBy('/bin/sh', { argv: [], env: { LONG: long } }).kind).toBe('no');
    const many = Array.from({ length: 50_000 }, () => 'word');
    expect(canBeReplacedBy('/bin/sh', { argv: many, env: {} }).kind).toBe('no');
  });
});
