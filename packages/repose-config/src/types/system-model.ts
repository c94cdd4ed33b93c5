import {
  choice,
  configType,
  many,
  maybe,
  one,
  optional,
  required,
  sequence,
  some,
  times,
  type,
} from '../model/declare.ts';
import type { ComplexType, ElementDecl } from '../model/declaration.ts';
import { defaults, unique } from '../model/rules.ts';
import { anyURI, boolean, int, listOf, narrow, oneOf, string } from '../model/values.ts';

const node = type('Node', {
  attributes: {
    id: required(string, 'A name for this node, unique among the nodes.'),
    hostname: required(
      string,
      'The host that the node runs on: its own name or IP address, as that machine knows itself.',
    ),
    'http-port': optional(int, 'The port to listen on for HTTP; 0 means none.', '0'),
    'https-port': optional(
      int,
      'The port to listen on for HTTPS; 0 means none. It needs ssl-configuration in container.cfg.xml.',
      '0',
    ),
  },
  rules: [
    {
      id: 'system-model/node-port',
      doc: 'A node listens on at least one port.',
      check(at, report) {
        const ports = ['http-port', 'https-port'];
        if (ports.some((name) => at.unknown(name) || Number(at.value(name)) > 0)) return;
        report({
          at,
          message: `node ${JSON.stringify(at.value('id') ?? '')} listens on no port`,
          hint: 'Add http-port="8080", or https-port, or both.',
        });
      },
    },
  ],
});

const nodes = type('NodeList', {
  children: sequence(some('node', node, 'One running Repose.')),
  rules: [
    unique('system-model/node-ids', 'Each node has an id of its own.', {
      child: 'node',
      attribute: 'id',
    }),
  ],
});

const methods = type('Methods', {
  attributes: {
    value: required(
      listOf(string, 'MethodList'),
      'HTTP methods with spaces between them; one of them must match.',
    ),
  },
});
const header = type('Header', {
  attributes: {
    name: required(string, 'The header that must be there; upper and lower case do not matter.'),
    value: optional(
      string,
      'The value that it must have, upper and lower case included. Without it any value will do.',
    ),
  },
});
const uri = type('Uri', {
  attributes: { regex: required(string, 'A regular expression that the whole path must match.') },
});

const conditions: Readonly<Record<string, () => ElementDecl>> = {
  methods: () => one('methods', methods, 'True for requests with one of these methods.'),
  header: () => one('header', header, 'True for requests with this header.'),
  uri: () => one('uri', uri, 'True for requests to these paths.'),
  and: () => one('and', () => and, 'True when everything inside is.'),
  not: () => one('not', () => not, 'True when what is inside is not.'),
  or: () => one('or', () => or, 'True when at least one thing inside is.'),
};
const anyOf = (...names: string[]) => choice(...names.map((name) => conditions[name]!()));

const not: ComplexType = type('Not', { children: anyOf('methods', 'header', 'uri', 'and', 'or') });
const and: ComplexType = type('And', {
  children: times(anyOf('methods', 'header', 'uri', 'not', 'or'), 2, Infinity),
});
const or: ComplexType = type('Or', {
  children: times(anyOf('methods', 'header', 'uri', 'not', 'and'), 2, Infinity),
});

const filter = type('Filter', {
  attributes: {
    id: optional(
      string,
      'A name for this use of the filter, unique in the chain; needed only to tell two uses apart.',
    ),
    name: required(string, 'Which filter: rate-limiting, keystone-v2 and so on.'),
    configuration: optional(anyURI, "The file to read in place of the filter's usual one.", ''),
    'uri-regex': optional(
      string,
      'Deprecated: use <uri regex="…"/> inside. Only requests whose path matches pass through the filter.',
    ),
  },
  children: times(anyOf('methods', 'header', 'uri', 'and', 'not', 'or'), 0, 1),
  rules: [
    {
      id: 'system-model/filter-condition',
      doc: 'A filter has either the old uri-regex attribute or a condition inside.',
      check(at, report) {
        const first = at.children[0];
        if (!first || !at.has('uri-regex')) return;
        report({
          at,
          attribute: 'uri-regex',
          message: `the deprecated uri-regex can't stand together with <${first.name}>`,
          hint: 'Move it inside as <uri regex="…"/>, joined with the other condition by <and>.',
        });
      },
    },
  ],
});

const filters = type('FilterList', {
  attributes: {
    'bypass-uri-regex': optional(
      string,
      'Requests whose path matches this regular expression skip every filter.',
    ),
  },
  children: sequence(
    many(
      'filter',
      filter,
      'One filter. Requests pass through them in this order, responses in reverse.',
    ),
  ),
  rules: [
    unique('system-model/filter-ids', 'Filters that have an id each have their own.', {
      child: 'filter',
      attribute: 'id',
    }),
  ],
});

