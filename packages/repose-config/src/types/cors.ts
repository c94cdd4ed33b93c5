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
import { boolean, string } from '../model/values.ts';

const origins = type('Origins', {
  children: sequence(
    some(
      'origin',
      type('Origin', {
        unnamed: true,
        attributes: {
          regex: optional(
            boolean,
            'Whether the text is a regular expression rather than one origin.',
            'false',
          ),
        },
        text: string,
      }),
      'A site whose pages may call the API, such as https://example.org.',
    ),
  ),
});
const methods = type('Methods', {
  children: sequence(some('method', string, 'An HTTP method, such as GET.')),
});
const resource = type('Resource', {
  attributes: { path: required(string, 'A regular expression for the paths.') },
  children: sequence(
    maybe(
      'allowed-methods',
      methods,
      'What other sites may do at these paths, besides what they may do everywhere.',
    ),
  ),
});
const resources = type('Resources', {
  children: sequence(some('resource', resource, 'Some paths with methods of their own.')),
});

export const corsType = configType({
  name: 'cors',
  namespace: 'cross-origin-resource-sharing/v1.0',
  root: [
    'cross-origin-resource-sharing',
    type('CorsConfig', {
      children: sequence(
        one('allowed-origins', origins, 'The sites whose pages may call the API.'),
        maybe('allowed-methods', methods, 'What they may do at every path.'),
        maybe('resources', resources, 'What they may do at some paths only.'),
      ),
    }),
    'Which other sites may call the API from a browser.',
  ],
  doc: 'Answers browsers that ask whether a page of another site may call the API (Cross-Origin Resource Sharing).',
  filters: ['cors'],
  example: `<cross-origin-resource-sharing xmlns="http://docs.openrepose.org/repose/cross-origin-resource-sharing/v1.0">
  <allowed-origins>
    <origin>https://app.example.org</origin>
  </allowed-origins>
  <allowed-methods>
    <method>GET</method>
  </allowed-methods>
</cross-origin-resource-sharing>
`,
});
