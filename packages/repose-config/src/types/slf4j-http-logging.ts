import { configType, maybe, optional, required, sequence, some, type } from '../model/declare.ts';
import { boolean, string } from '../model/values.ts';

const log = type('slf4j-http-log', {
  attributes: {
    id: required(string, 'The logger that gets the line, as log4j2.xml names it.'),
    format: optional(
      string,
      'The line to log, with placeholders such as %m (method) and %s (status).',
    ),
  },
  children: sequence(
    maybe(
      'format',
      type('format-element', {
        attributes: {
          crush: optional(
            boolean,
            'Whether a line break with the indentation after it becomes one space.',
            'false',
          ),
        },
        text: string,
      }),
      'The same as the attribute format, for lines that are long or full of quotes.',
    ),
  ),
  rules: [
    {
      id: 'slf4j-http-logging/one-format',
      doc: 'The format is either an attribute or an element, and one of the two is there.',
      check(node, report) {
        const inside = node.childrenOf('format')[0];
        const attribute = node.has('format');
        if (attribute && inside) {
          report({
            at: node,
            attribute: 'format',
            message: 'the attribute format does not go with a <format> element',
            hint: 'Keep one of the two.',
          });
        } else if (!attribute && !inside) {
          report({
            at: node,
            message: `<${node.name}> has no format`,
            hint: 'Add format="%h %m %U %s", or a <format> element with that text.',
          });
        }
      },
    },
  ],
});

export const slf4jHttpLoggingType = configType({
  name: 'slf4j-http-logging',
  namespace: 'slf4j-http-logging/v1.0',
  root: [
    'slf4j-http-logging',
    type('slf4j-http-logging-config', {
      children: sequence(some('slf4j-http-log', log, 'One line for each request.')),
    }),
    'What is logged about every request.',
  ],
  doc: 'Writes an access log for the requests that reach this place of the filter chain. For all requests use the service file http-logging.cfg.xml.',
  filters: ['slf4j-http-logging'],
  example: `<slf4j-http-logging xmlns="http://docs.openrepose.org/repose/slf4j-http-logging/v1.0">
  <slf4j-http-log id="http" format="%h %m %U %s"/>
</slf4j-http-logging>
`,
});
