import {
  all,
  configType,
  maybe,
  optional,
  required,
  sequence,
  some,
  type,
} from '../model/declare.ts';
import { atLeastOne } from '../model/rules.ts';
import { boolean, narrow, quality, string } from '../model/values.ts';

const header = type('Header', {
  attributes: {
    name: required(string, 'The name of the header.'),
    overwrite: optional(
      boolean,
      'Whether this replaces a header of that name (true) or comes on top of it (false).',
      'false',
    ),
    quality: optional(
      quality('DoubleBetweenZeroAndOne'),
      'Adds ;q=… to the value: how much it weighs against other values, from 0 to 1.',
    ),
  },
  text: narrow(string, { maxLength: 4096, name: 'HeaderValue' }),
});
const message = type('HttpMessage', {
  children: sequence(some('header', header, 'One header; its text is the value.')),
});

export const addHeaderType = configType({
  name: 'add-header',
  namespace: 'add-header/v1.0',
  root: [
    'add-headers',
    type('AddHeadersConfig', {
      children: all(
        maybe('request', message, 'Headers for requests, before the service sees them.'),
        maybe('response', message, 'Headers for responses, before the client sees them.'),
      ),
      rules: [
        atLeastOne('add-header/some-header', 'There are headers for requests or for responses.', [
          'request',
          'response',
        ]),
      ],
    }),
    'The headers to add.',
  ],
  doc: 'Adds fixed headers to every request or response that passes.',
  filters: ['add-header'],
  example: `<add-headers xmlns="http://docs.openrepose.org/repose/add-header/v1.0">
  <request>
    <header name="X-Served-By" overwrite="true">repose</header>
  </request>
</add-headers>
`,
});
