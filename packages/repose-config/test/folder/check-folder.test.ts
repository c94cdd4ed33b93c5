import { describe, expect, it } from 'vitest';
import { checkFolder } from '../../src/folder/check-folder.ts';
import { openFolder } from '../../src/folder/folder.ts';
import type { Surroundings } from '../../src/folder/rule.ts';

const ns = 'http://docs.openrepose.org/repose';

interface Parts {
  readonly nodes?: string;
  readonly filters?: string;
  readonly services?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly others?: readonly string[];
}

const defaults = { nodes: '<node id="n1" hostname="localhost" http-port="8080"/>' };
const container = `<repose-container xmlns="${ns}/container/v2.0"><deployment-config/></repose-container>`;

function folderOf(parts: Parts) {
  const { nodes, filters, services } = { ...defaults, ...parts };
  const model = `<system-model xmlns="${ns}/system-model/v2.0">
<nodes>${nodes}</nodes>
<filters>${filters ?? ''}</filters>
<services>${services ?? ''}</services>
<destinations><endpoint id="d1" default="true"/></destinations>
</system-model>`;
  return openFolder(
    { 'system-model.cfg.xml': model, 'container.cfg.xml': container, ...parts.files },
    { others: parts.others ?? [] },
  );
}

/** Every finding as `severity file:line code`. */
function findings(parts: Parts, around: Surroundings = {}): string[] {
  return checkFolder(folderOf(parts), around).map(
    ({ severity, file, start, code }) =>
      `${severity} ${file}:${start.line} ${code.replace('folder/', '')}`,
  );
}

const root = (name: string, path: string, content: string): string =>
  `<${name} xmlns="${ns}/${path}">\n${content}\n</${name}>`;
const router = root('destination-router', 'destination-router/v1.0', '<target id="d1"/>');
const datastore = (port: string): string =>
  root(
    'distributed-datastore',
    'distributed-datastore/v1.0',
    `<allowed-hosts allow-all="true"/>\n<port-config>${port}</port-config>`,
  );
const keystone = (content: string): string =>
  root('keystone-v2', 'keystone-v2/v1.0', `<identity-service uri="http://x" ${content}`);
const feeds = root('atom-feed-service', 'atom-feed-service/v1.0', '<feed id="f1" uri="http://x"/>');
const pools = root(
  'http-connection-pools',
  'http-connection-pool/v1.0',
  '<pool id="p1" default="true"/>',
);
const validators = (wadl: string): string =>
  root('validators', 'validator/v1.0', `<validator role="default" default="true" wadl="${wadl}"/>`);

describe('a folder in which nothing is wrong', () => {
  it('gives no finding', () => {
    expect(findings({})).toEqual([]);
    expect(
      findings({
        filters:
          '<filter name="destination-router"/><filter name="echo"/><filter name="api-validator"/><filter name="keystone-v2"/>',
        services: '<service name="dist-datastore"/><service name="atom-feed-service"/>',
        files: {
          'destination-router.cfg.xml': router,
          'dist-datastore.cfg.xml': datastore('<port port="9999"/>'),
          'validator.cfg.xml': validators('a.wadl'),
          'keystone-v2.cfg.xml': keystone(
            'connection-pool-id="p1"/><cache><atom-feed id="f1"/></cache>',
          ),
          'atom-feed-service.cfg.xml': feeds,
          'http-connection-pool.cfg.xml': pools,
        },
        others: ['a.wadl'],
      }),
    ).toEqual([]);
  });

  it('may have the files of all filters while the chain is empty', () => {
    const files = {
      'destination-router.cfg.xml': router.replace('d1', 'elsewhere'),
      'cors.cfg.xml': '<cors/>',
    };
    expect(findings({ files })).toEqual([]);
  });
});

