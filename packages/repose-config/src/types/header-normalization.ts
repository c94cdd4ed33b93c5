import {
  choice,
  configType,
  many,
  maybe,
  optional,
  required,
  sequence,
  some,
  type,
} from '../model/declare.ts';
import { notTogether } from '../model/rules.ts';
import { httpMethods, string } from '../model/values.ts';

const list = type('HttpHeaderList', {
  attributes: { id: optional(string, 'Deprecated: a name for this list, without effect.') },
  children: sequence(
    some(
      'header',
      type('HttpHeader', { attributes: { id: required(string, 'The name of the header.') } }),
      'One header.',
    ),
  ),
});
const message = type('RequestResponse', {
  children: choice(
    maybe('whitelist', list, 'Only these headers stay.'),
    maybe('blacklist', list, 'These headers are removed.'),
  ),
});
const apart = (list: string, message: string) =>
  notTogether(
    `header-normalization/${list}-or-${message}`,
    `The deprecated <${list}> directly in <target> does not go with <${message}>.`,
    {
      these: [list, message],
      hint: `Move the <${list}> into <${message}>.`,
    },
  );
const target = type('Target', {
  attributes: {
    'uri-regex': optional(string, 'A regular expression for the paths; without it, all.'),
    'http-methods': optional(httpMethods, 'The methods that this is for.', 'ALL'),
  },
  children: sequence(
    choice(
      many(
        'whitelist',
        list,
        'Deprecated: put it into <request>. Only these request headers stay.',
      ),
      many(
        'blacklist',
        list,
        'Deprecated: put it into <request>. These request headers are removed.',
      ),
    ),
    maybe('request', message, 'Which headers of requests stay.'),
    maybe('response', message, 'Which headers of responses stay.'),
  ),
  rules: [
    apart('whitelist', 'request'),
    apart('blacklist', 'request'),
    apart('whitelist', 'response'),
    apart('blacklist', 'response'),
  ],
});

export const headerNormalizationType = configType({
  name: 'header-normalization',
  namespace: 'header-normalization/v1.0',
  root: [
    'header-normalization',
    type('HeaderNormalizationConfig', {
      children: sequence(
        maybe(
          'header-filters',
          type('HeaderFilterList', {
            children: sequence(
              some('target', target, 'Some requests, and what happens to their headers.'),
            ),
          }),
          'Deprecated: put the <target> elements directly into <header-normalization>.',
        ),
        many('target', target, 'Some requests, and what happens to their headers.'),
      ),
      rules: [
        notTogether(
          'header-normalization/header-filters-or-target',
          'The deprecated <header-filters> does not go with a <target> beside it.',
          {
            these: ['header-filters', 'target'],
            hint: 'Move the targets out of <header-filters>, and remove it.',
          },
        ),
      ],
    }),
    'Which headers stay and which go.',
  ],
  doc: 'Removes headers from requests and responses, by lists of those that may stay or of those that must go. Often the first filter, so that clients cannot send headers that only Repose should set.',
  filters: ['header-normalization'],
  example: `<header-normalization xmlns="http://docs.openrepose.org/repose/header-normalization/v1.0">
  <target uri-regex="/.*">
    <request>
      <blacklist>
        <header id="X-PP-User"/>
      </blacklist>
    </request>
  </target>
</header-normalization>
`,
});
