import {
  all,
  configType,
  many,
  maybe,
  one,
  optional,
  required,
  sequence,
  some,
  type,
} from '../model/declare.ts';
import { notTogether } from '../model/rules.ts';
import { anyURI, boolean, fromZero, quality, string } from '../model/values.ts';

const qualityType = quality();
const seconds = fromZero('ZeroOrPositiveInteger');
const delegating = type('DelegatingType', {
  attributes: {
    quality: optional(
      qualityType,
      'How much this refusal weighs against those of other filters, from 0 to 1.',
      '0.7',
    ),
  },
});
const whiteList = type('WhiteList', {
  children: sequence(some('uri-pattern', string, 'A regular expression for paths.')),
});
const identityService = type('OpenstackIdentityService', {
  attributes: {
    username: required(string, 'The user that Repose logs in as.'),
    password: required(string, "That user's password."),
    'domain-id': optional(string, 'The domain of that user.'),
    uri: required(anyURI, 'The address of the identity service (Keystone, version 3).'),
    'project-id': optional(string, 'The project that Repose logs in to.'),
  },
});
const serviceEndpoint = type('ServiceEndpoint', {
  attributes: {
    url: required(anyURI, 'The address that the service must have in the catalogue.'),
    region: optional(string, 'Its region.'),
    name: optional(string, 'Its name.'),
    interface: optional(string, 'Its interface, such as public.'),
  },
});
const validateProject = type('ValidateProjectID', {
  attributes: {
    regex: required(
      string,
      'A regular expression for the path; its first group (…) is the project.',
    ),
    'strip-token-project-prefixes': optional(
      string,
      'Prefixes, with / between them, that are taken off projects before they are compared.',
    ),
  },
});
const roles = type('PreAuthRolesList', {
  children: sequence(some('role', string, 'The name of a role.')),
});
const apart = (name: string) =>
  notTogether(
    `openstack-identity-v3/${name}-timeout`,
    `The timeout of ${name} is an attribute or, deprecated, an element.`,
    {
      these: [`@${name}`, name],
      hint: `Keep the attribute, and remove the deprecated <${name}>.`,
    },
  );
const timeouts = type('CacheTimeoutsType', {
  attributes: {
    token: optional(seconds, 'Seconds that a token is kept; 0 means not at all.'),
    group: optional(seconds, 'Seconds that groups are kept; 0 means not at all.'),
    variance: optional(
      seconds,
      'Seconds by which the times vary at random, so that not everything is asked for again at once.',
      '0',
    ),
  },
  children: all(
    maybe('token', seconds, 'Deprecated: use the attribute token.', '600'),
    maybe('group', seconds, 'Deprecated: use the attribute group.', '600'),
  ),
  rules: [apart('token'), apart('group')],
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
});
const projectQuality = type('SendProjectIdQuality', {
  unnamed: true,
  attributes: {
    'default-project-quality': optional(
      qualityType,
      'The weight of the default project of the user.',
      '0.9',
    ),
    'uri-project-quality': optional(qualityType, 'The weight of the project in the path.', '0.7'),
    'roles-project-quality': optional(
      qualityType,
      'The weight of projects that come with roles.',
      '0.5',
    ),
  },
});

export const openstackIdentityV3Type = configType({
  name: 'openstack-identity-v3',
  namespace: 'openstack-identity-v3/v1.0',
  root: [
    'openstack-identity-v3',
    type('OpenstackIdentityV3Config', {
      attributes: {
        'send-all-project-ids': optional(
          boolean,
          'Whether all projects of the user are passed on, not only the one that fits.',
          'false',
        ),
        'forward-groups': optional(
          boolean,
          'Whether the groups of the user are asked for and passed on in X-PP-Groups.',
          'true',
        ),
        'forward-catalog': optional(
          boolean,
          'Whether the service catalogue of the user is passed on in X-Catalog.',
          'false',
        ),
        'connection-pool-id': optional(
          string,
          'Which pool of http-connection-pool.cfg.xml to use; without it, the default pool.',
        ),
      },
      children: all(
        maybe(
          'delegating',
          delegating,
          'Refused requests are passed on with a note, for the derp filter to refuse later.',
        ),
        maybe('white-list', whiteList, 'Paths that everyone may use without a token.'),
        one('openstack-identity-service', identityService, 'Who checks the tokens.'),
        maybe(
          'service-endpoint',
          serviceEndpoint,
          'Only users with this service in their catalogue may pass.',
        ),
        maybe(
          'validate-project-id-in-uri',
          validateProject,
          'The request is refused unless the project in its path is one of the user.',
        ),
        maybe(
          'roles-which-bypass-project-id-check',
          roles,
          'Deprecated: use <pre-authorized-roles>.',
        ),
        maybe(
          'pre-authorized-roles',
          roles,
          'Users with one of these roles pass without a look at projects and catalogue.',
        ),
        maybe('cache', cache, 'How long the answers of the identity service are kept.'),
        maybe(
          'send-project-id-quality',
          projectQuality,
          'Adds ;q=… to the projects that are passed on.',
        ),
      ),
      rules: [
        notTogether(
          'openstack-identity-v3/pre-authorized-roles',
          'The deprecated <roles-which-bypass-project-id-check> does not go with <pre-authorized-roles>.',
          {
            these: ['pre-authorized-roles', 'roles-which-bypass-project-id-check'],
            hint: 'Move its roles into <pre-authorized-roles>, and remove it.',
          },
        ),
      ],
    }),
    'How tokens are checked, and what is passed on about the user.',
  ],
  doc: 'Checks the token in X-Subject-Token against OpenStack Identity (Keystone) version 3, refuses requests without a valid one, and passes on who the user is.',
  filters: ['openstack-identity-v3'],
  example: `<openstack-identity-v3 xmlns="http://docs.openrepose.org/repose/openstack-identity-v3/v1.0">
  <openstack-identity-service uri="https://identity.example.org" username="repose" password="secret"/>
  <cache>
    <timeouts token="300"/>
  </cache>
</openstack-identity-v3>
`,
});
