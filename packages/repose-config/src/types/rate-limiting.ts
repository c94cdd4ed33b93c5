import {
  configType,
  many,
  maybe,
  optional,
  required,
  sequence,
  some,
  type,
} from '../model/declare.ts';
import { defaults, eachOnce, quote, unique } from '../model/rules.ts';
import {
  boolean,
  fromZero,
  httpMethods,
  oneOf,
  positiveInteger,
  string,
  stringList,
} from '../model/values.ts';

const limit = type('ConfiguredRatelimit', {
  attributes: {
    id: required(string, 'A name for this limit, unique in the whole file.'),
    uri: required(string, 'How the limit is shown to users; it has no effect.'),
    'uri-regex': required(
      string,
      'A regular expression for the paths that count. What its groups (…) catch is counted apart.',
    ),
    'http-methods': optional(httpMethods, 'The methods that count.', 'ALL'),
    value: required(fromZero('PositiveInt'), 'How many requests are allowed in one unit of time.'),
    unit: required(oneOf(['SECOND', 'MINUTE', 'HOUR', 'DAY'], 'TimeUnit'), 'The unit of time.'),
    'query-param-names': optional(
      stringList,
      'Count only requests with all of these query parameters.',
    ),
  },
});
const globalGroup = type('GlobalLimitGroup', {
  children: sequence(some('limit', limit, 'A limit that all requests together share.')),
});
const group = type('ConfiguredLimitGroup', {
  attributes: {
    id: required(string, 'A name for this group of limits.'),
    default: optional(
      boolean,
      'Whether users whose groups stand nowhere in this file get these limits.',
      'false',
    ),
    groups: required(
      stringList,
      'The user groups (from the X-PP-Groups header) that these limits are for.',
    ),
  },
  children: sequence(many('limit', limit, 'A limit that each user has alone.')),
  rules: [
    unique('rate-limiting/limit-ids-in-group', 'Each limit of a group has an id of its own.', {
      child: 'limit',
      attribute: 'id',
    }),
  ],
});
const requestEndpoint = type('RequestEndpoint', {
  attributes: {
    'include-absolute-limits': optional(
      boolean,
      "Whether the service's own limits are asked for and added to the answer.",
      'false',
    ),
    'uri-regex': optional(
      string,
      'A regular expression for the paths that Repose answers itself.',
      String.raw`\/limits\/(\d*)\/`,
    ),
  },
});

export const rateLimitingType = configType({
  name: 'rate-limiting',
  namespace: 'rate-limiting/v1.0',
  root: [
    'rate-limiting',
    type('RateLimitingConfiguration', {
      attributes: {
        'overLimit-429-responseCode': optional(
          boolean,
          'Whether a user over the limit gets 429 Too Many Requests (true) or 413 (false).',
          'false',
        ),
        datastore: optional(
          oneOf(['local/default', 'distributed/hash-ring', 'distributed/remote'], 'DatastoreType'),
          'Where the counts are kept: in this node, shared by the nodes (service dist-datastore), or in one remote datastore.',
          'distributed/hash-ring',
        ),
        'datastore-warn-limit': optional(
          positiveInteger,
          'Log a warning when one user has more counters than this.',
          '1000',
        ),
        'use-capture-groups': optional(
          boolean,
          'Whether what the groups (…) of uri-regex catch is counted apart.',
          'true',
        ),
      },
      children: sequence(
        maybe(
          'request-endpoint',
          requestEndpoint,
          'Lets users ask for their limits at a path that Repose answers itself.',
        ),
        maybe('global-limit-group', globalGroup, 'Limits for all users together.'),
        many('limit-group', group, 'Limits for the users of some groups.'),
      ),
      rules: [
        unique('rate-limiting/limit-group-ids', 'Each limit group has an id of its own.', {
          child: 'limit-group',
          attribute: 'id',
        }),
        {
          id: 'rate-limiting/group-once',
          doc: 'Each user group stands in one limit group only.',
          check(node, report) {
            const lines = new Map<string, number>();
            for (const at of node.childrenOf('limit-group')) {
              if (at.unknown('groups')) continue;
              for (const name of (at.value('groups') ?? '').split(' ').filter(Boolean)) {
                const line = lines.get(name);
                if (line === undefined) lines.set(name, at.line());
                else {
                  report({
                    at,
                    attribute: 'groups',
                    message: `the user group ${quote(name)} has limits in line ${line} already`,
                    hint: 'Each user group stands in one limit group only: remove it from one of the two.',
                  });
                }
              }
            }
          },
        },
        defaults('rate-limiting/one-default-group', 'At most one limit group is the default.', {
          child: 'limit-group',
          least: 0,
          what: 'limit group',
        }),
        {
          id: 'rate-limiting/limit-ids',
          doc: 'Each limit has an id of its own, across all limit groups.',
          check(node, report) {
            const limits = node.childrenOf('limit-group').flatMap((one) => {
              const seen = new Set<string | undefined>();
              // What repeats inside one group is that group's own finding.
              return one.childrenOf('limit').filter((limit) => {
                const id = limit.value('id');
                if (seen.has(id)) return false;
                seen.add(id);
                return true;
              });
            });
            eachOnce(limits, 'id', (at, value, first) => {
              report({
                at,
                attribute: 'id',
                message: `id ${quote(value)} is already taken by the <limit> in line ${first.line()}, in another group`,
                hint: 'Give this limit an id that no other limit group uses.',
              });
            });
          },
        },
      ],
    }),
    'How many requests each user may send.',
  ],
  doc: 'Refuses requests of users who sent too many of them in a second, minute, hour or day. Users are known by the X-PP-User and X-PP-Groups headers, which an earlier filter (ip-user, header-user, keystone-v2 …) sets.',
  filters: ['rate-limiting'],
  example: `<rate-limiting xmlns="http://docs.openrepose.org/repose/rate-limiting/v1.0">
  <limit-group id="everyone" groups="" default="true">
    <limit id="all" uri="*" uri-regex="/.*" http-methods="ALL" value="100" unit="MINUTE"/>
  </limit-group>
</rate-limiting>
`,
});
