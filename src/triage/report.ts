import type { Alert, ProcessBrief, Sample } from '../model/alert.ts';
import type { InstalledService, Logon, SeenCount } from '../model/triage-context.ts';
import type { Reason } from '../model/verdict.ts';
import type { ProcessActivity } from '../store/process-detail.ts';
import type { JudgedAlert } from './judge.ts';

/** A process of the chain with what an analyst asks of its image. */
export interface ChainLink extends ProcessBrief {
  /** Whether the image lies where it belongs; null where that can't be said. */
  readonly at_home: boolean | null;
  readonly original_file_name: string | null;
  readonly signature: {
    readonly signed: boolean | null;
    readonly trusted: boolean | null;
    readonly status: string | null;
    readonly signer: string | null;
  };
  readonly hash: {
    readonly md5: string | null;
    readonly sha1: string | null;
    readonly sha256: string | null;
  };
  readonly prevalence: { readonly path: Seen | null; readonly hash: Seen | null };
}

/** How widely something was seen; `key` is what was counted. */
export interface Seen extends SeenCount {
  readonly key: string;
}

/** Another alert that may belong to the same story. */
export interface RelatedAlert extends Pick<Alert, 'id' | 'time' | 'host'> {
  readonly rule: string;
  readonly verdict: JudgedAlert['verdict']['class'];
  readonly process: string | null;
  readonly parent: string | null;
  readonly user: string | null;
  readonly because: readonly ('host' | 'user')[];
}

/** What a process did in one category: how much, and the first of it. */
export interface Activity {
  readonly category: string;
  readonly count: number;
  readonly first: readonly Omit<ProcessActivity, 'rid' | 'total' | 'category'>[];
}

/** A hash with the pages that know it; nothing is fetched. */
export interface Lookup {
  readonly image: string | null;
  readonly hash: string;
  readonly links: readonly string[];
}

/** The investigation guide of an alert, carried out as far as a case allows. */
export interface TriageReport {
  readonly alert: JudgedAlert;
  readonly reasons: readonly Reason[];
  /** The process, then its ancestors, to the root. */
  readonly chain: readonly ChainLink[];
  readonly related: { readonly count: number; readonly alerts: readonly RelatedAlert[] };
  readonly activity: readonly Activity[];
  readonly descendants: Sample;
  readonly siblings: Sample;
  readonly services: readonly InstalledService[];
  readonly logons: readonly Logon[];
  readonly lookups: readonly Lookup[];
  /** The rule's own steps (Markdown), empty where its file has none. */
  readonly response: string;
}
