import { describe, expect, test } from 'vitest';
import { check, configTypes } from '../../src/index.ts';
import { textOf } from './texts.ts';

/** For each rule: a text that breaks it, and where (line:column) it is shown. */
const broken: readonly (readonly [rule: string, text: string, at: string])[] = [
  ['add-header/some-header', textOf('add-header', '<>\n</>'), '1:1'],
  ['body-patcher/some-patch', textOf('body-patcher', '<>\n<change/></>'), '2:1'],
  [
    'compression/content-types',
    textOf(
      'compression',
      '<>\n<compression include-content-types="a" exclude-content-types="b"/></>',
    ),
    '2:40',
  ],
  [
    'compression/user-agents',
    textOf(
      'compression',
      '<>\n<compression include-user-agent-patterns="" exclude-user-agent-patterns=""/></>',
    ),
    '2:45',
  ],
  [
    'container/cipher-once',
    textOf(
      'container',
      '<><deployment-config><deployment-directory/><artifact-directory/><ssl-configuration><keystore-filename/><keystore-password/><key-password/><included-ciphers>\n<cipher>A</cipher>\n<cipher>a</cipher>\n<cipher><![CDATA[A]]></cipher></included-ciphers></ssl-configuration></deployment-config></>',
    ),
    '4:1',
  ],
  [
    'dist-datastore/allow-all-or-list',
    textOf(
      'dist-datastore',
      '<><allowed-hosts allow-all=" 1 ">\n<allow host="a"/></allowed-hosts><port-config><port port="1"/></port-config></>',
    ),
    '2:1',
  ],
  [
    'dist-datastore/keystore',
    textOf(
      'dist-datastore',
      '< \nkey-password=""><allowed-hosts/><port-config><port port="1"/></port-config></>',
    ),
    '2:1',
  ],
  [
    'dist-datastore/one-default-port',
    textOf(
      'dist-datastore',
      '<><allowed-hosts/><port-config><port port="1"/>\n<port node="-1" port="1"/></port-config></>',
    ),
    '2:1',
  ],
  [
    'header-normalization/blacklist-or-request',
    textOf(
      'header-normalization',
      '<><target><blacklist><header id="a"/></blacklist>\n<request/></target></>',
    ),
    '2:1',
  ],
  [
    'header-normalization/blacklist-or-response',
    textOf(
      'header-normalization',
      '<><target><blacklist><header id="a"/></blacklist>\n<response/></target></>',
    ),
    '2:1',
  ],
  [
    'header-normalization/whitelist-or-request',
    textOf(
      'header-normalization',
      '<><target><whitelist><header id="a"/></whitelist>\n<request/></target></>',
    ),
    '2:1',
  ],
  [
    'header-normalization/whitelist-or-response',
    textOf(
      'header-normalization',
      '<><target><whitelist><header id="a"/></whitelist>\n<response/></target></>',
    ),
    '2:1',
  ],
  [
    'header-normalization/header-filters-or-target',
    textOf('header-normalization', '<><header-filters><target/></header-filters>\n<target/></>'),
    '2:1',
  ],
  [
    'header-translation/original-names',
    textOf(
      'header-translation',
      '<><header original-name="A" new-name=""/>\n<header original-name="a" new-name=""/></>',
    ),
    '2:9',
  ],
  [
    'header-user/header-ids',
    textOf(
      'header-user',
      '<><source-headers><header id="a"/>\n<header id="a"/></source-headers></>',
    ),
    '2:9',
  ],
  [
    'http-connection-pool/keystore',
    textOf(
      'http-connection-pool',
      '<><pool id="a" default="true"\nkeystore-filename="" keystore-password=""/></>',
    ),
    '2:1',
  ],
  [
    'http-connection-pool/one-default-pool',
    textOf('http-connection-pool', '<>\n<pool id="a"/></>'),
    '1:1',
  ],
  [
    'http-connection-pool/one-default-pool',
    textOf(
      'http-connection-pool',
      '<><pool id="a" default="1"/>\n<pool id="b" default="true"/></>',
    ),
    '2:14',
  ],
  [
    'http-connection-pool/per-route',
    textOf(
      'http-connection-pool',
      '<><pool id="a" default="true"\nhttp.conn-manager.max-total="10" http.conn-manager.max-per-route="9"/>\n<pool id="b" http.conn-manager.max-total="9" http.conn-manager.max-per-route="10"/></>',
    ),
    '3:46',
  ],
  [
    'http-connection-pool/per-route',
    textOf(
      'http-connection-pool',
      '<><pool id="a" default="true"\nhttp.conn-manager.max-total="199"/></>',
    ),
    '2:1',
  ],
  [
    'http-connection-pool/pool-ids',
    textOf('http-connection-pool', '<><pool id="a" default="true"/>\n<pool id="a"/></>'),
    '2:7',
  ],
  [
    'keystone-v2/atom-feed-ids',
    textOf(
      'keystone-v2',
      '<><identity-service uri=""/><cache><atom-feed id="a"/>\n<atom-feed id="a"/></cache></>',
    ),
    '2:12',
  ],
  [
    'keystone-v2/credentials',
    textOf('keystone-v2', '<><identity-service uri=""\npassword=""/></>'),
    '2:1',
  ],
  [
    'open-tracing/credentials',
    textOf(
      'open-tracing',
      '< service-name=""><jaeger><connection-http endpoint=""\nusername="" password="" token=""/><sampling-constant/></jaeger></>',
    ),
    '2:25',
  ],
  [
    'open-tracing/credentials',
    textOf(
      'open-tracing',
      '< service-name=""><jaeger><connection-http endpoint="" token=""\npassword=""/><sampling-constant/></jaeger></>',
    ),
    '2:1',
  ],
  [
    'openstack-identity-v3/group-timeout',
    textOf(
      'openstack-identity-v3',
      '<><openstack-identity-service username="" password="" uri=""/><cache><timeouts group="1">\n<group/></timeouts></cache></>',
    ),
    '2:1',
  ],
  [
    'openstack-identity-v3/token-timeout',
    textOf(
      'openstack-identity-v3',
      '<><openstack-identity-service username="" password="" uri=""/><cache><timeouts token="1">\n<token>1</token></timeouts></cache></>',
    ),
    '2:1',
  ],
  [
    'openstack-identity-v3/pre-authorized-roles',
    textOf(
      'openstack-identity-v3',
      '<><openstack-identity-service username="" password="" uri=""/><pre-authorized-roles><role/></pre-authorized-roles>\n<roles-which-bypass-project-id-check><role/></roles-which-bypass-project-id-check></>',
    ),
    '2:1',
  ],
  [
    'rate-limiting/group-once',
    textOf(
      'rate-limiting',
      '<><limit-group id="a" groups="x y"/>\n<limit-group id="b" groups="z y"/></>',
    ),
    '2:21',
  ],
  [
    'rate-limiting/group-once',
    textOf('rate-limiting', '<>\n<limit-group id="a" groups="x x"/></>'),
    '2:21',
  ],
  [
    'rate-limiting/limit-group-ids',
    textOf(
      'rate-limiting',
      '<><limit-group id="a" groups=""/>\n<limit-group id="a" groups=""/></>',
    ),
    '2:14',
  ],
  [
    'rate-limiting/limit-ids-in-group',
    textOf('rate-limiting', '<><limit-group id="a" groups="">LIMIT\nLIMIT</limit-group></>'),
    '2:8',
  ],
  [
    'rate-limiting/limit-ids',
    textOf(
      'rate-limiting',
      '<><limit-group id="a" groups="">LIMIT</limit-group><limit-group id="b" groups="">\nLIMIT</limit-group></>',
    ),
    '2:8',
  ],
  [
    'rate-limiting/one-default-group',
    textOf(
      'rate-limiting',
      '<><limit-group id="a" groups="" default="true"/>\n<limit-group id="b" groups="" default="1"/></>',
    ),
    '2:31',
  ],
  [
    'regex-rbac/resources-inline-or-href',
    textOf('regex-rbac', '<>\n<resources href="a"> </resources></>'),
    '2:12',
  ],
  [
    'simple-rbac/resources-inline-or-href',
    textOf('simple-rbac', '<>\n<resources href="a">a</resources></>'),
    '2:12',
  ],
  [
    'slf4j-http-logging/one-format',
    textOf('slf4j-http-logging', '<>\n<slf4j-http-log id="a"/></>'),
    '2:1',
  ],
  [
    'slf4j-http-logging/one-format',
    textOf(
      'slf4j-http-logging',
      '<>\n<slf4j-http-log id="a" format=""><format/></slf4j-http-log></>',
    ),
    '2:24',
  ],
  [
    'system-model/destination-ids',
    textOf('system-model', 'MODEL<endpoint id="a" default="true"/>\n<endpoint id="a"/>END'),
    '2:11',
  ],
  [
    'system-model/one-default-destination',
    textOf(
      'system-model',
      'MODEL<endpoint id="a" default="true"/>\n<endpoint id="b" default=" 1"/>END',
    ),
    '2:18',
  ],
  [
    'system-model/one-default-destination',
    textOf(
      'system-model',
      '<><nodes><node id="a" hostname="a" http-port="1"/></nodes>\n<destinations><endpoint id="a"/></destinations></>',
    ),
    '2:1',
  ],
  [
    'system-model/filter-condition',
    textOf(
      'system-model',
      '<><nodes><node id="a" hostname="a" http-port="1"/></nodes><filters><filter name="a"\nuri-regex=""><uri regex=""/></filter></filters><destinations><endpoint id="a" default="true"/></destinations></>',
    ),
    '2:1',
  ],
  [
    'system-model/filter-ids',
    textOf(
      'system-model',
      '<><nodes><node id="a" hostname="a" http-port="1"/></nodes><filters><filter id="a" name="a"/>\n<filter id="a" name="b"/></filters><destinations><endpoint id="a" default="true"/></destinations></>',
    ),
    '2:9',
  ],
  [
    'system-model/node-ids',
    textOf(
      'system-model',
      '<><nodes><node id="a" hostname="a" http-port="1"/>\n<node id="a" hostname="a" http-port="1"/></nodes><destinations><endpoint id="a" default="true"/></destinations></>',
    ),
    '2:7',
  ],
  [
    'system-model/node-port',
    textOf(
      'system-model',
      '<><nodes>\n<node id="a" hostname="a" http-port="-1"/></nodes><destinations><endpoint id="a" default="true"/></destinations></>',
    ),
    '2:1',
  ],
  [
    'system-model/service-names',
    textOf(
      'system-model',
      '<><nodes><node id="a" hostname="a" http-port="1"/></nodes><services><service name="dist-datastore"/>\n<service name="dist-datastore"/></services><destinations><endpoint id="a" default="true"/></destinations></>',
    ),
    '2:10',
  ],
  [
    'uri-stripper/some-link',
    textOf(
      'uri-stripper',
      '< rewrite-location="1" token-index="0"><link-resource>\n<request/></link-resource></>',
    ),
    '2:1',
  ],
  [
    'uri-stripper/some-message',
    textOf('uri-stripper', '< rewrite-location="1" token-index="0">\n<link-resource/></>'),
    '2:1',
  ],
  [
    'uri-stripper/some-method',
    textOf(
      'uri-stripper',
      '< rewrite-location="1" token-index="0">\n<link-resource http-methods=" "><request><json/></request></link-resource></>',
    ),
    '2:16',
  ],
  [
    'uri-user/mapping-ids',
    textOf(
      'uri-user',
      '<><identification-mappings><mapping id="" identification-regex=""/>\n<mapping id="" identification-regex=""/></identification-mappings></>',
    ),
    '2:10',
  ],
  [
    'validator/dot-outputs',
    textOf(
      'validator',
      '<><validator role="" wadl="" dot-output="a"/>\n<validator role="" wadl="" dot-output="a"/></>',
    ),
    '2:28',
  ],
  [
    'validator/one-default',
    textOf(
      'validator',
      '<><validator role="" wadl="" default="true"/>\n<validator role="" wadl="" default="true"/></>',
    ),
    '2:28',
  ],
  ['validator/roles-once', textOf('validator', '<>\n<validator role="a b a" wadl=""/></>'), '2:12'],
  ['validator/some-wadl', textOf('validator', '<>\n<validator role="a"/></>'), '2:1'],
  [
    'validator/validator-names',
    textOf(
      'validator',
      '<><validator role="" wadl="" validator-name="a"/>\n<validator role="" wadl="" validator-name="a"/></>',
    ),
    '2:28',
  ],
  [
    'validator/wadl-or-inline',
    textOf(
      'validator',
      '<>\n<validator role="a" wadl="a"><application xmlns="urn:wadl"/></validator></>',
    ),
    '2:21',
  ],
  [
    'valkyrie-authorization/credentials',
    textOf('valkyrie-authorization', '<><valkyrie-server uri=""\nusername=""/></>'),
    '2:1',
  ],
  [
    'valkyrie-authorization/some-method',
    textOf(
      'valkyrie-authorization',
      '<><valkyrie-server uri=""/><collection-resources><resource>\n<path-regex http-methods=""/><collection><json><path-to-collection/><path-to-device-id><path/><regex/></path-to-device-id></json></collection></resource></collection-resources></>',
    ),
    '2:13',
  ],
  [
    'versioning/version-ids',
    textOf(
      'versioning',
      '<><version-mapping id="a" pp-dest-id="a"/>\n<version-mapping id="a" pp-dest-id="b"/></>',
    ),
    '2:18',
  ],
];

