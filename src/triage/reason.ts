import type { Reason, ReasonKind } from '../model/verdict.ts';

/** What a reason adds to the score where its check does not say otherwise; 50 make an alert suspicious. */
const WEIGHTS: Readonly<Record<ReasonKind, number>> = {
  malformed_name: 0,
  truncated_name: 0,
  missing_image: 0,
  guessed_parent: 0,
  known_pair: -30,
  self_spawn: -30,
  common_pair: -30,
  baseline_pair: -30,
  location: 60,
  writable_folder: 35,
  masquerade: 60,
  unsigned: 35,
  untrusted: 35,
  account: 35,
  integrity: 30,
  session: 20,
  instances: 20,
  unexpected_parent: 20,
  unexpected_child: 30,
  interpreter: 35,
  parent_ended: 10,
  spoofed_parent: 55,
  tampering: 55,
  remote_thread: 40,
  process_access: 15,
  command_line: 35,
  service_group: 20,
  young_binary: 25,
  rare_pair: 5,
  rare_path: 3,
  rare_hash: 3,
  rare_shape: 3,
  other_hash: 15,
  not_in_baseline: 15,
};

/** A reason with its usual weight, or with another. */
export const reason = (
  kind: ReasonKind,
  text: string,
  evidence: Reason['evidence'],
  weight = WEIGHTS[kind],
): Reason => ({ kind, weight, text, evidence });
