import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { need, tempDir, writeTree } from '@nearhand/test-kit';
import { describe, expect, it } from 'vitest';
import { checkFolder } from '../../src/folder/check-folder.ts';
import { openFolder } from '../../src/folder/folder.ts';
import { graphOf, toHtml, toMermaid, toSvg } from '../../src/graph/index.ts';
import { defaultFolder } from '../../src/init/default-folder.ts';
import { memoryLimitStore, readChain, trace } from '../../src/simulate/index.ts';
import { readXml } from '../../src/xml/index.ts';
import { openPage } from './browser.ts';

const chromium = need('Chromium', 'apt-get install chromium', 'chromium');

const model = `<system-model xmlns="http://docs.openrepose.org/repose/system-model/v2.0">
<nodes><node id="n1" hostname="localhost" http-port="8080"/></nodes>
<filters bypass-uri-regex="/ping">
<filter name="ip-user"/>
<filter name="rate-limiting" id="r"><and><methods value="GET POST"/><not><uri regex="/a&lt;b"/></not></and></filter>
<filter name="echoo"/>
<filter name="destination-router"/>
</filters>
<destinations>
<endpoint id="one" protocol="http" hostname="one.example.org" port="8081" root-path="/v1" default="true"/>
<endpoint id="two" hostname="two.example.org"/>
</destinations>
</system-model>`;
const router =
  '<destination-router xmlns="http://docs.openrepose.org/repose/destination-router/v1.0"><target id="two"/></destination-router>';
const all = defaultFolder({ with: ['ip-user', 'rate-limiting'] });
const folder = openFolder(
  new Map([...all, ['system-model.cfg.xml', model], ['destination-router.cfg.xml', router]]),
);
const graph = graphOf(folder, checkFolder(folder));

describe('graphOf', () => {
  it('tells what is in the chain, when it runs, and where it stands', () => {
    const [, limit, unknown, routing] = graph.filters;
    expect(limit).toMatchObject({
      title: 'rate-limiting (r)',
      condition: 'the method is GET or POST and not (the path matches /a<b)',
      configuration: 'rate-limiting.cfg.xml',
      place: { file: 'system-model.cfg.xml', line: 5, column: 1 },
      findings: [],
    });
    expect(unknown!.findings).toMatchObject([{ code: 'folder/unknown-filter' }]);
    expect(routing!.leadsTo).toEqual(['destination-2']);
    expect(graph.destinations.map(({ url, isDefault }) => `${url} ${isDefault}`)).toEqual([
      'http://one.example.org:8081/v1 true',
      'https://two.example.org false',
    ]);
    expect(graph.bypass).toBe('/ping');
    expect(graph.others).toEqual([]);
  });

  it('makes a picture of a broken or an empty folder too', () => {
    for (const texts of [
      {},
      { 'system-model.cfg.xml': '<system-model><filters><filter name="x' },
    ]) {
      const broken = openFolder(texts);
      const drawn = graphOf(broken, checkFolder(broken));
      expect(drawn.others.length).toBeGreaterThan(0);
      expect(readXml(toSvg(drawn)).problems).toEqual([]);
      expect(toMermaid(drawn)).toContain('flowchart TD');
    }
  });
});

describe('toMermaid', () => {
  it('draws the chain, with findings and choices', () => {
    const text = toMermaid(graph);
    expect(text).toContain('  node-1 --> filter-1\n');
    expect(text).toContain(
      'only if the method is GET or POST and not (the path matches /a#60;b)"]\n',
    );
    expect(text).toContain(
      '  filter-4 --> destination-1\n  filter-4 -. chooses .-> destination-2\n',
    );
    expect(text).toContain('  class filter-3 error\n');
    expect(text).toContain('  node-1 -.->|"if the path matches /ping"| destination-1\n');
    expect(toMermaid({ ...graph, filters: [] })).not.toContain('/ping');
  });
});

describe('toSvg', () => {
  it('is well-formed, and says in words what it shows', () => {
    const svg = toSvg(graph);
    expect(readXml(svg).problems).toEqual([]);
    expect(svg).toContain('role="img"');
    expect(svg).toContain('Requests whose path matches /ping pass all filters by.</desc>');
    expect(svg).toContain('</title>dashed: /ping</text>');
    expect(svg.match(/class="edge choice"/g)).toHaveLength(2);
    expect(svg).toContain(
      'pass through ip-user, then rate-limiting (r), then echoo, then destination-router, and go to one (http://one.example.org:8081/v1)',
    );
  });
});

