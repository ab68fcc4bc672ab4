import {
  ARTIFACT_REASONS,
  KNOWN_REASONS,
  PREVALENCE_REASONS,
  type Reason,
  type ReasonKind,
  type Verdict,
  type VerdictClass,
} from '../model/verdict.ts';

/** Score from which on an alert is suspicious. */
const SUSPICIOUS = 50;

/** What, beside the edge itself, keeps a known pair from being waved through. */
const DOUBT = 30;

const among =
  (kinds: readonly ReasonKind[]) =>
  (reason: Reason): boolean =>
    kinds.includes(reason.kind);
const isArtifact = among(ARTIFACT_REASONS);
const isKnown = among(KNOWN_REASONS);
const isExplained = among(['known_pair', 'self_spawn', 'baseline_pair']);
const isPrevalence = among(PREVALENCE_REASONS);

/** Reasons that hold only if the parent is the one that the alert names. */
const isOfParent = (reason: Reason): boolean =>
  ['unexpected_parent', 'unexpected_child', 'interpreter', 'parent_ended', 'rare_pair'].includes(
    reason.kind,
  ) || reason.evidence.role === 'parent';

/** That the pair as such is odd: what a known pair explains. */
const isOfPair = among(['unexpected_parent', 'unexpected_child', 'interpreter', 'parent_ended']);

const isUnexpected = among(['unexpected_parent', 'unexpected_child']);

const sum = (reasons: readonly Reason[]): number => reasons.reduce((total, { weight }) => total + weight, 0);

const bounded = (score: number): number => Math.max(0, Math.min(100, score));

/**
 * The verdict that reasons come to. A badly written record is an artifact unless what is left without its parent is
 * suspicious by itself; a known pair is known unless something else speaks against it; what nothing explains and nothing
 * damns is rare.
 */
export function classify(reasons: readonly Reason[]): Verdict {
  const artifact = reasons.some(isArtifact);
  const counted = artifact ? reasons.filter((reason) => !isOfParent(reason)) : reasons;
  const score = bounded(sum(counted));
  return { class: classOf(reasons, artifact, score), score, reasons: [...reasons].sort(byWeight) };
}

function classOf(reasons: readonly Reason[], artifact: boolean, score: number): VerdictClass {
  if (artifact) return score >= SUSPICIOUS ? 'suspicious' : 'artifact';
  const doubts = (explained: (reason: Reason) => boolean): number =>
    sum(reasons.filter((reason) => reason.weight > 0 && !explained(reason) && !isPrevalence(reason)));
  if (reasons.some(isExplained) && doubts(isOfPair) < DOUBT) return 'known';
  // That a pair is everywhere explains an odd parent, but no shell: a worm is everywhere too.
  if (reasons.some(isKnown) && doubts(isUnexpected) < DOUBT) return 'known';
  return score >= SUSPICIOUS ? 'suspicious' : 'rare';
}

const byWeight = (a: Reason, b: Reason): number =>
  Math.abs(b.weight) - Math.abs(a.weight) ||
  (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : a.text < b.text ? -1 : 1);
