import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { typescriptOf } from '../../src/build/typescript.ts';
import {
  check,
  configTypes,
  httpConnectionPool,
  jsonSchema,
  openstackIdentityV3,
  readConfig,
  systemModel,
  validator,
  write,
  type SystemModel,
} from '../../src/index.ts';
import { corpus, corpusText } from '../corpus.ts';

const model: SystemModel = {
  nodes: { node: { id: 'node1', hostname: 'localhost', 'http-port': 8080 } },
  filters: {
    filter: [
      { name: 'ip-user' },
      {
        name: 'rate-limiting',
        and: { uri: { regex: '/v1/.*' }, methods: [{ value: ['GET', 'PUT'] }, { value: 'POST' }] },
      },
    ],
  },
  destinations: {
    endpoint: {
      id: 'service',
      protocol: 'http',
      port: '{$ PORT $}',
      default: true,
      'root-path': 'a "b" & <c>\n',
    },
  },
};

describe('builders', () => {
  test('write a file that reads back as it was', () => {
    const text = systemModel(model);
    expect(text).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<system-model xmlns="http://docs.openrepose.org/repose/system-model/v2.0">
  <nodes>
    <node id="node1" hostname="localhost" http-port="8080"/>
  </nodes>
  <filters>
    <filter name="ip-user"/>
    <filter name="rate-limiting">
      <and>
        <uri regex="/v1/.*"/>
        <methods value="GET PUT"/>
        <methods value="POST"/>
      </and>
    </filter>
  </filters>
  <destinations>
    <endpoint id="service" default="true" protocol="http" port="{$ PORT $}" root-path="a &quot;b&quot; &amp; &lt;c>&#10;"/>
  </destinations>
</system-model>
`);
    expect(systemModel(readConfig(text).value as unknown as SystemModel)).toBe(text);
  });

  test('refuse what Repose would, with what is wrong', () => {
    const pool = { id: 'a', 'http.conn-manager.max-total': 1 };
    expect(() => httpConnectionPool({ pool })).toThrow(
      'no pool in <http-connection-pools> is the default',
    );
    expect(() => httpConnectionPool({ pool: [{ ...pool, default: true }] })).toThrow(
      /max-per-route \(200, the default\) is more than/,
    );
    expect(httpConnectionPool({ pool }, { check: false })).toContain('<pool ');
  });

  test('an attribute that has the name of an element is written with @', () => {
    const service = { username: 'a', password: 'b', uri: 'c' };
    const text = openstackIdentityV3({
      'openstack-identity-service': service,
      cache: { timeouts: { '@token': 5 } },
    });
    expect(text).toContain('<timeouts token="5"/>');
  });

  test('XML that Repose does not look into is put in as it is', () => {
    const text = validator({ validator: { role: 'a', xml: '<application xmlns="urn:wadl"/>' } });
    expect(readConfig(text).value).toEqual({
      validator: [{ role: ['a'], xml: '<application xmlns="urn:wadl"/>' }],
    });
    expect(() => validator({ validator: { role: 'a', xml: '<a' } })).toThrow('<a');
  });

  test('what has no place is told, also without TypeScript', () => {
    const wrong = (value: object) => () =>
      write(
        configTypes.find(({ name }) => name === 'system-model')!,
        value,
      );
    expect(wrong({ ...model, node: [] })).toThrow('system-model has no "node"');
    expect(wrong({ ...model, nodes: 5 })).toThrow('system-model/nodes is no object');
    expect(wrong({ ...model, nodes: { node: { id: {} } } })).toThrow(
      'system-model/nodes/node/@id is no text',
    );
    expect(wrong({ ...model, nodes: { node: { id: '\u0000' } } })).toThrow(
      "a character that XML can't hold",
    );
  });

  test('are as the declarations say', () => {
    const bare = (text: string) =>
      text
        .replace(/\s+/g, '')
        .replace(/,(?=[)}\]>])/g, '')
        .replace(/(?<=[:<=])\|/g, '');
    const written = readFileSync(new URL('../../src/build/builders.ts', import.meta.url), 'utf8');
    expect(bare(written)).toBe(bare(typescriptOf(configTypes)));
  });
});

describe('JSON Schema', () => {
  test('says the same of a type', () => {
    const schema = jsonSchema(configTypes.find(({ name }) => name === 'remote-datastore')!);
    expect(schema).toMatchObject({
      $ref: '#/$defs/root',
      $defs: {
        root: {
          required: ['host', 'port'],
          additionalProperties: false,
          properties: {
            port: { type: 'integer', minimum: 1, maximum: 65535 },
            useHTTPS: { type: 'boolean', default: true },
          },
        },
      },
    });
  });

  test('every reference leads somewhere', () => {
    for (const type of configTypes) {
      const text = JSON.stringify(jsonSchema(type));
      const { $defs } = JSON.parse(text) as { $defs: object };
      for (const [, name] of text.matchAll(/"#\/\$defs\/([^"]+)"/g))
        expect($defs).toHaveProperty([name!]);
    }
  });
});

describe.skipIf(!corpus.met)("Repose's own files", () => {
  test('read into plain objects, and written again, say the same', () => {
    const files = (
      JSON.parse(corpusText('manifest-open.json')) as { path: string; verdict: string }[]
    ).filter(({ verdict }) => verdict === 'valid');
    const external = JSON.parse(corpusText('placeholders.json')) as Record<string, string>;
    for (const { path } of files) {
      const { type, value } = readConfig(corpusText(path), { file: path, values: { external } });
      const text = write(type!, value!);
      expect(check(text).findings, path).toEqual([]);
      expect(readConfig(text).value, path).toEqual(value);
    }
  });
});