describe.skipIf(!chromium.met)('the page in Chromium', () => {
  it('shows the way of a request in the picture and in words', async () => {
    const texts = new Map(
      [...folder.files].map(([name, { text }]) => [name, text.replaceAll('echoo', 'cors')]),
    );
    texts.set('cors.cfg.xml', defaultFolder({ with: ['cors'] }).get('cors.cfg.xml')!);
    const drawn = graphOf(openFolder(texts));
    const chain = readChain(texts);
    const traces = ['GET /x', 'DELETE /x'].map((request) => {
      const [method = '', target = ''] = request.split(' ');
      const incoming = { method, target, headers: [['Host', 'h']] as const };
      return {
        request,
        trace: trace(chain, incoming, { now: 0, limits: memoryLimitStore(), newId: () => 'id' }),
      };
    });
    const dir = writeTree(tempDir(), { 'graph.html': toHtml(drawn, { traces }) });
    const page = await openPage(pathToFileURL(join(dir, 'graph.html')).href, join(dir, 'profile'));
    expect(page.events('Log.entryAdded')).toEqual([]);
    const marks = (): Promise<string[]> =>
      page.evaluate(
        "[...document.querySelectorAll('svg a')].map((one) => [...one.classList].find((name) => name.startsWith('trace-')) ?? '')",
      );
    expect(await marks()).toEqual([
      '',
      'trace-ran',
      'trace-ran',
      'trace-ran',
      'trace-ran',
      'trace-never',
      'trace-reached',
    ]);
    await page.evaluate("document.querySelectorAll('.trace button')[1].click()");
    expect((await marks())[2]).toBe('trace-skipped');
    expect(await page.evaluate("document.querySelectorAll('.trace')[1].innerText")).toContain(
      'because the method DELETE is not among GET POST',
    );
    await page.evaluate("document.querySelectorAll('.trace button')[1].click()");
    expect((await marks()).filter(Boolean)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  });

  it('can be used by keyboard and by screen reader, and asks for nothing', async () => {
    const dir = writeTree(tempDir(), { 'graph.html': toHtml(graph, { title: 'My <Repose>' }) });
    const url = pathToFileURL(join(dir, 'graph.html')).href;
    const page = await openPage(url, join(dir, 'profile'));
    expect(await page.evaluate('document.title')).toBe('My <Repose>: filter chain');
    expect(page.events('Log.entryAdded')).toEqual([]);
    expect(page.events('Runtime.exceptionThrown')).toEqual([]);
    const asked = page
      .events('Network.requestWillBeSent')
      .map((event) => (event['request'] as { url: string }).url);
    expect(asked.filter((one) => !one.startsWith('data:'))).toEqual([url]);

    // The first Tab finds the way past the drawing; the next ones go from box to box.
    const focus = 'document.activeElement.dataset.key ?? document.activeElement.id ?? ""';
    const focused = (): Promise<string> => page.evaluate<string>(focus);
    await page.press('Tab');
    expect(await page.evaluate('document.activeElement.className')).toBe('skip');
    await page.press('Tab');
    expect(await focused()).toBe('node-1');
    await page.press('ArrowDown');
    await page.press('ArrowDown');
    expect(await focused()).toBe('filter-2');
    await page.press('End');
    expect(await focused()).toBe('destination-2');
    await page.press('Home');
    await page.press('ArrowUp');
    expect(await focused()).toBe('node-1');
    await page.press('ArrowDown');
    await page.press('ArrowDown');
    await page.press('ArrowDown');
    await page.press('Enter');
    expect(await page.evaluate('document.activeElement.tagName + location.hash')).toBe(
      'LI#filter-3',
    );
    const chosen = await page.evaluate(
      '[...document.querySelectorAll(".chosen")].map((one) => one.id || one.dataset.key)',
    );
    expect(chosen).toEqual(['filter-3', 'filter-3']);

    const { nodes } = await page.send<{ nodes: AxNode[] }>('Accessibility.getFullAXTree');
    const said = nodes
      .filter((node) => !node.ignored)
      .map((node) => `${node.role?.value}: ${node.name?.value}`);
    expect(said).toContain('heading: echoo error');
    expect(said).toContain('navigation: The picture: each box leads to its description');
    expect(said.find((one) => one.startsWith('link: filter rate-limiting'))).toContain(
      'only if the method is GET or POST and not (the path matches /a<b)',
    );
    // Every link and list has something to say.
    expect(said.filter((one) => /^link: $/.test(one))).toEqual([]);

    // Nothing sticks out of its box, and narrow windows need no sideways scrolling.
    const out = await page.evaluate<
      string[]
    >(`[...document.querySelectorAll('svg a')].flatMap((box) => {
      const right = box.querySelector('rect').getBoundingClientRect().right;
      return [...box.querySelectorAll('text')].filter((one) => one.getBoundingClientRect().right > right).map((one) => one.textContent);
    })`);
    expect(out).toEqual([]);
    await page.send('Emulation.setDeviceMetricsOverride', {
      width: 400,
      height: 800,
      deviceScaleFactor: 1,
      mobile: true,
    });
    expect(await page.evaluate('document.documentElement.scrollWidth <= 400')).toBe(true);
  });
});

interface AxNode {
  readonly ignored: boolean;
  readonly role?: { readonly value: string };
  readonly name?: { readonly value: string };
}

it('the page’s script parses', () => {
  const script = /<script>(.*)<\/script>/s.exec(toHtml(graph))![1]!;
  expect(spawnSync(process.execPath, ['--check', '-'], { input: script }).status).toBe(0);
});
