import {
  all,
  configType,
  maybe,
  one,
  optional,
  required,
  sequence,
  some,
  type,
} from '../model/declare.ts';
import { quote } from '../model/rules.ts';
import { anyURI, boolean, int, long, narrow, normalizedString, string } from '../model/values.ts';

const nothing = narrow(string, { minLength: 0, maxLength: 0, name: 'EmptyString' });
const nonBlank = narrow(normalizedString, {
  whiteSpace: 'collapse',
  minLength: 1,
  name: 'NonBlankString',
});
const intAboveZero = narrow(int, { above: '0', name: 'intGTZero' });

const deploymentDirectory = type('DeploymentDirectory', {
  attributes: {
    'auto-clean': optional(boolean, 'Whether what is no longer in use there is removed.', 'true'),
  },
  text: anyURI,
});
const artifactDirectory = type('ArtifactDirectory', {
  attributes: {
    'check-interval': optional(
      intAboveZero,
      'Milliseconds between two looks for new filter bundles.',
      '1000',
    ),
  },
  text: string,
});
const loggingConfiguration = type('LoggingConfiguration', {
  attributes: {
    href: required(anyURI, 'The Log4j 2 file, such as file:///etc/repose/log4j2.xml.'),
  },
  text: nothing,
});
const viaHeader = type('ViaHeader', {
  attributes: {
    'request-prefix': optional(
      nonBlank,
      'The name that Repose bears in the Via header of requests; without it, host name and port.',
    ),
    'response-prefix': optional(
      nonBlank,
      'The name that Repose bears in the Via header of responses.',
    ),
    'repose-version': optional(boolean, 'Whether Via tells the version of Repose.', 'true'),
  },
  text: nothing,
});
const protocols = type('sslProtocolConfiguration', {
  children: sequence(
    some('protocol', string, 'The name of a protocol as Java writes it, such as TLSv1.2.'),
  ),
});
const ciphers = type('sslCipherConfiguration', {
  children: sequence(
    some('cipher', string, 'The name of a cipher suite, or a regular expression for several.'),
  ),
  rules: [
    {
      id: 'container/cipher-once',
      doc: 'No cipher stands twice in one list.',
      check(node, report) {
        const lines = new Map<string, number>();
        for (const at of node.childrenOf('cipher')) {
          const line = lines.get(at.text);
          if (line === undefined) lines.set(at.text, at.line());
          else {
            report({
              at,
              message: `the cipher ${quote(at.text)} stands in line ${line} already`,
              hint: 'Remove one of the two.',
            });
          }
        }
      },
    },
  ],
});
const ssl = type('SslConfiguration', {
  attributes: {
    'need-client-auth': optional(
      boolean,
      'Whether clients have to show a certificate of their own.',
      'false',
    ),
  },
  children: all(
    one(
      'keystore-filename',
      anyURI,
      'The Java keystore with the certificate, from the configuration folder.',
    ),
    one('keystore-password', string, 'The password of the keystore.'),
    one('key-password', string, 'The password of the private key in it.'),
    maybe(
      'tls-renegotiation-allowed',
      boolean,
      'Whether a running TLS connection may agree on new keys.',
      'false',
    ),
    maybe(
      'truststore-filename',
      anyURI,
      'The Java keystore with the certificates that clients are trusted by; read only with need-client-auth, and without it the keystore serves.',
    ),
    maybe('truststore-password', string, 'The password of the truststore.'),
    maybe('included-protocols', protocols, 'Only these TLS versions are offered.'),
    maybe('excluded-protocols', protocols, 'These TLS versions are never offered.'),
    maybe('included-ciphers', ciphers, 'Only these cipher suites are offered.'),
    maybe('excluded-ciphers', ciphers, 'These cipher suites are never offered.'),
  ),
});

const deployment = type('DeploymentConfiguration', {
  attributes: {
    'http-port': optional(int, 'Deprecated and ignored: the ports stand in system-model.cfg.xml.'),
    'https-port': optional(int, 'Deprecated and ignored: the ports stand in system-model.cfg.xml.'),
    'content-body-read-limit': optional(
      narrow(long, { above: '0', name: 'longGTZero' }),
      'The largest request body in bytes. Without it there is no limit.',
    ),
    'jmx-reset-time': optional(
      intAboveZero,
      'Seconds until the figures that JMX shows start anew.',
      '15',
    ),
    idleTimeout: optional(
      long,
      'Milliseconds until a connection on which nothing happens is closed.',
      '30000',
    ),
  },
  children: all(
    one(
      'deployment-directory',
      deploymentDirectory,
      'The folder that filter bundles are unpacked in.',
    ),
    one(
      'artifact-directory',
      artifactDirectory,
      'The folder that holds the filter bundles (EAR files).',
    ),
    maybe(
      'ssl-configuration',
      ssl,
      'How to serve HTTPS; needed as soon as a node has an https-port.',
    ),
    maybe('logging-configuration', loggingConfiguration, 'Which file says what is logged where.'),
    maybe('via-header', viaHeader, 'What Repose writes into the Via header.'),
  ),
});

export const containerType = configType({
  name: 'container',
  namespace: 'container/v2.0',
  root: [
    'repose-container',
    type('ContainerConfiguration', {
      children: sequence(one('deployment-config', deployment, 'How this Repose runs.')),
    }),
    'How the server around the filters runs.',
  ],
  doc: 'How the server itself runs: the folders it works in, logging, TLS, and limits. Repose does not start without it.',
  service: 'Repose itself',
  example: `<repose-container xmlns="http://docs.openrepose.org/repose/container/v2.0">
  <deployment-config>
    <deployment-directory>/var/repose</deployment-directory>
    <artifact-directory>/usr/share/repose/filters</artifact-directory>
    <logging-configuration href="file:///etc/repose/log4j2.xml"/>
  </deployment-config>
</repose-container>
`,
  alsoNamed: [
    type('DeploymentConfigurationBase', {
      attributes: {
        'http-port': optional(int, ''),
        'https-port': optional(int, ''),
        'content-body-read-limit': optional(narrow(long, { above: '0' }), ''),
      },
    }),
  ],
});
