import {
  configType,
  maybe,
  one,
  optional,
  required,
  sequence,
  some,
  type,
} from '../model/declare.ts';
import { allOrNone, notEmpty } from '../model/rules.ts';
import {
  anyURI,
  boolean,
  fromZero,
  httpMethods,
  int,
  oneOf,
  quality,
  string,
} from '../model/values.ts';

const delegating = type('DelegatingType', {
  attributes: {
    quality: optional(
      quality(),
      'How much this refusal weighs against those of other filters, from 0 to 1.',
      '0.1',
    ),
  },
});
const server = type('ValkyrieServer', {
  attributes: {
    uri: required(anyURI, 'The address of the Valkyrie server.'),
    username: optional(string, 'Deprecated. The user to log in as.'),
    password: optional(string, "Deprecated. That user's password."),
  },
  rules: [
    allOrNone(
      'valkyrie-authorization/credentials',
      'A username needs a password, and a password a username.',
      ['username', 'password'],
    ),
  ],
});
const pathRegex = type('PathRegex', {
  attributes: { 'http-methods': optional(httpMethods, 'The methods that this is for.', 'ALL') },
  text: string,
  rules: [
    notEmpty(
      'valkyrie-authorization/some-method',
      'A list of methods has at least one.',
      'http-methods',
    ),
  ],
});
const devicePath = type('DevicePath', {
  children: sequence(
    one('path', string, 'The JSONPath from an item to the text with the device id.'),
    one(
      'regex',
      type('DeviceIdRegex', {
        unnamed: true,
        attributes: {
          'capture-group': optional(
            int,
            'Which group (…) of the regular expression is the device id.',
            '1',
          ),
        },
        text: string,
      }),
      'A regular expression that finds the device id in that text.',
    ),
  ),
});
const collection = type('Collection', {
  children: sequence(
    one(
      'json',
      type('pathTriplet', {
        children: sequence(
          one('path-to-collection', string, 'The JSONPath to the list in the body.'),
          one(
            'path-to-device-id',
            devicePath,
            'Where an item of the list says which device it is about.',
          ),
          maybe(
            'path-to-item-count',
            string,
            'The JSONPath to the number of items, which is corrected.',
          ),
        ),
      }),
      'Where things stand in a JSON body.',
    ),
  ),
});
const collectionResources = type('CollectionResources', {
  attributes: {
    'device-id-mismatch-action': optional(
      oneOf(['keep', 'remove', 'fail'], 'DeviceIdMismatchAction'),
      'What happens to an item without a device id: keep it, remove it, or fail with 500.',
      'fail',
    ),
  },
  children: sequence(
    some(
      'resource',
      type('Resource', {
        children: sequence(
          one('path-regex', pathRegex, 'A regular expression for the paths.'),
          some('collection', collection, 'A list in the response.'),
        ),
      }),
      'Responses with lists that are thinned out.',
    ),
  ),
});

export const valkyrieAuthorizationType = configType({
  name: 'valkyrie-authorization',
  namespace: 'valkyrie-authorization/v1.0',
  root: [
    'valkyrie-authorization',
    type('ValkyrieAuthorizationConfig', {
      attributes: {
        'cache-timeout-millis': optional(
          fromZero('ZeroOrPositiveInteger'),
          'Milliseconds that the answers of Valkyrie are kept.',
          '300000',
        ),
        'enable-masking-403s': optional(
          boolean,
          'Whether a refused user gets 404, as if the resource were not there, rather than 403.',
          'false',
        ),
        'enable-bypass-account-admin': optional(
          boolean,
          'Whether account administrators pass without further questions to Valkyrie.',
          'false',
        ),
        'connection-pool-id': optional(
          string,
          'Which pool of http-connection-pool.cfg.xml to use; without it, the default pool.',
        ),
        'pass-non-dedicated-tenant': optional(
          boolean,
          'Whether tenants that do not start with "hybrid:" pass, rather than be refused.',
          'false',
        ),
        'enable-upgrade-account-permissions': optional(
          boolean,
          'Whether the account permission upgrade_account counts.',
          'false',
        ),
      },
      children: sequence(
        maybe(
          'delegating',
          delegating,
          'Refused requests are passed on with a note, for the derp filter to refuse later.',
        ),
        one('valkyrie-server', server, 'Where Valkyrie is.'),
        maybe(
          'translate-permissions-to-roles',
          type('TranslatePermissionsToRoles', { unnamed: true, open: true }),
          'Adds the permissions of the user to X-Roles.',
        ),
        maybe(
          'collection-resources',
          collectionResources,
          'Lists in responses that only show the devices that the user may see.',
        ),
        maybe(
          'pre-authorized-roles',
          type('RolesList', { children: sequence(some('role', string, 'The name of a role.')) }),
          'Users with one of these roles pass without asking Valkyrie.',
        ),
      ),
    }),
    'What Valkyrie decides.',
  ],
  doc: "Lets requests pass by the permissions that a Valkyrie server (Rackspace's own) gives the user for a device.",
  filters: ['valkyrie-authorization'],
  example: `<valkyrie-authorization xmlns="http://docs.openrepose.org/repose/valkyrie-authorization/v1.0">
  <valkyrie-server uri="https://valkyrie.example.org"/>
</valkyrie-authorization>
`,
});
