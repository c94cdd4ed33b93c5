/**
 * The order in which filters make sense, first to last: what records a request sees it first, what
 * cleans it comes before what reads it, who it is before what it may do, and where it goes last.
 */
export const filterOrder: readonly string[] = [
  'slf4j-http-logging',
  'forwarded-proto',
  'iri-validator',
  'compression',
  'cors',
  'header-normalization',
  'uri-normalization',
  'uri-stripper',
  'split-header',
  'merge-header',
  'content-type-stripper',
  'add-header',
  'url-extractor-to-header',
  'body-extractor-to-header',
  'header-translation',
  'ip-user',
  'header-user',
  'uri-user',
  'keystone-v2-basic-auth',
  'keystone-v2',
  'openstack-identity-v3',
  'keystone-v2-authorization',
  'tenant-culling',
  'valkyrie-authorization',
  'regex-rbac',
  'simple-rbac',
  'herp',
  'rate-limiting',
  'openapi-validator',
  'api-validator',
  'derp',
  'versioning',
  'destination-router',
  'translation',
  'body-patcher',
  'scripting',
  'exception-filter',
  'servlet-contract-filter',
  'tightly-coupled-filter',
  'echo',
];

/**
 * Where in a chain a new filter belongs: the index at which it is to stand. It goes behind the last
 * filter that should come before it, so that a chain which its owner has put in another order keeps
 * that order.
 */
export function chainIndex(chain: readonly string[], name: string): number {
  const rank = filterOrder.indexOf(name);
  if (rank < 0) return chain.length;
  const later = chain.findIndex((other) => filterOrder.indexOf(other) > rank);
  return later < 0 ? chain.length : later;
}