describe('rules between values', () => {
  test.each(broken)('%s', (rule, text, at) => {
    const { findings } = check(text);
    expect(findings.map((one) => `${one.code} ${one.start.line}:${one.start.column}`)).toEqual([
      `${rule} ${at}`,
    ]);
    expect(findings[0]!.hint).toMatch(/[.>]$/);
    expect(findings[0]!.message).not.toMatch(/[.]$/);
  });

  test('none is left out', () => {
    const ids = configTypes.flatMap(({ types }) =>
      [...types.values()].flatMap((type) =>
        type.kind === 'complex' ? type.rules.map(({ id }) => id) : [],
      ),
    );
    expect([...new Set(broken.map(([rule]) => rule))].toSorted()).toEqual(
      [...new Set(ids)].toSorted(),
    );
  });

  test('a value that is no value of its type breaks no rule besides', () => {
    const text = textOf('system-model', 'MODEL<endpoint id="a" default="ja"/>END');
    expect(check(text).findings.map(({ code }) => code)).toEqual(['config/bad-value']);
  });

  test('a placeholder that is not known breaks no rule', () => {
    const text = textOf(
      'http-connection-pool',
      '<><pool id="{$ A $}" default="{$ D $}" http.conn-manager.max-total="{$ T $}"/><pool id="{$ A $}"/></>',
    );
    expect(check(text).findings.map(({ code }) => code)).toEqual(
      Array.from({ length: 4 }, () => 'template/placeholder'),
    );
  });
});
