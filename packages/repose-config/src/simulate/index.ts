// What Repose does with a request, as a pure function of (configuration, request). No Node API here.
export {
  readChain,
  type Chain,
  type ChainFilter,
  type Destination,
  type ListeningNode,
} from './chain.ts';
export { simulations } from './filters/index.ts';
export { HeaderLines } from './headers.ts';
export {
  memoryLimitStore,
  type LimitStore,
  type ResponseState,
  type SimulationWorld,
} from './message.ts';
export {
  trace,
  type Changes,
  type Forward,
  type IncomingRequest,
  type Step,
  type Trace,
} from './trace.ts';
