import {
  configType,
  many,
  one,
  optional,
  required,
  sequence,
  some,
  type,
} from '../model/declare.ts';
import { allOrNone, isTrue } from '../model/rules.ts';
import { anyURI, boolean, int, string } from '../model/values.ts';

const allow = type('HostAccessControl', {
  attributes: {
    host: required(string, 'The name or IP address of a host that may use the datastore.'),
  },
});
const allowedHosts = type('HostAccessControlList', {
  attributes: {
    'allow-all': optional(
      boolean,
      'Whether every host may use the datastore. Safe only in a closed network.',
      'false',
    ),
  },
  children: sequence(many('allow', allow, 'One host that may use the datastore.')),
  rules: [
    {
      id: 'dist-datastore/allow-all-or-list',
      doc: 'Either all hosts are allowed, or those on a list.',
      check(node, report) {
        const first = node.childrenOf('allow')[0];
        if (!first || node.unknown('allow-all') || !isTrue(node.value('allow-all'))) return;
        report({
          at: first,
          message: '<allow> has no place here: allow-all="true" lets every host in',
          hint: 'Remove allow-all to let in the listed hosts only, or remove the <allow> elements.',
        });
      },
    },
  ],
});
const ports = type('PortConfiguration', {
  children: sequence(
    some(
      'port',
      type('Port', {
        attributes: {
          node: optional(
            string,
            'The id of the node in system-model.cfg.xml; -1 means every node that is not listed.',
            '-1',
          ),
          port: required(
            int,
            'The port that the datastore listens on, not one of the ports that Repose serves.',
          ),
        },
      }),
      'The port of one node, or of all others.',
    ),
  ),
  rules: [
    {
      id: 'dist-datastore/one-default-port',
      doc: 'At most one port is that of all other nodes.',
      check(node, report) {
        const open = node.childrenOf('port').filter((one) => one.value('node') === '-1');
        for (const at of open.slice(1)) {
          report({
            at,
            message: `a second port for all nodes: the one in line ${open[0]?.line()} is that already`,
            hint: 'Say whose port this is, as in node="node1", or remove it.',
          });
        }
      },
    },
  ],
});

export const distDatastoreType = configType({
  name: 'dist-datastore',
  namespace: 'distributed-datastore/v1.0',
  root: [
    'distributed-datastore',
    type('DistributedDatastoreConfiguration', {
      attributes: {
        'connection-pool-id': optional(
          string,
          'Which pool of http-connection-pool.cfg.xml to use; without it, the default pool.',
        ),
        'keystore-filename': optional(
          anyURI,
          'The Java keystore with the certificate, to talk over HTTPS; from the configuration folder.',
        ),
        'keystore-password': optional(string, 'The password of the keystore.'),
        'key-password': optional(string, 'The password of the private key in it.'),
        'truststore-filename': optional(
          anyURI,
          'The Java keystore with the certificates to trust.',
        ),
        'truststore-password': optional(string, 'The password of the truststore.'),
      },
      children: sequence(
        one('allowed-hosts', allowedHosts, 'Which hosts may use the datastore.'),
        one('port-config', ports, 'Where the datastore listens.'),
      ),
      rules: [
        allOrNone('dist-datastore/keystore', 'A keystore needs its file and both passwords.', [
          'keystore-filename',
          'keystore-password',
          'key-password',
        ]),
      ],
    }),
    'How the nodes share a datastore.',
  ],
  doc: 'The memory that several nodes share, so that counts and cached answers hold for all of them. It needs the service dist-datastore in the system model.',
  service: 'dist-datastore',
  example: `<distributed-datastore xmlns="http://docs.openrepose.org/repose/distributed-datastore/v1.0">
  <allowed-hosts>
    <allow host="127.0.0.1"/>
  </allowed-hosts>
  <port-config>
    <port port="9999"/>
  </port-config>
</distributed-datastore>
`,
});
