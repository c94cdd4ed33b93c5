#!/usr/bin/env node
// lab up|down|status [sshd|docker|vagrant ...]: the machines of the tests, by hand.
// Tests bring up what they need themselves; `up` only makes it stay between them.
import { main } from './src/main.ts';

process.exitCode = await main(process.argv.slice(2));