const service = type('Service', {
  attributes: {
    name: required(
      oneOf(['dist-datastore', 'remote-datastore', 'atom-feed-service']),
      'Which service to start.',
    ),
  },
});
const services = type('ServicesList', {
  children: sequence(
    many('service', service, 'One optional service, such as the datastore that nodes share.'),
  ),
  rules: [
    unique('system-model/service-names', 'Each service is listed once.', {
      child: 'service',
      attribute: 'name',
    }),
  ],
});

const destination = type('Destination', {
  attributes: {
    id: required(string, 'A name for this destination, unique among them; routing filters use it.'),
    default: optional(
      boolean,
      'Whether requests go here when no filter chose a destination. Exactly one has true.',
      'false',
    ),
    protocol: optional(oneOf(['http', 'https']), 'How to talk to the service.', 'https'),
    hostname: optional(
      string,
      'The host of the service. In a container, localhost is the container itself.',
      'localhost',
    ),
    port: optional(
      narrow(int, { min: '0', max: '65535' }),
      'The port of the service; 0 means the usual one of the protocol.',
      '0',
    ),
    'root-path': optional(string, 'What is put before the path of every request.', ''),
    'chunked-encoding': optional(
      oneOf(['true', 'false', 'auto'], 'ChunkedEncoding'),
      'Whether requests with a body are sent in chunks; auto does as the client did.',
      'true',
    ),
  },
});
const destinations = type('DestinationList', {
  attributes: {
    'url-encode-headers': optional(
      string,
      'Names of request headers, with commas between them, whose values are URL-encoded before they are sent on.',
    ),
  },
  children: sequence(some('endpoint', destination, 'One service that requests are sent on to.')),
  rules: [
    defaults('system-model/one-default-destination', 'Exactly one destination is the default.', {
      least: 1,
      what: 'destination',
    }),
    unique('system-model/destination-ids', 'Each destination has an id of its own.', {
      attribute: 'id',
    }),
  ],
});

const phoneHome = type('PhoneHomeServiceConfig', {
  attributes: {
    enabled: required(boolean, 'Whether to report.'),
    'collection-uri': optional(
      anyURI,
      'Where the report is sent.',
      'http://phone-home.openrepose.org',
    ),
    'origin-service-id': optional(string, 'A name of your choice for this installation.'),
    'contact-email': optional(string, 'Whom to write to about important updates.'),
  },
});
const tracingHeader = type('TracingHeaderConfig', {
  attributes: {
    enabled: optional(boolean, 'Whether requests get the tracing header.', 'true'),
    'rewrite-header': optional(
      boolean,
      'Whether a tracing header that the client sent is replaced.',
      'false',
    ),
    'secondary-plain-text': optional(
      boolean,
      'Whether the id is also sent as plain text in X-Request-Id.',
      'false',
    ),
  },
});

const systemModel = type('SystemModel', {
  attributes: {
    'rewrite-host-header': optional(
      boolean,
      'Whether the Host header names the destination (true) or stays as the client sent it (false).',
      'true',
    ),
  },
  children: sequence(
    one('nodes', nodes, 'Where Repose itself runs.'),
    maybe('filters', filters, 'The chain of filters that requests pass through.'),
    maybe('services', services, 'Optional services to start.'),
    one('destinations', destinations, 'Where requests go in the end.'),
    maybe(
      'phone-home',
      phoneHome,
      'Whether this installation reports its version and filters to the makers of Repose.',
    ),
    maybe(
      'tracing-header',
      tracingHeader,
      'The id that lets one request be followed through several services.',
    ),
  ),
});

export const systemModelType = configType({
  name: 'system-model',
  namespace: 'system-model/v2.0',
  root: [
    'system-model',
    systemModel,
    'The plan of this Repose: nodes, filters, services, destinations.',
  ],
  doc: 'The heart of the configuration: where Repose listens, which filters requests pass through, and which service they reach in the end. Repose does not start without it.',
  service: 'Repose itself',
  example: `<system-model xmlns="http://docs.openrepose.org/repose/system-model/v2.0">
  <nodes>
    <node id="node1" hostname="localhost" http-port="8080"/>
  </nodes>
  <filters>
    <filter name="rate-limiting"/>
  </filters>
  <destinations>
    <endpoint id="service" protocol="http" hostname="example.org" port="80" default="true"/>
  </destinations>
</system-model>
`,
});
