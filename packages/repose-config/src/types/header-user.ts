import {
  all,
  configType,
  one,
  optional,
  required,
  sequence,
  some,
  type,
} from '../model/declare.ts';
import { unique } from '../model/rules.ts';
import { quality, string } from '../model/values.ts';

const headers = type('HttpHeaderList', {
  children: sequence(
    some(
      'header',
      type('HttpHeader', {
        attributes: {
          id: required(string, 'The name of the header.'),
          quality: optional(
            quality('doubleBetweenZeroandOne'),
            'How much the user found here weighs against those that other filters found, from 0 to 1.',
            '0.1',
          ),
        },
      }),
      'A header that may hold the user.',
    ),
  ),
  rules: [
    unique('header-user/header-ids', 'Each header is listed once.', {
      child: 'header',
      attribute: 'id',
    }),
  ],
});

export const headerUserType = configType({
  name: 'header-user',
  namespace: 'header-user/v1.0',
  root: [
    'header-user',
    type('HeaderUserConfig', {
      children: all(one('source-headers', headers, 'Where the user name may stand.')),
    }),
    'Which headers tell the user.',
  ],
  doc: 'Takes the user name from a request header and passes it on as X-PP-User, with X-PP-Groups naming the header. Only safe where the header cannot be forged.',
  filters: ['header-user'],
  example: `<header-user xmlns="http://docs.openrepose.org/repose/header-user/v1.0">
  <source-headers>
    <header id="X-Forwarded-For" quality="0.5"/>
  </source-headers>
</header-user>
`,
});
