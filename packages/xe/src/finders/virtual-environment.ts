import type { Candidate, Project } from '../types.ts';
import { condaEnvironment } from './conda-environment.ts';

/**
 * What a folder gives as a Python virtual environment: everything that its own `activate` would
 * set. The mark of one is `pyvenv.cfg` (PEP 405); virtualenv before 20 wrote none, but
 * `bin/activate_this.py`.
 */
export function virtualEnvironment(
  dir: string,
  { fs, rules }: Project,
  because?: string,
): Candidate {
  const found = { what: 'Python virtual environment', path: dir, provides: 'python', because };
  const text = fs.read(rules.join(dir, 'pyvenv.cfg'));
  // A Python of Windows writes Scripts; one of MSYS2 writes bin there too.
  const bin = [rules.venvBin, 'bin']
    .map((name) => rules.join(dir, name))
    .find((folder) => fs.kind(folder) === 'directory');
  if (text === undefined) {
    if (fs.kind(dir) === undefined) return { ...found, refused: 'it does not exist' };
    if (fs.kind(rules.join(dir, 'conda-meta')) === 'directory') {
      return condaEnvironment(dir, { fs, rules }, { because });
    }
    if (bin === undefined || fs.kind(rules.join(bin, 'activate_this.py')) === undefined) {
      return { ...found, refused: 'it has no pyvenv.cfg, so it is no virtual environment' };
    }
  }
  if (bin === undefined) return { ...found, refused: `it has no ${rules.venvBin} folder` };
  const python = rules.join(bin, rules.windows ? 'python.exe' : 'python');
  const home = /^home\s*=\s*(.*?)\s*$/m.exec(text ?? '')?.[1];
  const gone = fs.kind(python) === 'broken';
  return {
    ...found,
    folders: [bin],
    set: { VIRTUAL_ENV: dir, VIRTUAL_ENV_PROMPT: promptOf(text) ?? rules.basename(dir) },
    unset: ['PYTHONHOME'],
    warning: gone
      ? {
          text: `the Python of ${dir} is gone${home === undefined ? '' : ` (it was in ${home})`}: xe bootstrap -c makes the environment again`,
          concerns: /^(python|pip|pytest|py\.test)/,
        }
      : undefined,
  };
}

function promptOf(text: string | undefined): string | undefined {
  const written = /^prompt\s*=\s*(.*?)\s*$/m.exec(text ?? '')?.[1];
  // venv writes the repr of the text, virtualenv the text itself.
  const prompt =
    written === undefined ? undefined : (/^(['"])(.*)\1$/.exec(written)?.[2] ?? written);
  return prompt === '' ? undefined : prompt;
}
