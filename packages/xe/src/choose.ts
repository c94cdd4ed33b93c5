import { firstElement } from './project.ts';
import type { Candidate, Finder, Layer, Project, Reason } from './types.ts';

/** A candidate that is used. */
export interface Chosen {
  readonly finder: string;
  readonly layer: Layer;
  readonly candidate: Candidate;
}

export interface Choice {
  /** In the order in which their folders stand on PATH. */
  readonly chosen: readonly Chosen[];
  /** Warnings of every candidate that had its turn. */
  readonly warnings: readonly NonNullable<Candidate['warning']>[];
  readonly why: readonly Reason[];
}

/**
 * Asks every finder about every layer, and chooses: of candidates that provide the same thing the
 * nearest, an environment before a toolchain; everything else is used.
 */
export function chooseCandidates(project: Project, finders: readonly Finder[]): Choice {
  const all: (Chosen & { refused?: string | undefined })[] = [];
  const entries = finders.map(
    (finder) => new Set([...finder.markers, ...(finder.weakMarkers ?? [])].map(firstElement)),
  );
  for (const layer of project.layers) {
    const held = [...layer.entries];
    for (const [index, finder] of finders.entries()) {
      const wanted = entries[index]!;
      if (wanted.size > 0 && !held.some((entry) => wanted.has(entry))) continue;
      for (const candidate of finder.find(layer, project)) {
        all.push({ finder: finder.name, layer, candidate, refused: candidate.refused });
      }
    }
  }
  // Environments before toolchains; within each, the order in which they were found.
  const ordered = [
    ...all.filter(({ candidate }) => candidate.toolchain !== true),
    ...all.filter(({ candidate }) => candidate.toolchain === true),
  ];
  const taken = new Map<string, Candidate>();
  const seen = new Set<string>();
  const chosen: Chosen[] = [];
  const warnings: NonNullable<Candidate['warning']>[] = [];
  const why: Reason[] = [];
  for (const one of ordered) {
    const { candidate, finder } = one;
    const winner = candidate.provides === undefined ? undefined : taken.get(candidate.provides);
    const { venv } = project.settings;
    // A VENV that isn't there yet must not give way to another environment without a word.
    const overruled = venv !== undefined && candidate.provides === 'python' && finder !== 'python';
    // Two finders may come to the same folder by different ways.
    const key = `${candidate.provides ?? finder}\0${candidate.path}`;
    const lost =
      winner === undefined
        ? (one.refused ??
          (overruled ? 'VENV in .xerc names another' : undefined) ??
          (seen.has(key) ? 'it was found already' : undefined))
        : winner.path === candidate.path
          ? 'it was found already'
          : candidate.toolchain === true && winner.toolchain !== true
            ? `${winner.path} has its own`
            : `${winner.path} comes first`;
    why.push({
      topic: 'candidate',
      subject: candidate.path,
      verdict: lost === undefined ? 'used' : 'passed over',
      finder,
      what: candidate.what,
      because: lost ?? candidate.because ?? `found in ${one.layer.dir}`,
    });
    if (winner === undefined && candidate.warning) warnings.push(candidate.warning);
    if (lost !== undefined) continue;
    seen.add(key);
    if (candidate.provides !== undefined) taken.set(candidate.provides, candidate);
    chosen.push(one);
  }
  return { chosen, warnings, why };
}
