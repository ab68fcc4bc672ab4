/** How widely something was seen among the processes of a case whose start was recorded. */
export interface SeenCount {
  readonly processes: number;
  readonly hosts: number;
  readonly users: number;
  readonly days: number;
}

/** A logon, its end or the use of privileges, as the Security log has it; times in epoch microseconds. */
export interface Logon {
  readonly time: number;
  readonly code: string | null;
  readonly action: string | null;
  readonly type: string | null;
  readonly user: string | null;
  readonly domain: string | null;
  readonly address: string | null;
  readonly workstation: string | null;
  readonly logon_id: string | null;
  /** Whether it is the logon that the process runs in. */
  readonly own: boolean;
}

/** A service that was installed on a host; time in epoch microseconds. */
export interface InstalledService {
  readonly time: number | null;
  readonly name: string | null;
  readonly image: string | null;
  readonly account: string | null;
}

/** What triage knows of a process's image beside what its node says. */
export interface ImageContext {
  /** Index in the excerpt's `nodes`. */
  readonly node: number;
  /** Whether the image lies where it belongs; null where that can't be said. */
  readonly at_home: boolean | null;
  readonly original_file_name: string | null;
  readonly path: SeenCount | null;
  readonly hash: SeenCount | null;
}

/** What triage found around an alert. */
interface AlertContext {
  /** Index in the excerpt's `alerts`. */
  readonly alert: number;
  readonly services: readonly InstalledService[];
  readonly logons: readonly Logon[];
}

/** What an excerpt tells of the investigation of its alerts, beside their verdicts and what a reader of it can work out. */
export interface TriageContext {
  /** Of the processes of the alerts' chains. */
  readonly images: readonly ImageContext[];
  /** Of the alerts that want attention first; what is around others was not looked for. */
  readonly alerts: readonly AlertContext[];
  /** What the rules say should be done (Markdown), one for each that says something. */
  readonly responses: readonly { readonly rule: string; readonly version: number; readonly text: string }[];
}
