import type { Alert } from '../model/alert.ts';
import type { SystemProgram } from '../model/reference.ts';
import type { ActUpon, ProcessFacts } from '../store/judged.ts';
import type { Facet, Prevalence } from '../store/prevalence.ts';

/** One end of the edge that an alert is of. */
export interface Actor {
  readonly role: 'process' | 'parent';
  readonly name: string | null;
  readonly executable: string | null;
  readonly commandLine: string | null;
  readonly user: { readonly id: string | null; readonly name: string | null; readonly domain: string | null };
  /** What is expected of a program of this name; undefined for one that no table knows. */
  readonly program: SystemProgram | undefined;
  /** What its own records say beside; undefined where it has none. */
  readonly facts: ProcessFacts | undefined;
}

/** How often what an alert is of was seen. */
export type Counts = Readonly<Partial<Record<Facet, Prevalence>>>;

/** Hashes of one path: how many, processes of this one and of the most frequent, and that one. */
interface PathHashes {
  readonly hashes: number;
  readonly own: number;
  readonly most: number;
  readonly usual: string;
}

/** An alert with everything that the checks look at, read before for all alerts at once. */
export interface Subject {
  readonly alert: Alert;
  readonly process: Actor;
  readonly parent: Actor;
  readonly acts: readonly ActUpon[];
  /** Who else of its name ran on the host when it started, where one is to run. */
  readonly instances: readonly string[];
  readonly counts: Counts;
  readonly pathHashes: PathHashes | undefined;
  /** Facets whose key the baseline holds, or does not; undefined without a baseline. */
  readonly inBaseline: ReadonlyMap<Facet, boolean> | undefined;
  readonly extent: { readonly hosts: number; readonly days: number };
}
