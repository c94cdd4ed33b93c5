// The judge of well-formedness beside libxml2, on documents that chance has damaged.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { need, tempDir } from '@nearhand/test-kit';
import { describe, expect, it } from 'vitest';
import { readXml } from '../../src/xml/index.ts';

const xmllint = need('xmllint', 'apt-get install libxml2-utils', 'xmllint');

const samples = [
  `<!DOCTYPE a [<!ENTITY e "x&#38;#60;y"><!ENTITY f "<b>&e;</b>"><!ENTITY % p "<!ENTITY q 'r'>"> %p;
<!ELEMENT a (b|c)*><!ELEMENT b (#PCDATA|c)*><!ATTLIST a d CDATA "v&e;" e (x|y) #IMPLIED f NMTOKENS #FIXED " a b ">
<!NOTATION n PUBLIC "x"><!ENTITY u SYSTEM "u" NDATA n>]>
<a d="&e;" xmlns:p='u' p:x="1">&f;<b>&#65;]]&gt;<![CDATA[<x]]></b><?pi d?><!--c--></a>`,
  `<?xml version="1.0" encoding="UTF-8" standalone='yes'?>
<!DOCTYPE r SYSTEM "x.dtd" [<!ELEMENT r ((a,b?)|(c*,d+))><!ENTITY x SYSTEM "y">]>
<r xmlns="a"><p:q xmlns:p="b" p:a="1" a="2"/></r>`,
  `<a><b c='"' d="'">é&amp;&lt;&gt;&quot;&apos;&#x1F600;</b><é·/><ns:a xmlns:ns="x" xml:lang="en"/></a>`,
  `<system-model xmlns="http://example.org/m">
  <!-- nodes -->
  <nodes><node id="n1" hostname="localhost" http-port="8080"/></nodes>
  <text>a &amp; b</text>
</system-model>
`,
];
const words =
  '< > & " \' / = <!-- --> -- <![CDATA[ ]]> <? ?> &lt; &x; &#0; &#x41; &# xmlns:p="q" xmlns="" p: xml % %p; ; ' +
  '</a> <a> <a/> : é [ ] ( ) | , * ? + # x="1" - . 0 <! EMPTY · \u{1F600} xmlns:xml="a" &e; &f; &u; &q; \u0001 \ufffe';
const phrases =
  ' ~\n~\r~\t~<?xml version="1.0"?>~<!DOCTYPE a>~<!ENTITY a "b">~ x="1" ~<!ELEMENT a ANY>~' +
  '<!ATTLIST a b CDATA #IMPLIED>~NDATA n~SYSTEM "a"';
const pieces = [...words.split(' '), ...phrases.split('~')];

/** Whole numbers below a bound, the same at every run. */
function sequence(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % below;
  };
}

function damage(text: string, next: (below: number) => number): string {
  let damaged = text;
  for (let count = 1 + next(2); count > 0; count -= 1) {
    const at = next(damaged.length + 1);
    const piece = pieces[next(pieces.length)]!;
    const other = next(damaged.length + 1);
    const ways = [
      () => damaged.slice(0, at) + damaged.slice(at + 1 + next(4)),
      () => damaged.slice(0, at) + piece + damaged.slice(at),
      () => damaged.slice(0, at) + piece + damaged.slice(at + piece.length),
      () => damaged.slice(0, at) + damaged.slice(other, other + next(12)) + damaged.slice(at),
    ];
    damaged = ways[next(ways.length)]!();
  }
  return Buffer.from(damaged).toString().replaceAll('\ufffd', '?');
}

/** The files that libxml2 finds ill-formed. URIs and validity are no matter of well-formedness. */
function illFormed(dir: string, names: readonly string[]): Set<string> {
  const { stderr } = spawnSync('xmllint', ['--noout', '--nonet', ...names], {
    cwd: dir,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  const bad = new Set<string>();
  for (const [, name, what] of stderr.matchAll(/^(\d+\.xml):\d+: (.*)$/gm)) {
    const matters = / error : /.test(what!) && !/^validity|not a valid URI|Invalid URI/.test(what!);
    if (matters) bad.add(name!);
  }
  return bad;
}

describe.skipIf(!xmllint.met)('beside libxml2', () => {
  it('finds the same documents well-formed', () => {
    const next = sequence(20_26);
    const dir = join(tempDir(), 'documents');
    mkdirSync(dir);
    const texts = Array.from({ length: 2000 }, () => damage(samples[next(samples.length)]!, next))
      // libxml2 goes by the encoding that is declared, and Repose doesn't.
      .filter((text) => /^(utf-?8)?$/i.test(readXml(text).declaration?.encoding ?? ''));
    const names = texts.map((_text, index) => `${index}.xml`);
    for (const [index, text] of texts.entries()) writeFileSync(join(dir, names[index]!), text);
    const bad = illFormed(dir, names);
    expect(bad.size).toBeGreaterThan(500);
    expect(texts.length - bad.size).toBeGreaterThan(100);
    const different = texts.filter(
      (text, index) => readXml(text).problems.length > 0 !== bad.has(names[index]!),
    );
    expect(different).toEqual([]);
  });
});
