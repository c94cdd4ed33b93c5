import {
  anything,
  configType,
  many,
  maybe,
  optional,
  required,
  sequence,
  type,
} from '../model/declare.ts';
import { defaults, quote, unique } from '../model/rules.ts';
import {
  anyURI,
  boolean,
  int,
  narrow,
  oneOf,
  quality,
  string,
  stringList,
} from '../model/values.ts';

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
      'api-validator',
    ),
  },
});

const validator = type('ValidatorItem', {
  attributes: {
    role: required(
      stringList,
      'The roles (from X-Roles) that this validator is for, with spaces between them.',
    ),
    'enable-api-coverage': optional(
      boolean,
      'Whether JMX shows how often each part of the API was used.',
      'false',
    ),
    default: optional(
      boolean,
      'Whether requests without roles are checked by this one. At most one has true.',
      'false',
    ),
    wadl: optional(anyURI, 'The WADL file: a path from the configuration folder, or an address.'),
    'dot-output': optional(
      string,
      'A file that the checks are drawn into, as a graph in the DOT language; not the same for two validators.',
    ),
    'xpath-version': optional(
      narrow(int, { min: '1', max: '2', name: 'XPathVersion' }),
      'The version of XPath that the WADL uses: 1 or 2.',
      '1',
    ),
    'check-well-formed': optional(
      boolean,
      'Whether bodies must be well-formed XML or JSON.',
      'false',
    ),
    'check-xsd-grammar': optional(
      boolean,
      'Deprecated: use check-grammars. Whether XML bodies must fit the XML Schema that the WADL names.',
      'false',
    ),
    'check-grammars': optional(
      boolean,
      'Whether bodies must fit the XML or JSON Schema that the WADL names.',
      'false',
    ),
    'check-elements': optional(
      boolean,
      'Whether the root element of the body must be the one that the WADL names.',
      'false',
    ),
    'check-plain-params': optional(
      boolean,
      'Whether the required parts of the body (plain parameters) that the WADL names must be there.',
      'false',
    ),
    'do-xsd-grammar-transform': optional(
      boolean,
      'Whether defaults of the XML Schema are filled into the body.',
      'false',
    ),
    'enable-pre-process-extension': optional(
      boolean,
      'Whether rax:preprocess in the WADL rewrites bodies before they are checked.',
      'true',
    ),
    'remove-dups': optional(boolean, 'Whether equal checks are made one, for speed.', 'true'),
    'validate-checker': optional(
      boolean,
      'Whether the checks made from the WADL are checked themselves, at start-up.',
      'true',
    ),
    'join-xpath-checks': optional(
      boolean,
      'Whether checks on one body are done in one go, for speed.',
      'true',
    ),
    'check-headers': optional(
      boolean,
      'Whether the headers that the WADL requires must be there.',
      'false',
    ),
    'enable-ignore-xsd-extension': optional(
      boolean,
      'Whether rax:ignoreXSD in the WADL exempts bodies from the XML Schema.',
      'true',
    ),
    'validator-name': optional(string, 'A name that JMX shows; not the same for two validators.'),
    'enable-rax-roles': optional(
      boolean,
      'Whether rax:roles in the WADL decide who may use a resource.',
      'false',
    ),
    'xsl-engine': optional(
      oneOf(['XalanC', 'Xalan', 'SaxonHE', 'SaxonEE'], 'XSLEngine'),
      'Which XSLT processor to use; SaxonEE needs a licence.',
      'XalanC',
    ),
    'xsd-engine': optional(
      oneOf(['Xerces', 'SaxonEE'], 'XSDEngine'),
      'Which XML Schema processor to use; SaxonEE needs a licence.',
      'Xerces',
    ),
    'disable-saxon-byte-code-gen': optional(
      boolean,
      'Whether SaxonEE interprets stylesheets rather than compile them.',
      'false',
    ),
    'mask-rax-roles-403': optional(
      boolean,
      'Whether a refused user gets 404 or 405, as if the resource were not there, rather than 403.',
      'false',
    ),
  },
  children: sequence(anything('Deprecated: the WADL itself, in place of the attribute wadl.')),
  rules: [
    {
      id: 'validator/roles-once',
      doc: 'No role stands twice in the list of one validator.',
      check(node, report) {
        if (node.unknown('role')) return;
        const roles = (node.value('role') ?? '').split(' ');
        const twice = roles.find((role, i) => roles.indexOf(role) !== i);
        if (twice === undefined) return;
        report({
          at: node,
          attribute: 'role',
          message: `the role ${quote(twice)} stands in the list twice`,
          hint: 'Remove one of the two.',
        });
      },
    },
    {
      id: 'validator/wadl-or-inline',
      doc: 'The WADL is either a file or written inside the validator.',
      check(node, report) {
        if (!node.has('wadl') || node.children.length === 0) return;
        report({
          at: node,
          attribute: 'wadl',
          message: 'the attribute wadl does not go with a WADL inside the validator',
          hint: 'Keep the attribute, and remove what is inside.',
        });
      },
    },
    {
      id: 'validator/some-wadl',
      doc: 'A validator has a WADL.',
      check(node, report) {
        if (node.has('wadl') || node.children.length > 0) return;
        report({
          at: node,
          message: 'this validator has no WADL to check by',
          hint: 'Add wadl="FILE.wadl".',
        });
      },
    },
  ],
});

export const validatorType = configType({
  name: 'validator',
  namespace: 'validator/v1.0',
  root: [
    'validators',
    type('ValidatorConfiguration', {
      attributes: {
        'multi-role-match': optional(
          boolean,
          'Whether the request may pass when any of the validators for its roles lets it, rather than the first.',
          'false',
        ),
      },
      children: sequence(
        maybe(
          'delegating',
          delegating,
          'Refused requests are passed on with a note, for the derp filter to refuse later.',
        ),
        many('validator', validator, 'How the requests of some roles are checked.'),
      ),
      rules: [
        unique('validator/dot-outputs', 'Each validator draws into a file of its own.', {
          child: 'validator',
          attribute: 'dot-output',
        }),
        unique('validator/validator-names', 'Each validator has a name of its own.', {
          child: 'validator',
          attribute: 'validator-name',
        }),
        defaults('validator/one-default', 'At most one validator is the default.', {
          child: 'validator',
          least: 0,
          what: 'validator',
        }),
      ],
    }),
    'Which description of the API counts for which role.',
  ],
  doc: 'Refuses requests that the WADL description of the service does not allow, with another description for each role where you like. The filter is called api-validator in the system model; it needs the extensions filter bundle.',
  filters: ['api-validator'],
  example: `<validators xmlns="http://docs.openrepose.org/repose/validator/v1.0">
  <validator role="default" default="true" wadl="service.wadl" check-well-formed="true"/>
</validators>
`,
});
