import { configType, optional, required, sequence, some, type } from '../model/declare.ts';
import { boolean, quality, string } from '../model/values.ts';

const extraction = type('Extractor', {
  attributes: {
    header: required(string, 'The request header that gets the value.'),
    jsonpath: required(
      string,
      'Where the value stands in the JSON body, as a JSONPath such as $.user.id.',
    ),
    defaultIfMiss: optional(
      string,
      'What the header gets when the path finds nothing. Without it, no header is set.',
    ),
    defaultIfNull: optional(
      string,
      'What the header gets when the path finds null. Without it, no header is set.',
    ),
    overwrite: optional(boolean, 'Whether this replaces a header of that name.', 'false'),
    quality: optional(
      quality('DoubleBetweenZeroAndOne'),
      'Adds ;q=… to the value: how much it weighs against other values, from 0 to 1.',
    ),
  },
});

export const bodyExtractorToHeaderType = configType({
  name: 'body-extractor-to-header',
  namespace: 'body-extractor-to-header/v1.0',
  root: [
    'body-extractor-to-header',
    type('BodyExtractorToHeaderConfig', {
      children: sequence(some('extraction', extraction, 'One value to take out of the body.')),
    }),
    'The values to take out of request bodies.',
  ],
  doc: 'Reads values out of JSON request bodies and puts them into request headers, so that later filters and the service can use them.',
  filters: ['body-extractor-to-header'],
  example: `<body-extractor-to-header xmlns="http://docs.openrepose.org/repose/body-extractor-to-header/v1.0">
  <extraction header="X-Device-Id" jsonpath="$.device.id"/>
</body-extractor-to-header>
`,
});
