/** The Nodes that were seen to know the flags which are set here: another would complain on stderr of one it doesn't. */
const KNOWN_NODES = [20, 22, 24, 26];

/**
 * Sets V8 flags of this process, such as `--no-opt`. They must be no more than hints: on a Node that may not
 * know them nothing happens. Node keeps compiled code by flags, so set them when what a run needs is loaded.
 */
export function setV8Flags(...flags: readonly string[]): void {
  if (!KNOWN_NODES.includes(Number.parseInt(process.versions.node, 10))) return;
  const { setFlagsFromString } = process.getBuiltinModule('node:v8');
  for (const flag of flags) setFlagsFromString(flag);
}
