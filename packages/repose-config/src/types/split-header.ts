import { all, configType, maybe, sequence, some, type } from '../model/declare.ts';
import { string } from '../model/values.ts';

const headers = type('HeaderList', {
  children: sequence(some('header', string, 'The name of a header.')),
});

export const splitHeaderType = configType({
  name: 'split-header',
  namespace: 'split-header/v1.0',
  root: [
    'split-header',
    type('SplitHeaderConfig', {
      children: all(
        maybe('request', headers, 'Headers of requests.'),
        maybe('response', headers, 'Headers of responses.'),
      ),
    }),
    'The headers to split.',
  ],
  doc: 'Splits headers with commas into one header per value. merge-header does the opposite.',
  filters: ['split-header'],
  example: `<split-header xmlns="http://docs.openrepose.org/repose/split-header/v1.0">
  <request>
    <header>X-Roles</header>
  </request>
</split-header>
`,
});
