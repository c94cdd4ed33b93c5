/** `v18.2`, `ruby-3.2.1`, `cpython-3.12.1-linux-x86_64-gnu` without what stands around the version. */
export function bareVersion(name: string): string | undefined {
  return /^(?:[A-Za-z]+-|v)?([0-9]+(?:\.[0-9]+)*(?:[-.]?(?:rc|a|b|alpha|beta|preview|dev)[-.]?[0-9]*|t)?)(?=$|[-+])/i.exec(
    name,
  )?.[1];
}

const isPrerelease = (version: string): boolean => /[a-z]/i.test(version);

/**
 * The installed version that a version file means: the very one, else the highest of which it is a
 * prefix (`3.12` means 3.12.4 and not 3.120). `latest` and the like mean the highest of all.
 *
 * @param installed - names of folders, as the installers write them
 */
export function matchVersion(wanted: string, installed: readonly string[]): string | undefined {
  if (installed.includes(wanted)) return wanted;
  const known = installed
    .map((name) => ({ name, version: bareVersion(name) }))
    .filter((one): one is { name: string; version: string } => one.version !== undefined)
    .sort((a, b) => compareVersions(b.version, a.version));
  if (/^(?:node|latest|stable|current)$/.test(wanted)) {
    return known.find(({ version }) => !isPrerelease(version))?.name;
  }
  const bare = bareVersion(wanted);
  if (bare === undefined) return undefined;
  const exact = known.find(({ version }) => version === bare);
  if (exact) return exact.name;
  return known.find(({ version }) => version.startsWith(`${bare}.`) && !isPrerelease(version))
    ?.name;
}

/** Orders versions by their numbers, a prerelease before its release. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((one) =>
    one
      .split(/[^0-9]+/)
      .filter(Boolean)
      .map(Number),
  );
  for (let i = 0; i < Math.max(left!.length, right!.length); i++) {
    const difference = (left![i] ?? 0) - (right![i] ?? 0);
    if (difference !== 0 && !(isPrerelease(a) !== isPrerelease(b) && i > 2)) return difference;
  }
  return Number(isPrerelease(b)) - Number(isPrerelease(a));
}
