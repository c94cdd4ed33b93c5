import {
  all,
  configType,
  many,
  maybe,
  optional,
  required,
  sequence,
  some,
  type,
} from '../model/declare.ts';
import { boolean, httpMethods, int, string } from '../model/values.ts';

const parameter = type('UriParameter', {
  attributes: {
    name: required(string, 'The name of the query parameter.'),
    multiplicity: optional(
      int,
      'How often it may stand in the query; 0 means as often as it likes.',
      '0',
    ),
    'case-sensitive': optional(boolean, 'Whether upper and lower case of the name matter.', 'true'),
  },
});
const whitelist = type('HttpUriParameterList', {
  attributes: { id: required(string, 'A name for this list; it has no effect.') },
  children: sequence(some('parameter', parameter, 'One query parameter that stays.')),
});
const target = type('Target', {
  attributes: {
    'uri-regex': optional(string, 'A regular expression for the paths.', '.*'),
    alphabetize: optional(
      boolean,
      'Whether the query parameters are sorted by name, so that caches find equal requests.',
      'false',
    ),
    'http-methods': optional(httpMethods, 'The methods that this is for.', 'ALL'),
  },
  children: sequence(maybe('whitelist', whitelist, 'Only these query parameters stay.')),
});
const mediaType = type('MediaType', {
  attributes: {
    name: required(string, 'The media type, such as application/json.'),
    'variant-extension': optional(
      string,
      'The ending of a path that asks for it, such as json.',
      '',
    ),
    preferred: optional(boolean, 'Whether it is taken when the client accepts anything.', 'false'),
  },
});

export const uriNormalizationType = configType({
  name: 'uri-normalization',
  namespace: 'uri-normalization/v1.0',
  root: [
    'uri-normalization',
    type('UriNormalizationConfig', {
      children: all(
        maybe(
          'media-variants',
          type('MediaTypeList', {
            children: sequence(
              many('media-type', mediaType, 'A media type that the service can answer with.'),
            ),
          }),
          'Turns endings such as .json into the Accept header.',
        ),
        maybe(
          'uri-filters',
          type('UriFilterList', {
            children: sequence(
              some('target', target, 'Some requests, and what happens to their query.'),
            ),
          }),
          'Which query parameters stay, and in which order.',
        ),
      ),
    }),
    'How URIs are brought into one form.',
  ],
  doc: 'Brings URIs into one form: removes and sorts query parameters, and turns endings such as .json into an Accept header.',
  filters: ['uri-normalization'],
  example: `<uri-normalization xmlns="http://docs.openrepose.org/repose/uri-normalization/v1.0">
  <uri-filters>
    <target uri-regex="/items.*" alphabetize="true">
      <whitelist id="paging">
        <parameter name="page" multiplicity="1"/>
      </whitelist>
    </target>
  </uri-filters>
</uri-normalization>
`,
});
