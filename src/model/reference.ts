/** What is expected of a program that comes with Windows; a list that is absent says nothing. */
export interface SystemProgram {
  /** File name in lower case. */
  readonly name: string;
  /** Folders in lower case, without a trailing backslash, `%windir%` for the folder of Windows; or a full path. */
  readonly folders: readonly string[];
  /** File names of what starts it, in lower case. */
  readonly parents: readonly string[] | undefined;
  /** File names of all that it ever starts, in lower case. */
  readonly children: readonly string[] | undefined;
  /** SIDs of the accounts that it runs as; one that ends in `-` is the beginning of several. */
  readonly users: readonly string[] | undefined;
  /** Command lines that other accounts run it with too. */
  readonly userCommandLine: RegExp | undefined;
  /** Integrity levels, in lower case. */
  readonly integrity: readonly string[] | undefined;
  /** The only session that it runs in. */
  readonly session: number | undefined;
  /** Whether one runs at a time on a host. */
  readonly single: boolean;
  /** What its command line looks like, without regard to letter case. */
  readonly commandLine: RegExp | undefined;
  /** Words that stand after `-k` of a service host, in lower case. */
  readonly groups: readonly string[] | undefined;
}

/** Whether a text that may be missing is what is meant. */
export type MaybeTest = (text: string | null) => boolean;

/** A pair of parent and child that is known to be harmless. */
export interface KnownPair {
  /** Patterns of names, as the file has them. */
  readonly parent: string;
  readonly child: string;
  readonly isParent: MaybeTest;
  readonly isChild: MaybeTest;
  /** Tests of full paths, where the names alone are not enough; undefined where the expected folder decides. */
  readonly isParentPath: MaybeTest | undefined;
  readonly isChildPath: MaybeTest | undefined;
  /** Why it is harmless. */
  readonly why: string;
  /** The file that says so. */
  readonly path: string;
}

/** The tables against which triage holds alerts. */
export interface TriageReference {
  readonly programs: ReadonlyMap<string, SystemProgram>;
  readonly knownPairs: readonly KnownPair[];
  /** Programs that run what others tell them, or that open documents: nothing of Windows' core starts from them. */
  readonly interpreters: ReadonlySet<string>;
}
