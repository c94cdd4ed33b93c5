import { configType, one, optional, required, sequence, type } from '../model/declare.ts';
import { quality, string } from '../model/values.ts';

const target = type('Target', {
  attributes: {
    id: required(string, 'The id of a destination in system-model.cfg.xml.'),
    quality: optional(
      quality('doubleBetweenZeroandOne'),
      'How much this proposal weighs against those of other filters, from 0 to 1.',
    ),
  },
});

export const destinationRouterType = configType({
  name: 'destination-router',
  namespace: 'destination-router/v1.0',
  root: [
    'destination-router',
    type('DestinationRouterConfiguration', {
      children: sequence(one('target', target, 'Where to send the request.')),
    }),
    'Where requests that pass this filter go.',
  ],
  doc: 'Sends the requests that pass it to one destination of the system model. Put a condition on the filter there to choose which requests those are.',
  filters: ['destination-router'],
  example: `<destination-router xmlns="http://docs.openrepose.org/repose/destination-router/v1.0">
  <target id="service"/>
</destination-router>
`,
});
