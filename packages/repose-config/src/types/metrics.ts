import { configType, many, maybe, optional, required, sequence, type } from '../model/declare.ts';
import { boolean, integer, long, string } from '../model/values.ts';

const server = type('GraphiteServer', {
  attributes: {
    host: required(string, 'The host of the Graphite server.'),
    port: required(integer, 'Its port, most often 2003.'),
    period: optional(long, 'Seconds between two reports.', '10'),
    prefix: optional(string, 'What is put before the name of every figure.', ''),
  },
});

export const metricsType = configType({
  name: 'metrics',
  namespace: 'metrics/v1.0',
  root: [
    'metrics',
    type('MetricsConfiguration', {
      attributes: { enabled: optional(boolean, 'Whether anything is measured.', 'true') },
      children: sequence(
        maybe(
          'graphite',
          type('Graphite', { children: sequence(many('server', server, 'One Graphite server.')) }),
          'Sends the figures to Graphite, besides showing them over JMX.',
        ),
      ),
    }),
    'What Repose measures of itself.',
  ],
  doc: 'What Repose measures of itself (requests, times, failures), and where the figures are sent.',
  service: 'Repose itself',
  example: `<metrics xmlns="http://docs.openrepose.org/repose/metrics/v1.0">
  <graphite>
    <server host="graphite.example.org" port="2003" prefix="repose"/>
  </graphite>
</metrics>
`,
});
