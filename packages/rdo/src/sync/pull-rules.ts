import { foldersAbove, OWN_FOLDER } from './context.ts';

export interface PullRules {
  /** Options of rsync that choose what is sent. */
  readonly filters: readonly string[];
  /** Whether a name that the other machine sent is one that was asked for. */
  readonly allows: (name: string) => boolean;
}

/**
 * What `pull` names: a path or a glob from the root, with all that is below. `*` and `?` stop at a slash, `**`
 * doesn't.
 *
 * Never `.git` and `.rdo`, wherever they lie, nor `.rdo.conf`: what is in there can run programs here.
 */
export async function pullRules(patterns: readonly string[]): Promise<PullRules> {
  const { default: ignore } = await import('ignore');
  const wanted = ignore({ ignorecase: false, allowRelativePaths: true }).add(
    patterns.map((pattern) => `/${Buffer.from(pattern, 'utf8').toString('latin1')}`),
  );
  const includes = patterns.flatMap((pattern) => [
    // A `**` in the way needs every folder from there on.
    ...foldersAbove(pattern).map((folder) =>
      folder.includes('**') ? '--include=*/' : `--include=/${folder}/`,
    ),
    ...(pattern.includes('**') ? ['--include=*/'] : []),
    `--include=/${pattern}`,
    `--include=/${pattern}/**`,
  ]);
  return {
    filters: [
      '--exclude=.[gG][iI][tT]',
      `--exclude=${OWN_FOLDER}`,
      `--exclude=${OWN_FOLDER}.conf`,
      ...new Set(includes),
      '--exclude=*',
    ],
    allows(name) {
      const parts = name.split('/');
      const plain = parts.every((part) => part !== '' && part !== '.' && part !== '..');
      const safe = parts.every((part) => !/^(?:\.git|\.rdo|\.rdo\.conf)$/i.test(part));
      return plain && safe && wanted.ignores(name);
    },
  };
}
