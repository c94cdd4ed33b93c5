import { choice, configType, one, optional, required, sequence, type } from '../model/declare.ts';
import { boolean, double, fromZero, int, narrow, oneOf, quality, string } from '../model/values.ts';

const positive = narrow(int, { above: '0', name: 'PositiveInt' });
const overHttp = type('JaegerConnectionHttp', {
  attributes: {
    endpoint: required(string, 'The address of the collector.'),
    username: optional(string, 'The user to log in as; then a password too, and no token.'),
    password: optional(string, "That user's password."),
    token: optional(string, 'A bearer token to log in with, in place of username and password.'),
  },
  rules: [
    {
      id: 'open-tracing/credentials',
      doc: 'The collector is given a username with a password, or a token, or neither.',
      check(node, report) {
        const user = node.has('username');
        const password = node.has('password');
        if (user !== password) {
          const [there, missing] = user ? ['username', 'password'] : ['password', 'username'];
          report({
            at: node,
            attribute: there,
            message: `<${node.name}> has ${there} but no ${missing}`,
            hint: `Add ${missing}, or remove ${there}.`,
          });
        } else if (user && node.has('token')) {
          report({
            at: node,
            attribute: 'token',
            message: `<${node.name}> has a token beside username and password`,
            hint: 'Keep one way to log in: the token, or username and password.',
          });
        }
      },
    },
  ],
});
const overUdp = type('JaegerConnectionUdp', {
  attributes: {
    host: optional(string, 'The host of the agent; most often it runs on the same machine.'),
    port: optional(fromZero('NonNegativeInt'), 'The port of the agent.'),
  },
});
const jaeger = type('JaegerTracerConfig', {
  attributes: {
    'flush-interval-ms': optional(positive, 'Milliseconds between two reports.', '1000'),
    'max-buffer-size': optional(
      positive,
      'How many spans are kept at most until they are reported.',
      '10000',
    ),
    'log-spans': optional(boolean, 'Whether spans are logged too.', 'true'),
  },
  children: sequence(
    choice(
      one('connection-udp', overUdp, 'Report to a Jaeger agent over UDP.'),
      one('connection-http', overHttp, 'Report to a Jaeger collector over HTTP.'),
    ),
    choice(
      one(
        'sampling-constant',
        type('JaegerSamplingConstant', {
          attributes: {
            toggle: optional(oneOf(['on', 'off'], 'Toggle'), 'on: every request; off: none.', 'on'),
          },
        }),
        'Trace all requests or none.',
      ),
      one(
        'sampling-probabilistic',
        type('JaegerSamplingProbabilistic', {
          attributes: {
            probability: optional(
              quality('DoubleBetweenZeroAndOne'),
              'The share of requests to trace, from 0 to 1.',
              '0.001',
            ),
          },
        }),
        'Trace a share of the requests, chosen at random.',
      ),
      one(
        'sampling-rate-limiting',
        type('JaegerSamplingRateLimiting', {
          attributes: {
            'max-traces-per-second': optional(
              narrow(double, { min: '1', name: 'DoubleAboveOne' }),
              'How many requests to trace in a second at most.',
              '1.0',
            ),
          },
        }),
        'Trace so many requests in a second.',
      ),
    ),
  ),
});

export const openTracingType = configType({
  name: 'open-tracing',
  namespace: 'open-tracing-service/v1.0',
  root: [
    'open-tracing',
    type('OpenTracingConfig', {
      attributes: {
        'service-name': required(string, 'The name under which the traces show this Repose.'),
      },
      children: choice(one('jaeger', jaeger, 'Send traces to Jaeger.')),
    }),
    'Where traces of requests are sent.',
  ],
  doc: 'Traces requests through several services (OpenTracing), and says where the traces go.',
  service: 'Repose itself',
  example: `<open-tracing xmlns="http://docs.openrepose.org/repose/open-tracing-service/v1.0" service-name="repose">
  <jaeger>
    <connection-udp host="localhost" port="5775"/>
    <sampling-probabilistic probability="0.01"/>
  </jaeger>
</open-tracing>
`,
  alsoNamed: [],
});
