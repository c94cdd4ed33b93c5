import { all, configType, maybe, sequence, some, type } from '../model/declare.ts';
import { string } from '../model/values.ts';

const headers = type('HeaderList', {
  children: sequence(some('header', string, 'The name of a header.')),
});

export const mergeHeaderType = configType({
  name: 'merge-header',
  namespace: 'merge-header/v1.0',
  root: [
    'merge-header',
    type('MergeHeaderConfig', {
      children: all(
        maybe('request', headers, 'Headers of requests.'),
        maybe('response', headers, 'Headers of responses.'),
      ),
    }),
    'The headers to join.',
  ],
  doc: 'Joins headers that are there several times into one header with commas between the values. split-header does the opposite.',
  filters: ['merge-header'],
  example: `<merge-header xmlns="http://docs.openrepose.org/repose/merge-header/v1.0">
  <request>
    <header>Accept</header>
  </request>
</merge-header>
`,
});
