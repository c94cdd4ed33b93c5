export { nodes, type TestNode } from './nodes.ts';
export { need, type Need } from './need.ts';
export { binFile, runBin, runFile, type RunFileOptions, type RunResult } from './run.ts';
export { openTerminal, type Terminal } from './terminal.ts';
export { tempDir, writeTree } from './temp.ts';
export { fakeProgram, type FakeProgram, type RecordedCall } from './fake-program.ts';
export { fakeWorld, type FakeWorld } from './world.ts';
