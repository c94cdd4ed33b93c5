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
      'simple-rbac',
    ),
  },
});
const resources = type('ResourcesType', {
  attributes: { href: optional(anyURI, 'A file with the resources, in place of the text here.') },
  text: narrow(string, { name: 'ResourcesString' }),
  rules: textOrHref('simple-rbac'),
});

export const simpleRbacType = configType({
  name: 'simple-rbac',
  namespace: 'simple-rbac/v1.0',
  root: [
    'simple-rbac',
    type('SimpleRbacConfig', {
      attributes: {
        'roles-header-name': optional(
          string,
          'The request header that holds the roles.',
          'X-ROLES',
        ),
        'tenants-header-name': optional(
          string,
          'The request header that holds which roles the user has in which tenant.',
        ),
        'mask-rax-roles-403': optional(
          boolean,
          'Whether a refused user gets 404 or 405, as if the resource were not there, rather than 403.',
          'false',
        ),
        'enable-api-coverage': optional(
          boolean,
          'Whether JMX shows how often each part of the API was used.',
          'false',
        ),
        'dot-output': optional(
          string,
          'A file that the checks are drawn into, as a graph in the DOT language.',
        ),
        'wadl-output': optional(
          string,
          'A file that the WADL made of the resources is written to.',
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
          'One resource a line: a path, methods, and roles, with spaces between. ANY stands for all of them.',
        ),
      ),
    }),
    'Which roles may use which resources.',
  ],
  doc: 'Lets requests pass by the roles in a header. Each line of the resources says which methods of a path are open to which roles. It needs the extensions filter bundle.',
  filters: ['simple-rbac'],
  example: `<simple-rbac xmlns="http://docs.openrepose.org/repose/simple-rbac/v1.0">
  <resources>
    /users       GET         ANY
    /users/{id}  PUT,DELETE  admin
  </resources>
</simple-rbac>
`,
});
