import { configType, sequence, some, type } from '../model/declare.ts';
import { string } from '../model/values.ts';

export const uriRedactionType = configType({
  name: 'uri-redaction',
  namespace: 'uri-redaction-service/v1.0',
  root: [
    'uri-redaction',
    type('UriRedactionConfig', {
      children: sequence(
        some('redact', string, 'A regular expression; what its groups (…) catch is hidden.'),
      ),
    }),
    'Which parts of a URI are hidden.',
  ],
  doc: 'Hides parts of URIs, such as account numbers, in logs, metrics and traces.',
  service: 'Repose itself',
  example: `<uri-redaction xmlns="http://docs.openrepose.org/repose/uri-redaction-service/v1.0">
  <redact>^/accounts/([^/]+).*$</redact>
</uri-redaction>
`,
});
