import { configType, maybe, one, optional, sequence, type } from '../model/declare.ts';
import { textOrHref } from '../model/rules.ts';
import { anyURI, boolean, narrow, quality, string } from '../model/values.ts';

const delegating = type('DelegatingType', {
  attributes: {
    quality: optional(
      quality(),
      'How much this refusal weighs against those of other filters, from 0 to 1.',
      '0.3',
    ),
    'component-name': optional(
      string,
      'The name that the note about the refusal bears.',
      'regex-rbac',
    ),
  },
});
const resources = type('ResourcesType', {
  attributes: { href: optional(anyURI, 'A file with the resources, in place of the text here.') },
  text: narrow(string, { name: 'ResourcesString' }),
  rules: textOrHref('regex-rbac'),
});

export const regexRbacType = configType({
  name: 'regex-rbac',
  namespace: 'regex-rbac/v1.0',
  root: [
    'regex-rbac',
    type('RegexRbacConfig', {
      attributes: {
        'mask-rax-roles-403': optional(
          boolean,
          'Whether a refused user gets 404 or 405, as if the resource were not there, rather than 403.',
          'false',
        ),
      },
      children: sequence(
        maybe(
          'delegating',
          delegating,
          'Refused requests are passed on with a note, for the derp filter to refuse later.',
        ),
        one(
          'resources',
          resources,
          'One resource a line: a regular expression for the path, methods, and roles, with spaces between.',
        ),
      ),
    }),
    'Which roles may use which resources.',
  ],
  doc: 'Lets requests pass by the roles in X-Roles. Each line of the resources says, with a regular expression for the path, which methods are open to which roles.',
  filters: ['regex-rbac'],
  example: `<regex-rbac xmlns="http://docs.openrepose.org/repose/regex-rbac/v1.0">
  <resources>
    /users/[^/]+  GET         reader,admin
    /users/[^/]+  PUT,DELETE  admin
  </resources>
</regex-rbac>
`,
});
