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
import { atLeastOne, notEmpty } from '../model/rules.ts';
import { boolean, fromZero, httpMethods, oneOf, string } from '../model/values.ts';

const index = fromZero('NonNegativeInt');
const path = type('LinkPath', {
  attributes: {
    'token-index': optional(
      index,
      'Where the part goes back into the link: which one between the slashes, from 0. Without it, where the request had it.',
    ),
    'link-mismatch-action': optional(
      oneOf(['continue', 'remove', 'fail'], 'LinkMismatchAction'),
      'What happens when there is no link, or it is too short: leave it, remove it, or fail with 500.',
      'fail',
    ),
  },
  text: string,
});
const xml = type('Xml', {
  unnamed: true,
  children: sequence(
    many(
      'namespace',
      type('Namespace', {
        attributes: {
          name: required(string, 'The prefix, as the XPath uses it.'),
          url: required(string, 'The namespace that it stands for.'),
        },
      }),
      'A prefix that the XPath uses.',
    ),
    one('xpath', path, 'An XPath that finds the link in an XML body.'),
  ),
});
const message = type('HttpMessage', {
  children: sequence(
    many('json', path, 'A JSONPath that finds a link in a JSON body.'),
    many('xml', xml, 'A link in an XML body.'),
  ),
  rules: [atLeastOne('uri-stripper/some-link', 'There is a link to look for.', ['json', 'xml'])],
});
const linkResource = type('LinkResource', {
  attributes: {
    'uri-path-regex': optional(string, 'A regular expression for the paths.', '.*'),
    'http-methods': optional(httpMethods, 'The methods that this is for.', 'ALL'),
  },
  children: all(
    maybe('request', message, 'Links in request bodies, which the part is taken out of.'),
    maybe('response', message, 'Links in response bodies, which the part is put back into.'),
  ),
  rules: [
    notEmpty('uri-stripper/some-method', 'A list of methods has at least one.', 'http-methods'),
    atLeastOne('uri-stripper/some-message', 'A resource is about requests or responses.', [
      'request',
      'response',
    ]),
  ],
});

export const uriStripperType = configType({
  name: 'uri-stripper',
  namespace: 'uri-stripper/v1.0',
  root: [
    'uri-stripper',
    type('UriStripperConfig', {
      attributes: {
        'rewrite-location': required(
          boolean,
          'Whether the part is put back into the Location header of responses.',
        ),
        'token-index': required(
          index,
          'Which part of the path to take out: the first between the slashes is 0.',
        ),
      },
      children: sequence(
        many('link-resource', linkResource, 'Bodies with links that need the part too.'),
      ),
    }),
    'Which part of the path is taken out.',
  ],
  doc: 'Takes one part (such as a tenant) out of the path before the service sees it, and puts it back into the links that the service answers with.',
  filters: ['uri-stripper'],
  example: `<uri-stripper xmlns="http://docs.openrepose.org/repose/uri-stripper/v1.0"
    rewrite-location="true" token-index="1">
  <link-resource uri-path-regex="/v1/.*" http-methods="GET">
    <response>
      <json>$.next</json>
    </response>
  </link-resource>
</uri-stripper>
`,
});
