import {
  all,
  configType,
  maybe,
  one,
  optional,
  required,
  sequence,
  some,
  type,
} from '../model/declare.ts';
import { unique } from '../model/rules.ts';
import { quality, string } from '../model/values.ts';

const mapping = type('IdentificationMapping', {
  attributes: {
    id: optional(string, 'A name for this mapping, unique if given.'),
    'identification-regex': required(
      string,
      'A regular expression for the URI; its first group (…) is the user.',
    ),
  },
});
const mappings = type('IdentificationMappingList', {
  children: sequence(some('mapping', mapping, 'One way to find the user in the URI.')),
  rules: [
    unique('uri-user/mapping-ids', 'Mappings that have an id each have their own.', {
      attribute: 'id',
    }),
  ],
});

export const uriUserType = configType({
  name: 'uri-user',
  namespace: 'uri-user/v1.0',
  root: [
    'uri-user',
    type('UriUserConfig', {
      children: all(
        one('identification-mappings', mappings, 'Where the user stands in the URI.'),
        maybe('group', string, 'The group that such users are put in.', 'User_Standard'),
        maybe(
          'quality',
          quality('doubleBetweenZeroandOne'),
          'How much the user found here weighs against those that other filters found, from 0 to 1.',
          '0.5',
        ),
      ),
    }),
    'How the URI tells the user.',
  ],
  doc: 'Takes the user name from the URI and passes it on as X-PP-User.',
  filters: ['uri-user'],
  example: `<uri-user xmlns="http://docs.openrepose.org/repose/uri-user/v1.0">
  <identification-mappings>
    <mapping id="users" identification-regex=".*/users/([^/]+).*"/>
  </identification-mappings>
</uri-user>
`,
});