describe('what keeps Repose from starting, and names that lead nowhere', () => {
  const model = 'system-model.cfg.xml';
  it.each<[string, Parts, readonly string[]]>([
    [
      'a misspelt filter',
      { filters: '<filter name="ip-usr"/>' },
      [`error ${model}:3 unknown-filter`],
    ],
    [
      'an unknown filter',
      { filters: '<filter name="mine"/>' },
      [`error ${model}:3 unknown-filter`],
    ],
    [
      'a filter without its file',
      { filters: '<filter name="cors"/>' },
      [`error ${model}:3 filter-file`],
    ],
    [
      'a filter whose own file is not there',
      { filters: '<filter name="cors" configuration="c.cfg.xml"/>' },
      [`error ${model}:3 filter-file`],
    ],
    [
      'a filter that names a file of another type',
      {
        filters: '<filter name="cors" configuration="destination-router.cfg.xml"/>',
        files: { 'destination-router.cfg.xml': router },
      },
      [`error ${model}:3 filter-file-type`],
    ],
    [
      'a file without its filter',
      { filters: '<filter name="echo"/>', files: { 'destination-router.cfg.xml': router } },
      ['warning destination-router.cfg.xml:1 file-without-filter'],
    ],
    [
      'a destination that is not there',
      {
        filters: '<filter name="destination-router"/>',
        files: { 'destination-router.cfg.xml': router.replace('d1', 'd2') },
      },
      ['error destination-router.cfg.xml:2 destination'],
    ],
    [
      'a version that leads nowhere',
      {
        filters: '<filter name="versioning"/>',
        files: {
          'versioning.cfg.xml': root(
            'versioning',
            'versioning/v2.0',
            '<version-mapping id="v1" pp-dest-id="x"/>',
          ),
        },
      },
      ['error versioning.cfg.xml:2 destination'],
    ],
    [
      'two nodes on one port',
      {
        nodes:
          '<node id="a" hostname="localhost" http-port="80"/>\n<node id="b" hostname="127.0.0.1" http-port="80"/>',
      },
      [`error ${model}:3 port-clash`],
    ],
    [
      'one port for both protocols',
      {
        nodes: '<node id="a" hostname="h" http-port="80" https-port="80"/>',
        files: {
          'container.cfg.xml': container.replace(
            '<deployment-config/>',
            '<deployment-config><ssl-configuration/></deployment-config>',
          ),
        },
      },
      [`error ${model}:2 port-clash`],
    ],
    [
      'the datastore on the port of its node',
      {
        services: '<service name="dist-datastore"/>',
        files: { 'dist-datastore.cfg.xml': datastore('<port port="8080"/>') },
      },
      ['error dist-datastore.cfg.xml:3 port-clash'],
    ],
    [
      'a port that is none',
      { nodes: '<node id="a" hostname="h" http-port="70000"/>' },
      [`error ${model}:2 port-range`],
    ],
    [
      'https without keys',
      { nodes: '<node id="a" hostname="h" https-port="8443"/>' },
      [`error ${model}:2 https-without-keys`],
    ],
    [
      'a datastore port of a node that is not there',
      {
        services: '<service name="dist-datastore"/>',
        files: {
          'dist-datastore.cfg.xml': datastore('<port port="1"/>\n<port port="2" node="x"/>'),
        },
      },
      ['error dist-datastore.cfg.xml:4 datastore-node'],
    ],
    [
      'a node without a datastore port',
      {
        services: '<service name="dist-datastore"/>',
        files: { 'dist-datastore.cfg.xml': datastore('<port port="2" node="x"/>') },
      },
      ['error dist-datastore.cfg.xml:3 datastore-node', `error ${model}:2 datastore-port`],
    ],
    [
      'a connection pool that is not there',
      {
        filters: '<filter name="keystone-v2"/>',
        files: { 'keystone-v2.cfg.xml': keystone('connection-pool-id="x"/>') },
      },
      ['warning keystone-v2.cfg.xml:2 connection-pool'],
    ],
    [
      'a feed that is not there',
      {
        filters: '<filter name="keystone-v2"/>',
        files: { 'keystone-v2.cfg.xml': keystone('/><cache>\n<atom-feed id="x"/></cache>') },
      },
      ['error keystone-v2.cfg.xml:3 atom-feed'],
    ],
    [
      'a service without its file',
      { services: '<service name="remote-datastore"/>' },
      [`error ${model}:4 service-file`],
    ],
    [
      'a file without its service',
      { files: { 'atom-feed-service.cfg.xml': feeds } },
      ['warning atom-feed-service.cfg.xml:1 file-without-service'],
    ],
    [
      'a WADL that is not there',
      {
        filters: '<filter name="api-validator"/>',
        files: { 'validator.cfg.xml': validators('file:///etc/repose/x.wadl') },
      },
      ['error validator.cfg.xml:2 linked-file'],
    ],
    [
      'a datastore that no service gives',
      {
        filters: '<filter name="rate-limiting"/>',
        files: {
          'rate-limiting.cfg.xml': root(
            'rate-limiting datastore="distributed/remote"',
            'rate-limiting/v1.0',
            '',
          ).replace('</rate-limiting datastore="distributed/remote">', '</rate-limiting>'),
        },
      },
      ['warning rate-limiting.cfg.xml:1 datastore-service'],
    ],
    [
      'a limit before it is known whom it limits',
      {
        filters: '<filter name="rate-limiting"/><filter name="ip-user"/>',
        files: { 'rate-limiting.cfg.xml': '<x/>', 'ip-user.cfg.xml': '<x/>' },
      },
      [`warning ${model}:3 filter-order`],
    ],
  ])('finds %s', (_what, parts, expected) => {
    expect(findings(parts)).toEqual(expected);
  });

  it('finds files that must be there', () => {
    expect(checkFolder(openFolder({})).map(({ file, code }) => `${file} ${code}`)).toEqual([
      'system-model.cfg.xml folder/required-file',
      'container.cfg.xml folder/required-file',
    ]);
  });

  it('asks for a local node only where the machine is known', () => {
    const nodes = '<node id="a" hostname="other" http-port="80"/>';
    expect(findings({ nodes })).toEqual([]);
    expect(findings({ nodes }, { hostNames: ['Other'] })).toEqual([]);
    expect(findings({ nodes }, { hostNames: ['this'] })).toEqual([
      'warning system-model.cfg.xml:2 local-node',
    ]);
  });

  it('takes filters of one’s own as known', () => {
    expect(findings({ filters: '<filter name="mine"/>' }, { ownFilters: ['mine'] })).toEqual([]);
  });

  it('judges no value that is filled in when Repose starts', () => {
    const nodes = '<node id="{$ ID $}" hostname="{$ HOST $}" http-port="${port}"/>';
    const files = { 'destination-router.cfg.xml': router.replace('d1', '{$ DEST $}') };
    const filters = '<filter name="destination-router"/><filter name="{$ FILTER $}"/>';
    expect(findings({ nodes, filters, files }, { hostNames: ['this'] })).toEqual([]);
  });

  it('says what was likely meant', () => {
    const [finding] = checkFolder(folderOf({ filters: '<filter name="ip-usr"/>' }));
    expect(finding).toMatchObject({
      message: 'Repose has no filter "ip-usr", and does not start with one it does not know',
      hint: 'Write "ip-user".',
      start: { line: 3, column: 18 },
      fix: { message: 'write "ip-user"' },
    });
  });
});
