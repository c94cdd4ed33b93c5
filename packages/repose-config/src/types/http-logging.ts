import { configType, optional, required, sequence, some, type } from '../model/declare.ts';
import { oneOf, string } from '../model/values.ts';

const message = type('Message', {
  attributes: {
    'log-to': required(string, 'The logger that gets the line, as log4j2.xml names it.'),
    format: optional(
      oneOf(['plain', 'json'], 'Format'),
      'Whether values are written as they are, or escaped for JSON.',
      'plain',
    ),
  },
  text: string,
});

export const httpLoggingType = configType({
  name: 'http-logging',
  namespace: 'http-logging/v1.0',
  root: [
    'http-logging',
    type('HttpLoggingConfig', {
      children: sequence(
        some(
          'message',
          message,
          'The line to log for each request, with placeholders such as %m (method) and %s (status).',
        ),
      ),
    }),
    'What is logged about every request.',
  ],
  doc: 'Writes an access log: one line for every request, in the style of the Apache web server.',
  service: 'Repose itself',
  example: `<http-logging xmlns="http://docs.openrepose.org/repose/http-logging/v1.0">
  <message log-to="http">%h %m %U %s</message>
</http-logging>
`,
});
