// Whatever stands in a folder: no crash, no hang, and what is written stays well-formed.
import { expect, it } from 'vitest';
import { checkFolder } from '../../src/check/index.ts';
import { diffFolders } from '../../src/diff/diff.ts';
import { edit, type EditRequest } from '../../src/edit/index.ts';
import { fixFolder } from '../../src/folder/fix.ts';
import { openFolder, type Folder } from '../../src/folder/folder.ts';
import { graphOf, toHtml, toMermaid, toSvg } from '../../src/graph/index.ts';
import { defaultFolder } from '../../src/init/default-folder.ts';
import { migrate } from '../../src/migrate/index.ts';
import { filters } from '../../src/model/index.ts';
import { readXml } from '../../src/xml/index.ts';

const whole = [...defaultFolder({ with: [...filters.keys()] })].filter(([name]) =>
  name.endsWith('.cfg.xml'),
);
const words = [
  ...'< > & " -- --> <!-- ]]> <a> </a> &x; </nodes> </filters> <filter/> <node/> <repose-cluster>'.split(
    ' ',
  ),
  ...'</repose-cluster> {% {%if~a%} {%endif%} {!x!} {$A$} id="" name="x" port="x" \u0000 \ufeff'.split(
    ' ',
  ),
];

function sequence(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % below;
  };
}

function damage(text: string, next: (below: number) => number): string {
  const at = next(text.length + 1);
  const word = words[next(words.length)]!.replace('~', ' ');
  return text.slice(0, at) + word + text.slice(at + next(4));
}

const judge = (folder: Folder) =>
  checkFolder(new Map([...folder.files].map(([name, { text }]) => [name, text]))).findings;

const requests: readonly EditRequest[] = [
  { kind: 'set', path: 'system-model/nodes/node[1]/http-port', value: '1' },
  { kind: 'set', path: 'cors/allowed-origins/origin[1]', value: 'a<b&c' },
  { kind: 'remove', path: 'system-model/destinations/endpoint[1]/port' },
  { kind: 'set-endpoint', url: 'http://x:1/y' },
  { kind: 'add-endpoint', url: 'https://e', default: true },
  { kind: 'add-node', hostname: 'h' },
  { kind: 'add-filter', name: 'cors', id: 'second' },
  { kind: 'remove-filter', name: 'cors' },
  { kind: 'disable-filter', name: 'ip-user' },
];

it('holds for 100 folders that chance has damaged', () => {
  const next = sequence(20_27);
  for (let count = 0; count < 100; count += 1) {
    const some = [
      'system-model.cfg.xml',
      'container.cfg.xml',
      'cors.cfg.xml',
      whole[next(whole.length)]![0],
    ];
    const texts = new Map(whole.filter(([name]) => some.includes(name)));
    const victim = next(2) === 0 ? 'system-model.cfg.xml' : some[3]!;
    texts.set(victim, damage(texts.get(victim)!, next));
    const folder = openFolder(texts);
    const findings = judge(folder);
    const graph = graphOf(folder, findings);
    expect(readXml(toSvg(graph)).problems).toEqual([]);
    expect(toHtml(graph).length + toMermaid(graph).length).toBeGreaterThan(1000);
    diffFolders(folder, openFolder(new Map(whole)));
    migrate(folder, { check: judge });
    const fixed = fixFolder(folder, judge);
    expect(fixFolder(fixed.folder, judge).texts.size).toBe(0);
    const request = requests[next(requests.length)]!;
    try {
      const result = edit(folder, [request]);
      if (result.kind !== 'changed') continue;
      for (const [name, file] of result.folder.files) {
        const was = folder.files.get(name)?.document.problems.length ?? 0;
        if (was === 0) expect([name, request, file.document.problems]).toEqual([name, request, []]);
      }
    } catch (error) {
      expect((error as Error).name).toBe('ToolError');
    }
  }
});
