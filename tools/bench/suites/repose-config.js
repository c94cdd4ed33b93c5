import { spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const title = 'repose-config: checking';

const here = dirname(fileURLToPath(import.meta.url));
const python = '/usr/bin/python3';

export async function run(kit) {
  await kit.scratch((dir) => command(kit, dir));
  await kit.scratch((dir) => bigFile(kit, dir));
  const corpus = findCorpus();
  if (corpus) await kit.scratch((dir) => corpusWarm(kit, dir, corpus));
  else kit.note('no corpus of Repose configurations beside this folder: those rows are left out');
}

/** A whole run of the command on a folder of 41 files. */
async function command(kit, dir) {
  const { configTypes } = await import('@nearhand/repose-config');
  for (const { fileName, example } of configTypes) writeFileSync(join(dir, fileName), example);
  for (const name of ['log4j2.xml', 'service.wadl', 'openapi.yaml', 'remove-secrets.xsl']) {
    writeFileSync(join(dir, name), '<a/>');
  }
  const model = configTypes.find(({ name }) => name === 'system-model');
  const names = configTypes.flatMap(({ filters }) => filters);
  const chain = names.map((name) => `<filter name="${name}"/>`).join('\n');
  const ids = ['service', 'service-v1', 'service-v2'].map(
    (id, i) => `<endpoint id="${id}" default="${i === 0}"/>`,
  );
  writeFileSync(
    join(dir, model.fileName),
    model.example
      .replace('<filter name="rate-limiting"/>', chain)
      .replace(/<endpoint [^]*?\/>/, ids.join('\n'))
      .replace(
        '</filters>',
        '</filters><services><service name="dist-datastore"/><service name="remote-datastore"/><service name="atom-feed-service"/></services>',
      ),
  );
  const t = await kit.commands('check a folder of 41 files', [
    { label: 'repose-config check', argv: [kit.node, kit.bin('repose-config'), 'check', dir] },
    { label: 'node -e 0', argv: [kit.node, '-e', '0'] },
  ]);
  kit.target('check within bare node + 120 ms', t.difference('repose-config check', 'node -e 0'), {
    atMost: 120,
    unit: 'ms',
  });
}

/** A file that no Repose has, but that must not take the machine's memory either. */
async function bigFile(kit, dir) {
  const file = join(dir, 'big.xml');
  const line = '  <redact>^/accounts/([^/]+).*$</redact>\n';
  const open =
    '<uri-redaction xmlns="http://docs.openrepose.org/repose/uri-redaction-service/v1.0">\n';
  writeFileSync(file, `${open}${line.repeat(Math.ceil(50e6 / line.length))}</uri-redaction>\n`);
  const t = await kit.commands(
    'check a file of 50 MB',
    [
      {
        label: 'repose-config check',
        argv: [
          'sh',
          '-c',
          '"$0" "$1" check "$2" || test $? = 1',
          kit.node,
          kit.bin('repose-config'),
          file,
        ],
        bytes: 50e6,
      },
      {
        label: 'xmllint',
        argv: ['xmllint', '--noout', file],
        bytes: 50e6,
        missing: kit.which('xmllint') ? undefined : 'apt-get install libxml2-utils',
      },
    ],
    { runs: 3, warmup: 1, memory: true },
  );
  const peak = t.memory('repose-config check');
  kit.target('50 MB in at most 1 GiB of memory', peak && peak / 2 ** 20, {
    atMost: 1024,
    unit: 'MiB',
  });
}

/** Every text of the corpus, judged again and again in warm processes. */
async function corpusWarm(kit, dir, corpus) {
  const { check } = await import('@nearhand/repose-config');
  const cases = casesOf(corpus, check);
  const texts = cases.map(([, text]) => text);
  const peers = [
    startPeer(dir, {
      name: 'python-xmlschema',
      cases: cases.map(([xsd, text]) => [join(corpus, 'schemas', xsd), text]),
    }),
    startPeer(dir, {
      name: 'libxml2',
      cases: cases.map(([xsd, text]) => [join(corpus, 'schemas-xsd10', xsd), text]),
    }),
  ];
  try {
    const t = await kit.functions(
      `all ${cases.length} files of the corpus, warm`,
      [
        {
          label: 'repose-config',
          fn: () => texts.reduce((n, text) => n + (check(text).valid ? 1 : 0), 0),
        },
        ...peers.map(({ label, judge, missing }) => ({ label, fn: judge, missing })),
      ],
      { calls: 1, runs: 11, warmup: 5 },
    );
    kit.note(
      'libxml2 reads XML Schema 1.0 only: it is given the schemas without their assertions.',
    );
    kit.target(
      'at least 4 times as fast as python-xmlschema',
      t.ratio('python-xmlschema', 'repose-config'),
      { atLeast: 4 },
    );
  } finally {
    for (const peer of peers) peer.end?.();
  }
}

function startPeer(dir, { name, cases }) {
  const label = name === 'libxml2' ? 'libxml2, no assertions' : name;
  const modules = name === 'libxml2' ? 'lxml' : 'lxml, xmlschema';
  if (spawnSync(python, ['-c', `import ${modules}`]).status !== 0) {
    return { label, missing: 'apt-get install python3-lxml python3-xmlschema' };
  }
  const [requests, answers] = ['in', 'out'].map((end) => join(dir, `${name}.${end}`));
  if (spawnSync('mkfifo', [requests, answers]).status !== 0) return { label, missing: 'no mkfifo' };
  const file = join(dir, `${name}.json`);
  writeFileSync(file, JSON.stringify(cases));
  const script = join(here, '../peers/xml-validators.py');
  const child = spawn(python, [script, name, file, requests, answers], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  // Each waits until the other side has it open too, which is when the peer has warmed up.
  const [input, output] = [openSync(requests, 'w'), openSync(answers, 'r')];
  const byte = Buffer.alloc(1);
  return {
    label,
    judge: () => {
      writeSync(input, '.');
      return readSync(output, byte);
    },
    end() {
      closeSync(input);
      closeSync(output);
      child.kill();
    },
  };
}

/** Each well-formed file and test case, with its schema; `${name}` filled in. */
function casesOf(corpus, check) {
  const read = (file) => readFileSync(join(corpus, file), 'utf8');
  const values = JSON.parse(read('placeholders.json'));
  const schemas = new Map(
    JSON.parse(read('config-types.json')).config_types.map(({ config, xsd }) => [config, xsd]),
  );
  const files = JSON.parse(read('manifest-open.json'))
    .filter(({ kind, wellformed }) => kind === 'config' && wellformed)
    .map(({ path }) => read(path).replace(/\$\{([^}]+)\}/g, (all, name) => values[name] ?? all));
  return [...files, ...JSON.parse(read('open.json')).map(({ xml }) => xml)].flatMap((text) => {
    const { type, document } = check(text);
    const xsd = type && document.problems.length === 0 && schemas.get(type.fileName);
    return xsd ? [[xsd, text]] : [];
  });
}

function findCorpus() {
  if (process.env.REPOSE_CORPUS) return process.env.REPOSE_CORPUS;
  for (let dir = here; dirname(dir) !== dir; dir = dirname(dir)) {
    const candidate = join(dir, 'shared/repose-corpus');
    if (existsSync(join(candidate, 'manifest-open.json'))) return candidate;
  }
  return undefined;
}
