import { maybe, optional, required, sequence, some, type } from '../model/declare.ts';
import { boolean, quality, string } from '../model/values.ts';

/** What keystone-v2 and keystone-v2-authorization have in common: they share one namespace. */
const qualityType = quality();

export const delegating = maybe(
  'delegating',
  type('DelegatingType', {
    attributes: {
      quality: optional(
        qualityType,
        'How much this refusal weighs against those of other filters, from 0 to 1.',
        '0.7',
      ),
    },
  }),
  'Refused requests are passed on with a note, for the derp filter to refuse later.',
);
export const whiteList = maybe(
  'white-list',
  type('WhiteListType', {
    children: sequence(some('uri-regex', string, 'A regular expression for paths.')),
  }),
  'Paths that everyone may use without a token.',
);
export const tenantHandling = maybe(
  'tenant-handling',
  type('TenantHandlingType', {
    attributes: {
      'send-all-tenant-ids': optional(
        boolean,
        'Whether all tenants of the user are passed on, not only the one that fits.',
        'false',
      ),
    },
    children: sequence(
      maybe(
        'validate-tenant',
        type('ValidateTenantType', {
          attributes: {
            'strip-token-tenant-prefixes': optional(
              string,
              'Prefixes, with / between them, that are taken off tenants before they are compared.',
            ),
            'enable-legacy-roles-mode': optional(
              boolean,
              'Whether all roles of the user are passed on, not only those for the tenant.',
              'false',
            ),
          },
          children: sequence(
            some(
              'header-extraction-name',
              string,
              'The request header that holds the tenant; an earlier filter, such as url-extractor-to-header, sets it.',
            ),
          ),
        }),
        'The request is refused unless its tenant is one of the user.',
      ),
      maybe(
        'send-tenant-id-quality',
        type('SendTenantIdQuality', {
          unnamed: true,
          attributes: {
            'default-tenant-quality': optional(
              qualityType,
              'The weight of the default tenant of the user.',
              '0.9',
            ),
            'validated-tenant-quality': optional(
              qualityType,
              'The weight of the tenant that the request was checked for.',
              '0.7',
            ),
            'roles-tenant-quality': optional(
              qualityType,
              'The weight of tenants that come with roles.',
              '0.5',
            ),
          },
        }),
        'Adds ;q=… to the tenants that are passed on.',
      ),
    ),
  }),
  'What is done with the tenants (projects, accounts) of the user.',
);
export const requireServiceEndpoint = maybe(
  'require-service-endpoint',
  type('ServiceEndpointType', {
    attributes: {
      'public-url': required(string, 'The publicURL that the service must have in the catalogue.'),
      region: optional(string, 'Its region.'),
      name: optional(string, 'Its name.'),
      type: optional(string, 'Its type, such as compute.'),
    },
  }),
  'Only users with this service in their catalogue may pass.',
);
export const preAuthorizedRoles = maybe(
  'pre-authorized-roles',
  type('RolesList', { children: sequence(some('role', string, 'The name of a role.')) }),
  'Users with one of these roles pass without a look at tenants and catalogue.',
);
