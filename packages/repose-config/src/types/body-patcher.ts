import { configType, maybe, one, optional, sequence, some, type } from '../model/declare.ts';
import { atLeastOne } from '../model/rules.ts';
import { string } from '../model/values.ts';

const patch = type('Patch', {
  children: sequence(one('json', string, 'A JSON Patch (RFC 6902): an array of operations.')),
});
const change = type('ChangeDetails', {
  attributes: {
    path: optional(string, 'A regular expression for the paths that this change is for.', '.*'),
  },
  children: sequence(
    maybe('request', patch, 'What to change in requests.'),
    maybe('response', patch, 'What to change in responses.'),
  ),
  rules: [
    atLeastOne('body-patcher/some-patch', 'A change is for requests or for responses.', [
      'request',
      'response',
    ]),
  ],
});

export const bodyPatcherType = configType({
  name: 'body-patcher',
  namespace: 'bodypatcher/v1.0',
  root: [
    'body-patcher',
    type('BodyPatcherConfig', {
      children: sequence(some('change', change, 'Changes for some paths.')),
    }),
    'The changes to make in bodies.',
  ],
  doc: 'Changes JSON request and response bodies on their way, by JSON Patch.',
  filters: ['body-patcher'],
  example: `<body-patcher xmlns="http://docs.openrepose.org/repose/bodypatcher/v1.0">
  <change path="/users/.*">
    <response>
      <json>[{"op": "remove", "path": "/internal-id"}]</json>
    </response>
  </change>
</body-patcher>
`,
});
