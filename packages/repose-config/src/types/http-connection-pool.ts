import { configType, maybe, optional, required, sequence, some, type } from '../model/declare.ts';
import { allOrNone, defaults, unique } from '../model/rules.ts';
import { anyURI, boolean, fromZero, int, long, narrow, string } from '../model/values.ts';

const count = fromZero('PositiveInt');
const headers = type('HeaderList', {
  children: sequence(
    some(
      'header',
      type('Header', {
        attributes: {
          name: required(string, 'The name of the header.'),
          value: required(string, 'Its value.'),
        },
      }),
      'A header that every request of this pool gets.',
    ),
  ),
});
const pool = type('PoolConfig', {
  attributes: {
    'http.conn-manager.max-total': optional(
      count,
      'Connections at the same time, to all hosts together.',
      '400',
    ),
    'http.conn-manager.max-per-route': optional(
      count,
      'Connections at the same time to one host; not more than max-total.',
      '200',
    ),
    'http.socket.timeout': optional(
      count,
      'Milliseconds to wait for data; 0 means for ever.',
      '30000',
    ),
    'http.socket.buffer-size': optional(count, 'Bytes of the buffer of one connection.', '8192'),
    'http.connection.timeout': optional(
      count,
      'Milliseconds to wait until a connection stands; 0 means for ever.',
      '30000',
    ),
    'http.connection.max-line-length': optional(
      count,
      'Bytes that one header line may have; 0 means no limit.',
      '8192',
    ),
    'http.connection.max-header-count': optional(
      count,
      'Headers that one response may have; 0 means no limit.',
      '100',
    ),
    'http.route.default-proxy': optional(string, 'A proxy to go through, as http://host:port.'),
    'http.tcp.nodelay': optional(
      boolean,
      'Whether small packets are sent at once (true) or gathered first (false).',
      'true',
    ),
    'keepalive.timeout': optional(
      count,
      'Milliseconds that an idle connection is kept; 0 means as long as the server says.',
      '0',
    ),
    id: required(string, 'A name for this pool, which other files refer to as connection-pool-id.'),
    default: optional(
      boolean,
      'Whether everything that names no pool uses this one. Exactly one has true.',
      'false',
    ),
    'cache.ttl': optional(
      narrow(long, { min: '0', name: 'NonNegativeLong' }),
      'Milliseconds that answers are kept for requests that belong together.',
      '500',
    ),
    'keystore-filename': optional(
      anyURI,
      'The Java keystore with the certificate to show to servers; from the configuration folder.',
    ),
    'keystore-password': optional(string, 'The password of the keystore.'),
    'key-password': optional(string, 'The password of the private key in it.'),
    'truststore-filename': optional(anyURI, 'The Java keystore with the certificates to trust.'),
    'truststore-password': optional(string, 'The password of the truststore.'),
  },
  children: sequence(maybe('headers', headers, 'Headers for every request of this pool.')),
  rules: [
    {
      id: 'http-connection-pool/per-route',
      doc: 'Connections to one host are not more than all connections.',
      check(node, report) {
        const perRoute = 'http.conn-manager.max-per-route';
        const total = 'http.conn-manager.max-total';
        if (node.unknown(perRoute) || node.unknown(total)) return;
        if (Number(node.value(perRoute)) <= Number(node.value(total))) return;
        const written = (name: string) =>
          `${name} (${node.value(name)}${node.has(name) ? '' : ', the default'})`;
        report({
          at: node,
          attribute: node.has(perRoute) ? perRoute : total,
          message: `${written(perRoute)} is more than ${written(total)}`,
          hint: `Lower ${perRoute}, or raise ${total}.`,
        });
      },
    },
    allOrNone('http-connection-pool/keystore', 'A keystore needs its file and both passwords.', [
      'keystore-filename',
      'keystore-password',
      'key-password',
    ]),
  ],
});

export const httpConnectionPoolType = configType({
  name: 'http-connection-pool',
  namespace: 'http-connection-pool/v1.0',
  root: [
    'http-connection-pools',
    type('HttpConnectionPoolsConfig', {
      children: sequence(some('pool', pool, 'One set of connections with settings of its own.')),
      rules: [
        unique('http-connection-pool/pool-ids', 'Each pool has an id of its own.', {
          child: 'pool',
          attribute: 'id',
        }),
        defaults('http-connection-pool/one-default-pool', 'Exactly one pool is the default.', {
          least: 1,
          what: 'pool',
        }),
      ],
    }),
    'How Repose connects to other services.',
  ],
  doc: 'How Repose itself connects to other servers: how many connections, how long to wait, which certificates.',
  service: 'Repose itself',
  example: `<http-connection-pools xmlns="http://docs.openrepose.org/repose/http-connection-pool/v1.0">
  <pool id="default" default="true" http.socket.timeout="10000"/>
</http-connection-pools>
`,
  alsoNamed: [narrow(int, { min: '-1', name: 'NegativeOneAndAllPositiveInt' })],
});
