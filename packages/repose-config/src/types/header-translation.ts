import { configType, optional, required, sequence, some, type } from '../model/declare.ts';
import { quote } from '../model/rules.ts';
import { boolean, listOf, narrow, quality, string } from '../model/values.ts';

const header = type('header', {
  attributes: {
    'original-name': required(
      string,
      'The header to copy from. Upper and lower case do not matter.',
    ),
    'new-name': required(
      listOf(narrow(string, { maxLength: 64, name: 'header-string' }), 'StringList'),
      'The headers to copy to, with spaces between them; each at most 64 characters.',
    ),
    'remove-original': optional(boolean, 'Whether the header that was copied is removed.', 'false'),
    quality: optional(
      quality('doubleBetweenZeroAndOne'),
      'Writes ;q=… behind the value: how much it weighs against other values, from 0 to 1. Without it, what the original has.',
    ),
    splittable: optional(boolean, 'Whether a value with commas becomes several headers.', 'false'),
    'overwrite-target': optional(
      boolean,
      'Whether the copy replaces a header of the new name.',
      'false',
    ),
  },
});

export const headerTranslationType = configType({
  name: 'header-translation',
  namespace: 'header-translation/v1.0',
  root: [
    'header-translation',
    type('header-translationType', {
      children: sequence(some('header', header, 'One header to copy.')),
      rules: [
        {
          id: 'header-translation/original-names',
          doc: 'Each header is copied by one <header> element only, upper and lower case being the same.',
          check(node, report) {
            const headers = node.childrenOf('header').filter((one) => one.has('original-name'));
            if (headers.some((one) => one.unknown('original-name'))) return;
            // Repose joins all names by commas, and counts the different parts.
            const joined = headers.map((one) => one.value('original-name')).join(',');
            const parts = joined === '' ? [] : joined.toLowerCase().split(',');
            if (new Set(parts).size === headers.length) return;
            const lines = new Map<string, number>();
            for (const at of headers) {
              const name = at.value('original-name') ?? '';
              const attribute = 'original-name';
              if (name.includes(',')) {
                report({
                  at,
                  attribute,
                  message: `original-name ${quote(name)} has a comma in it`,
                  hint: 'Write one <header> element for each header.',
                });
                continue;
              }
              if (name === '' && headers.length === 1) {
                report({
                  at,
                  attribute,
                  message: 'original-name is empty',
                  hint: 'Name the header.',
                });
              }
              const line = lines.get(name.toLowerCase());
              if (line === undefined) lines.set(name.toLowerCase(), at.line());
              else {
                report({
                  at,
                  attribute,
                  message: `the header ${quote(name)} is copied in line ${line} already (case does not count)`,
                  hint: 'Put all new names into one new-name, with spaces between them.',
                });
              }
            }
          },
        },
      ],
    }),
    'The headers to copy.',
  ],
  doc: 'Copies request headers to headers of other names, for services that know them by those.',
  filters: ['header-translation'],
  example: `<header-translation xmlns="http://docs.openrepose.org/repose/header-translation/v1.0">
  <header original-name="X-Auth-Token" new-name="X-Token X-Session" remove-original="true"/>
</header-translation>
`,
});
