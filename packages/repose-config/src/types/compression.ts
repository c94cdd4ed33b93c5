import { configType, one, optional, sequence, type } from '../model/declare.ts';
import { notTogether } from '../model/rules.ts';
import { boolean, fromZero, stringList } from '../model/values.ts';

const compression = type('Compression', {
  attributes: {
    debug: optional(boolean, 'Deprecated: log4j2.xml says what is logged.', 'false'),
    'compression-threshold': optional(
      fromZero('PositiveInt'),
      'Responses of fewer bytes are sent as they are; 0: all are compressed.',
      '1024',
    ),
    statsEnabled: optional(
      boolean,
      'Deprecated: whether the filter counts how much it saved.',
      'false',
    ),
    'include-content-types': optional(stringList, 'Only these content types are compressed.'),
    'exclude-content-types': optional(stringList, 'These content types are never compressed.'),
    'include-user-agent-patterns': optional(
      stringList,
      'Deprecated: only clients whose User-Agent matches one of these regular expressions get compressed bodies.',
    ),
    'exclude-user-agent-patterns': optional(
      stringList,
      'Deprecated: clients whose User-Agent matches one of these regular expressions never get compressed bodies.',
    ),
  },
  rules: [
    notTogether('compression/content-types', 'Content types are either included or excluded.', {
      these: ['@include-content-types', '@exclude-content-types'],
      hint: 'Keep one of the two lists: the other is what it leaves.',
    }),
    notTogether('compression/user-agents', 'User agents are either included or excluded.', {
      these: ['@include-user-agent-patterns', '@exclude-user-agent-patterns'],
      hint: 'Keep one of the two lists: the other is what it leaves.',
    }),
  ],
});

export const compressionType = configType({
  name: 'compression',
  namespace: 'content-compression/v1.0',
  root: [
    'content-compression',
    type('ContentCompressionConfig', {
      children: sequence(one('compression', compression, 'What is compressed, and for whom.')),
    }),
    'How bodies are compressed.',
  ],
  doc: 'Compresses responses for clients that accept it, and unpacks compressed requests before the service sees them.',
  filters: ['compression'],
  example: `<content-compression xmlns="http://docs.openrepose.org/repose/content-compression/v1.0">
  <compression compression-threshold="2048" include-content-types="application/json text/html"/>
</content-compression>
`,
});
