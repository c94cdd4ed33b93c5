#!/usr/bin/env node
// Runs the suites (all, or those named as arguments), prints one table, and
// writes it as JSON, Markdown and SVG plots below tools/bench/results.
//
//   npm run bench                      all suites
//   npm run bench -- tsf randstr       some of them
//   npm run bench -- --out DIR         write the results somewhere else
//   npm run bench -- --readmes         show the results in the READMEs too, between
//                                      <!-- bench NAME --> and <!-- /bench -->
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createKit } from './src/kit.js';
import { machine, peerVersions } from './src/machine.js';
import { toMarkdown, toText } from './src/tables.js';
import { toSvg } from './src/plot.js';

const here = dirname(fileURLToPath(import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: 'string', default: join(here, 'results') },
    readmes: { type: 'boolean', default: false },
  },
});

const suites = readdirSync(join(here, 'suites'))
  .filter((file) => file.endsWith('.js'))
  .map((file) => file.slice(0, -3));
const unknown = positionals.filter((name) => !suites.includes(name));
if (unknown.length > 0) {
  console.error(`bench: no suite called ${unknown.join(', ')}: there are ${suites.join(', ')}`);
  process.exit(2);
}

mkdirSync(values.out, { recursive: true });
let missed = 0;
for (const name of positionals.length > 0 ? positionals : suites) {
  const suite = await import(`./suites/${name}.js`);
  console.log(`\n# ${suite.title}`);
  const kit = createKit({
    onTable: (table) => console.log(toText(table)),
    onLine: (line) => console.log(line),
  });
  const started = new Date();
  await suite.run(kit);
  const result = {
    version: 1,
    suite: name,
    title: suite.title,
    started,
    machine: machine(),
    peers: peerVersions(kit.result().tables),
    ...kit.result(),
  };
  missed += result.targets.filter((target) => target.verdict === 'missed').length;
  writeFileSync(join(values.out, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`);
  const plots = result.tables.map(({ title }, index) => `![${title}](${name}-${index + 1}.svg)\n`);
  writeFileSync(join(values.out, `${name}.md`), [toMarkdown(result), ...plots].join('\n'));
  for (const [index, table] of result.tables.entries()) {
    writeFileSync(join(values.out, `${name}-${index + 1}.svg`), toSvg(table));
  }
  if (values.readmes) showInReadmes(name, toMarkdown(result));
}
console.log(`\n${missed === 0 ? 'every target was met' : `${missed} targets were missed`}`);

function showInReadmes(name, markdown) {
  const section = new RegExp(`(<!-- bench ${name} -->\\n)[^]*?(<!-- /bench -->)`);
  // The README has its own heading for it.
  const body = markdown.replace(/^## .*\n\n/, '');
  for (const dir of readdirSync(join(here, '../../packages'))) {
    const file = join(here, '../../packages', dir, 'README.md');
    if (!existsSync(file)) continue;
    const text = readFileSync(file, 'utf8');
    const shown = text.replace(section, (_, open, close) => `${open}\n${body}\n${close}`);
    if (shown !== text) writeFileSync(file, shown);
  }
}
