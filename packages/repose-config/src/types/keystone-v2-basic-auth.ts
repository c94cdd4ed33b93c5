import { configType, maybe, optional, required, sequence, type } from '../model/declare.ts';
import { anyURI, fromZero, oneOf, quality, string } from '../model/values.ts';

const delegating = type('DelegatingType', {
  attributes: {
    quality: optional(
      quality(),
      'How much this refusal weighs against those of other filters, from 0 to 1.',
      '0.9',
    ),
  },
});

export const keystoneV2BasicAuthType = configType({
  name: 'keystone-v2-basic-auth',
  namespace: 'keystone-v2-basic-auth/v1.0',
  root: [
    'keystone-v2-basic-auth',
    type('KeystoneV2BasicAuthConfig', {
      attributes: {
        'keystone-v2-service-uri': required(
          anyURI,
          'The address of the identity service (Keystone, version 2).',
        ),
        'token-cache-timeout-millis': optional(
          fromZero('ZeroOrPositiveInteger'),
          'Milliseconds that a token is kept; 0 means not at all.',
          '600000',
        ),
        'connection-pool-id': optional(
          string,
          'Which pool of http-connection-pool.cfg.xml to use; without it, the default pool.',
        ),
        'secret-type': optional(
          oneOf(['api-key', 'password'], 'SecretType'),
          'Whether the second part of the credentials is an API key or a password.',
          'api-key',
        ),
      },
      children: sequence(
        maybe(
          'delegating',
          delegating,
          'Refused requests are passed on with a note, for the derp filter to refuse later.',
        ),
      ),
    }),
    'How basic authentication becomes a token.',
  ],
  doc: 'Turns user name and API key (or password) of HTTP basic authentication into a Keystone token in X-Auth-Token. It comes before the keystone-v2 filter.',
  filters: ['keystone-v2-basic-auth'],
  example: `<keystone-v2-basic-auth xmlns="http://docs.openrepose.org/repose/keystone-v2-basic-auth/v1.0"
    keystone-v2-service-uri="https://identity.example.org"/>
`,
});
