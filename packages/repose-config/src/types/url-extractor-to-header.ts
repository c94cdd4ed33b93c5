import { configType, optional, required, sequence, some, type } from '../model/declare.ts';
import { string } from '../model/values.ts';

const extraction = type('Extractor', {
  attributes: {
    header: required(string, 'The request header that gets the value.'),
    'url-regex': required(
      string,
      'A regular expression for the path; its first group (…) is the value.',
    ),
    default: optional(
      string,
      'What the header gets when the path does not match. Without it, no header is set.',
    ),
  },
});

export const urlExtractorToHeaderType = configType({
  name: 'url-extractor-to-header',
  namespace: 'url-extractor-to-header/v1.0',
  root: [
    'url-extractor-to-header',
    type('UrlExtractorToHeaderConfig', {
      children: sequence(some('extraction', extraction, 'One value to take out of the path.')),
    }),
    'The values to take out of paths.',
  ],
  doc: 'Reads values out of the path and puts them into request headers, so that later filters and the service can use them.',
  filters: ['url-extractor-to-header'],
  example: `<url-extractor-to-header xmlns="http://docs.openrepose.org/repose/url-extractor-to-header/v1.0">
  <extraction header="X-Device-Id" url-regex="/devices/([^/]+).*"/>
</url-extractor-to-header>
`,
});
