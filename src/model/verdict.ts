/** Classes of verdicts, those that want attention first. */
export const VERDICT_CLASSES = ['suspicious', 'rare', 'known', 'artifact'] as const;

/** What triage takes an alert for. */
export type VerdictClass = (typeof VERDICT_CLASSES)[number];

/** What speaks for nothing having happened but a record that is badly written. */
export const ARTIFACT_REASONS = [
  'malformed_name',
  'truncated_name',
  'missing_image',
  'guessed_parent',
] as const;

/** What speaks for an ordinary thing. */
export const KNOWN_REASONS = ['known_pair', 'self_spawn', 'common_pair', 'baseline_pair'] as const;

/** What speaks for an attack. */
const SUSPICION_REASONS = [
  'location',
  'writable_folder',
  'masquerade',
  'unsigned',
  'untrusted',
  'account',
  'integrity',
  'session',
  'instances',
  'unexpected_parent',
  'unexpected_child',
  'interpreter',
  'parent_ended',
  'spoofed_parent',
  'tampering',
  'remote_thread',
  'process_access',
  'command_line',
  'service_group',
  'young_binary',
] as const;

/** What says how often something was seen; little by itself. */
export const PREVALENCE_REASONS = [
  'rare_pair',
  'rare_path',
  'rare_hash',
  'rare_shape',
  'other_hash',
  'not_in_baseline',
] as const;

/** Kinds of reasons. */
export const REASON_KINDS = [
  ...ARTIFACT_REASONS,
  ...KNOWN_REASONS,
  ...SUSPICION_REASONS,
  ...PREVALENCE_REASONS,
] as const;

export type ReasonKind = (typeof REASON_KINDS)[number];

/** One thing that a verdict rests on. */
export interface Reason {
  readonly kind: ReasonKind;
  /** What it adds to the score; below zero where it speaks for an ordinary thing. */
  readonly weight: number;
  /** A sentence with the evidence in it. */
  readonly text: string;
  /** The evidence by its names, for programs. */
  readonly evidence: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
}

/** What triage makes of an alert: nothing is dropped for it. */
export interface Verdict {
  readonly class: VerdictClass;
  /** 0 to 100: the weights of the reasons, summed and kept in these bounds. */
  readonly score: number;
  /** The heaviest first. */
  readonly reasons: readonly Reason[];
}
