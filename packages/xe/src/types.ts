import type { FileSystem } from './fs.ts';
import type { Environment, Rules } from './rules.ts';
import type { Settings } from './xerc/settings.ts';

/** A folder of the project between the working directory and the root that holds something of its own. */
export interface Layer {
  readonly dir: string;
  /** What made it a layer: the names of the files and folders that were recognised. */
  readonly markers: readonly string[];
  /** Its entries with which some marker begins. */
  readonly entries: ReadonlySet<string>;
  /** Whether the folder has an entry of that name. */
  has(name: string): boolean;
  path(...names: string[]): string;
}

/** What a finder may look at. */
export interface Project {
  readonly root: string;
  /** Inner first; the last one is the root. */
  readonly layers: readonly Layer[];
  readonly fs: FileSystem;
  readonly rules: Rules;
  readonly settings: Settings;
  /** The user's home folder, if HOME (Windows: USERPROFILE) says one. */
  readonly home: string | undefined;
  readonly variable: (name: string) => string | undefined;
}

/** One thing that a finder looked at, usable or not. */
export interface Candidate {
  /** What it is, in words: `virtual environment`, `Node programs`. */
  readonly what: string;
  /** What was looked at. */
  readonly path: string;
  /** Why it can't be used. Without it, the candidate can be. */
  readonly refused?: string | undefined;
  /** Why it counts, when the path alone doesn't tell. */
  readonly because?: string | undefined;
  /**
   * Of all candidates that provide the same thing only one is used: the one of the nearest layer,
   * and in one layer the first.
   */
  readonly provides?: string | undefined;
  /**
   * An installed toolchain and no environment of the project's own: it gives way to every
   * environment that provides the same, and its folders come after those of all layers.
   */
  readonly toolchain?: boolean | undefined;
  /** Folders with programs, in order. */
  readonly folders?: readonly string[] | undefined;
  readonly set?: Readonly<Record<string, string>> | undefined;
  readonly unset?: readonly string[] | undefined;
  /** The command line that a name stands for in this project, such as `gradle` for `./gradlew`. */
  readonly command?: ((name: string) => readonly string[] | undefined) | undefined;
  /** Something that the user should know when one of `concerns` runs, such as a version that is missing. */
  readonly warning?: { readonly text: string; readonly concerns: RegExp } | undefined;
}

/** Knows one kind of environment. Each stands in a file of its own and is listed in `finders/index.ts`. */
export interface Finder {
  readonly name: string;
  /**
   * Entries that make a folder a layer of the project, and its root when no boundary is above.
   * `a/b` asks for `b` inside `a`. A finder is asked only about folders that have an entry with
   * which one of its markers begins; one without markers about every layer.
   */
  readonly markers: readonly string[];
  /** Entries that make a folder a layer, and the root only when nothing stronger is above. */
  readonly weakMarkers?: readonly string[] | undefined;
  find(layer: Layer, project: Project): Iterable<Candidate>;
}

/** One line of the explanation. */
export interface Reason {
  readonly topic: 'root' | 'layer' | 'candidate' | 'variable' | 'command';
  /** The folder, candidate, variable or command that it is about. */
  readonly subject: string;
  readonly verdict: 'used' | 'passed over' | 'set' | 'removed' | 'noted';
  /** The name of the finder, for a candidate. */
  readonly finder?: string | undefined;
  readonly what?: string | undefined;
  readonly because: string;
}

/** A program that was looked for. */
export type Program =
  | {
      readonly kind: 'found';
      readonly file: string;
      /** Whether it comes from the project or from the user's own PATH. */
      readonly from: 'project' | 'path' | 'given';
      /** What its `#!` line names. */
      readonly interpreter?: string | undefined;
    }
  | {
      readonly kind: 'cannot-run';
      readonly file: string;
      readonly why: string;
      readonly from: 'project' | 'path' | 'given';
    }
  | { readonly kind: 'missing' };

/** A key of a `.xerc` that takes effect only when the user trusts the file. */
export interface Untrusted {
  readonly file: string;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly key: string;
  /** What it would do: `sets the variables A, B`. */
  readonly effect: string;
}

export interface EnvDiff {
  /** Variables to set, with their new values. */
  readonly set: Readonly<Record<string, string>>;
  /** Variables to remove. */
  readonly unset: readonly string[];
}

/** What {@link resolve} is asked. */
export interface ResolveOptions {
  /** Absolute path of the working directory. */
  readonly cwd: string;
  /** The command and its arguments. Without it, only the environment is resolved. */
  readonly command?: readonly string[] | undefined;
  readonly env: Environment;
  /** Default: the machine's own. */
  readonly fs?: FileSystem | undefined;
  /** Default: the platform that this runs on. */
  readonly platform?: NodeJS.Platform | undefined;
  /** Look for the project from this file or folder in place of `cwd`. */
  readonly from?: string | undefined;
  /** Take the first word as a program, never as one of the commands that `.xerc` names. Default: false. */
  readonly literal?: boolean | undefined;
  /** Told of every variable that a finder asks for. */
  readonly onVariable?: ((name: string) => void) | undefined;
  /** Whether the user trusts a configuration file with this text. Default: no file is trusted. */
  readonly isTrusted?: ((file: string, text: string) => boolean) | undefined;
}

/** What {@link resolve} answers. */
export interface Resolution {
  readonly cwd: string;
  /** The folder of the project, or undefined when there is none at or above `cwd`. */
  readonly root: string | undefined;
  /** Inner first; the last one is the root. */
  readonly layers: readonly { readonly dir: string; readonly markers: readonly string[] }[];
  /** The folders that stand first on PATH, in order. */
  readonly path: readonly string[];
  /** The whole environment for the command. */
  readonly env: Readonly<Record<string, string>>;
  /** How it differs from the environment that was given. */
  readonly envDiff: EnvDiff;
  /** The words to run, the program's absolute path first; undefined without a command or a program. */
  readonly argv: readonly string[] | undefined;
  /** What was found for the command; undefined without one. */
  readonly program: Program | undefined;
  /** What runs by a name that isn't a program's: `go tool NAME`, a named command of `.xerc`. */
  readonly words: readonly string[] | undefined;
  /** Whether the command is handed to rdo. */
  readonly remote: boolean;
  readonly settings: Settings;
  /** Keys of `.xerc` that were left out because the user doesn't trust the file. */
  readonly untrusted: readonly Untrusted[];
  /** What the user should know before the command runs. */
  readonly warnings: readonly string[];
  /** Why all this, in the order in which it was decided. */
  readonly why: readonly Reason[];
}
