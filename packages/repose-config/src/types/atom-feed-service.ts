import {
  all,
  configType,
  fixed,
  maybe,
  optional,
  required,
  sequence,
  some,
  type,
} from '../model/declare.ts';
import { anyURI, fromZero, int, narrow, oneOf, string } from '../model/values.ts';

const authentication = type('OpenStackIdentityV2AuthenticationType', {
  attributes: {
    fqcn: fixed(
      string,
      'Which Java class logs in. There is only this one.',
      'org.openrepose.nodeservice.atomfeed.impl.auth.OpenStackIdentityV2AuthenticatedRequestFactory',
    ),
    uri: required(anyURI, 'The address of the identity service (Keystone, version 2).'),
    username: required(string, 'The user to log in as.'),
    password: required(string, "That user's password."),
    timeout: optional(
      fromZero('NonNegativeIntType'),
      'Milliseconds to wait for the log-in; 0 means for ever.',
      '5000',
    ),
  },
});
const feed = type('AtomFeedConfigType', {
  attributes: {
    id: required(string, 'A name for this feed, which other files refer to as atom-feed id.'),
    uri: required(anyURI, 'The address of the feed.'),
    'polling-frequency': optional(
      narrow(int, { min: '1', name: 'PositiveIntType' }),
      'Seconds between two looks at the feed.',
      '5',
    ),
    'entry-order': optional(
      oneOf(['read', 'reverse-read'], 'EntryOrderType'),
      'Whether the entries are handled as they stand in the feed, or last first.',
      'read',
    ),
    'connection-pool-id': optional(
      string,
      'Which pool of http-connection-pool.cfg.xml to use; without it, the default pool.',
    ),
  },
  children: all(
    maybe(
      'authentication',
      authentication,
      'How to log in, where the feed is not open to everyone.',
    ),
  ),
});

export const atomFeedServiceType = configType({
  name: 'atom-feed-service',
  namespace: 'atom-feed-service/v1.0',
  root: [
    'atom-feed-service',
    type('AtomFeedServiceConfigType', {
      children: sequence(some('feed', feed, 'One Atom feed to follow.')),
    }),
    'The Atom feeds that Repose follows.',
  ],
  doc: 'Follows Atom feeds, so that filters which keep answers (such as keystone-v2) forget at once what has changed. It needs the service atom-feed-service in the system model.',
  service: 'atom-feed-service',
  example: `<atom-feed-service xmlns="http://docs.openrepose.org/repose/atom-feed-service/v1.0">
  <feed id="identity-feed" uri="https://identity.example.org/events"/>
</atom-feed-service>
`,
});
