/** The filters that Repose 9 knows by name, and what has to be installed for each. */

export type Bundle = 'filter-bundle' | 'extensions-filter-bundle' | 'experimental-filter-bundle';

export interface FilterInfo {
  /** As `<filter name="...">` in the system model says it. */
  readonly name: string;
  /** The name of the config type that it reads; nine filters take no file. */
  readonly config: string | undefined;
  /** The first of them is part of every Repose; the others are packages of their own. */
  readonly bundle: Bundle;
  readonly doc: string;
}

const filter = (
  name: string,
  doc: string,
  options: { readonly config?: string | null; readonly bundle?: Bundle } = {},
): FilterInfo => ({
  name,
  doc,
  config: options.config === null ? undefined : (options.config ?? name),
  bundle: options.bundle ?? 'filter-bundle',
});

const none = { config: null };
const experimental = { config: null, bundle: 'experimental-filter-bundle' } as const;

/** All 40, by name. */
export const filters: ReadonlyMap<string, FilterInfo> = new Map(
  [
    filter('add-header', 'Adds headers to requests and responses'),
    filter('api-validator', 'Refuses requests that a WADL description of the API does not allow', {
      config: 'validator',
      bundle: 'extensions-filter-bundle',
    }),
    filter('body-extractor-to-header', 'Copies values from a JSON body into request headers'),
    filter('body-patcher', 'Changes JSON bodies by JSON Patch'),
    filter('compression', 'Unpacks compressed requests and compresses responses'),
    filter(
      'content-type-stripper',
      'Drops the Content-Type header of requests without a body',
      none,
    ),
    filter('cors', 'Answers browsers that ask whether another site may call the API (CORS)'),
    filter('derp', 'Sends the refusal that filters in delegating mode left to be decided', none),
    filter('destination-router', 'Proposes the destination that the request should go to'),
    filter('echo', 'Answers each request with what it received, for trials', experimental),
    filter('exception-filter', 'Fails on purpose, for trials', experimental),
    filter(
      'forwarded-proto',
      'Adds X-Forwarded-Proto, so that the service sees http or https',
      none,
    ),
    filter('header-normalization', 'Removes headers by allow lists and deny lists'),
    filter('header-translation', 'Copies or renames request headers'),
    filter('header-user', 'Takes the user name from a request header'),
    filter('herp', 'Writes a log record for every request', {
      config: 'highly-efficient-record-processor',
    }),
    filter('ip-user', 'Puts users into groups by their IP address'),
    filter('iri-validator', 'Refuses requests whose URI is no valid IRI', none),
    filter('keystone-v2', 'Checks tokens against OpenStack Identity (Keystone) version 2'),
    filter('keystone-v2-authorization', 'Decides by the tenants and roles that keystone-v2 found'),
    filter('keystone-v2-basic-auth', 'Turns HTTP basic authentication into a Keystone token'),
    filter('merge-header', 'Joins repeated headers into one with comma-separated values'),
    filter('openapi-validator', 'Refuses requests that an OpenAPI description does not allow'),
    filter(
      'openstack-identity-v3',
      'Checks tokens against OpenStack Identity (Keystone) version 3',
    ),
    filter('rate-limiting', 'Limits how many requests a user may send in a time'),
    filter('regex-rbac', 'Allows requests by role, with regular expressions for paths'),
    filter('scripting', 'Runs a script of yours as a filter'),
    filter(
      'servlet-contract-filter',
      'Tries how filters use the servlet API, for trials',
      experimental,
    ),
    filter('simple-rbac', 'Allows requests by role, with one line per path', {
      bundle: 'extensions-filter-bundle',
    }),
    filter('slf4j-http-logging', 'Writes an access log through the logging system'),
    filter('split-header', 'Splits comma-separated headers into one header per value'),
    filter('tenant-culling', 'Drops the tenants that no relevant role stands for', none),
    filter('tightly-coupled-filter', 'Depends on the inside of Repose, for trials', experimental),
    filter('translation', 'Rewrites requests and responses with XSLT'),
    filter(
      'uri-normalization',
      'Sorts and filters query parameters, and reads media types from file endings',
    ),
    filter('uri-stripper', 'Takes one part out of the path, and puts it back into links'),
    filter('uri-user', 'Takes the user name from the URI'),
    filter('url-extractor-to-header', 'Copies parts of the URL into request headers'),
    filter('valkyrie-authorization', 'Decides by the permissions that a Valkyrie server gives'),
    filter('versioning', 'Chooses the destination by the version in the path or in Accept'),
  ].map((info) => [info.name, info]),
);
