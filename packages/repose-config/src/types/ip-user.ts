import { configType, maybe, optional, required, sequence, some, type } from '../model/declare.ts';
import { quality, string } from '../model/values.ts';

const weight = optional(
  quality('doubleBetweenZeroandOne'),
  'How much what is found here weighs against what other filters find, from 0 to 1.',
  '0.4',
);
const group = type('GroupType', {
  attributes: { name: required(string, 'The name of the group, for rate-limiting and others.') },
  children: sequence(
    some('cidr-ip', string, 'Addresses as a CIDR block, such as 192.168.1.0/24 or 2001:db8::/32.'),
  ),
});

export const ipUserType = configType({
  name: 'ip-user',
  namespace: 'ip-user/v1.0',
  root: [
    'ip-user',
    type('IpUserConfig', {
      children: sequence(
        maybe(
          'user-header',
          type('UserHeaderType', {
            attributes: {
              quality: weight,
              name: optional(string, 'The name of the header.', 'x-pp-user'),
            },
          }),
          'The request header that the IP address is written to.',
        ),
        maybe(
          'group-header',
          type('GroupHeaderType', {
            attributes: {
              quality: weight,
              name: optional(string, 'The name of the header.', 'x-pp-groups'),
            },
          }),
          'The request header that the group is written to.',
        ),
        some('group', group, 'A group of addresses. The first that the client is in counts.'),
      ),
    }),
    'Which IP addresses belong to which group.',
  ],
  doc: 'Takes the IP address of the client as the user name, and puts clients into groups by their address.',
  filters: ['ip-user'],
  example: `<ip-user xmlns="http://docs.openrepose.org/repose/ip-user/v1.0">
  <group name="office">
    <cidr-ip>192.168.1.0/24</cidr-ip>
  </group>
</ip-user>
`,
  alsoNamed: [type('HeaderType', { attributes: { quality: weight } })],
});
