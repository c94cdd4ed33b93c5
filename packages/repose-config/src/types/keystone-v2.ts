import {
  all,
  configType,
  many,
  maybe,
  one,
  optional,
  required,
  sequence,
  type,
} from '../model/declare.ts';
import { allOrNone, unique } from '../model/rules.ts';
import { anyURI, boolean, fromZero, int, narrow, string } from '../model/values.ts';
import {
  delegating,
  preAuthorizedRoles,
  requireServiceEndpoint,
  tenantHandling,
  whiteList,
} from './keystone-v2-common.ts';

const seconds = narrow(int, { min: '-1', name: 'NegOneOrGreaterInteger' });
const identityService = type('IdentityServiceType', {
  attributes: {
    username: optional(
      string,
      'The user that Repose logs in as. Without one it checks each token with that very token.',
    ),
    password: optional(string, "That user's password."),
    uri: required(anyURI, 'The address of the identity service (Keystone, version 2).'),
    'connection-pool-id': optional(
      string,
      'Which pool of http-connection-pool.cfg.xml to use; without it, the default pool.',
    ),
    'set-roles-in-header': optional(
      boolean,
      'Whether the roles of the user are passed on in X-Roles.',
      'true',
    ),
    'set-groups-in-header': optional(
      boolean,
      'Whether the groups of the user are asked for and passed on in X-PP-Groups.',
      'true',
    ),
    'set-catalog-in-header': optional(
      boolean,
      'Whether the service catalogue of the user is passed on in X-Catalog.',
      'false',
    ),
    'apply-rcn-roles': optional(
      boolean,
      'Whether the identity service is asked to add the roles that a Rackspace customer number brings.',
      'false',
    ),
  },
  rules: [
    allOrNone(
      'keystone-v2/credentials',
      'A username needs a password, and a password a username.',
      ['username', 'password'],
    ),
  ],
});
const timeouts = type('CacheTimeoutsType', {
  attributes: {
    variability: optional(
      fromZero('ZeroOrPositiveInteger'),
      'Seconds by which the times vary at random, so that not everything is asked for again at once.',
      '0',
    ),
  },
  children: all(
    maybe(
      'token',
      seconds,
      'Seconds that a token is kept; -1 means not at all, 0 for as long as it is valid.',
      '600',
    ),
    maybe(
      'group',
      seconds,
      'Seconds that groups are kept; -1 means not at all, 0 for ever.',
      '600',
    ),
    maybe(
      'endpoints',
      seconds,
      'Seconds that catalogues are kept; -1 means not at all, 0 for ever.',
      '600',
    ),
  ),
});
const cache = type('CacheType', {
  children: sequence(
    maybe('timeouts', timeouts, 'How long answers are kept.'),
    many(
      'atom-feed',
      type('AtomFeedType', {
        attributes: { id: required(string, 'The id of a feed in atom-feed-service.cfg.xml.') },
      }),
      'A feed that tells which tokens are no longer valid.',
    ),
  ),
  rules: [
    unique('keystone-v2/atom-feed-ids', 'Each feed is listed once.', {
      child: 'atom-feed',
      attribute: 'id',
    }),
  ],
});

export const keystoneV2Type = configType({
  name: 'keystone-v2',
  namespace: 'keystone-v2/v1.0',
  root: [
    'keystone-v2',
    type('KeystoneV2AuthenticationConfig', {
      attributes: {
        'ignored-roles': optional(
          string,
          'Roles, with spaces between them, that are left out of what is passed on.',
          'identity:tenant-access',
        ),
      },
      children: all(
        delegating,
        whiteList,
        tenantHandling,
        requireServiceEndpoint,
        preAuthorizedRoles,
        one('identity-service', identityService, 'Who checks the tokens.'),
        maybe('cache', cache, 'How long the answers of the identity service are kept.'),
      ),
    }),
    'How tokens are checked, and what is passed on about the user.',
  ],
  doc: 'Checks the token in X-Auth-Token against OpenStack Identity (Keystone) version 2, refuses requests without a valid one, and passes on who the user is.',
  filters: ['keystone-v2'],
  example: `<keystone-v2 xmlns="http://docs.openrepose.org/repose/keystone-v2/v1.0">
  <identity-service uri="https://identity.example.org" username="repose" password="secret"/>
  <cache>
    <timeouts>
      <token>300</token>
    </timeouts>
  </cache>
</keystone-v2>
`,
});
