/** One ATT&CK reference of a rule: tactic, technique and sub-technique by id and name. */
export interface Threat {
  readonly framework: string;
  readonly tactic: { readonly id: string; readonly name: string; readonly reference: string };
  readonly technique: readonly {
    readonly id: string;
    readonly name: string;
    readonly reference: string;
    readonly subtechnique: readonly {
      readonly id: string;
      readonly name: string;
      readonly reference: string;
    }[];
  }[];
}

/** What every rule file says of its rule, whatever finds its alerts. */
interface RuleFacts {
  /** UUID of the rule, constant over its versions. */
  readonly id: string;
  readonly name: string;
  /** File name without extension, and without a trailing `_v<version>`: what a user types for `--rules`. */
  readonly shortName: string;
  readonly version: number;
  readonly description: string;
  readonly author: readonly string[];
  readonly license: string;
  readonly severity: 'low' | 'medium' | 'high' | 'critical';
  readonly riskScore: number;
  readonly index: readonly string[];
  readonly interval: string;
  readonly from: string;
  readonly maxSignals: number;
  readonly references: readonly string[];
  readonly tags: readonly string[];
  readonly threat: readonly Threat[];
  /** The investigation guide (Markdown), as the file has it; empty where it has none. */
  readonly guide: string;
  /** What the file asks for and Stemma does not do, a sentence each. */
  readonly notes: readonly string[];
  /** The file it was read from. */
  readonly path: string;
}

/** A detection rule in EQL as its file states it; the query is text still. */
export interface Rule extends RuleFacts {
  readonly language: 'eql';
  readonly query: string;
}

/** A rule that is no EQL query, and so can be listed but not run. */
export interface UnsupportedRule extends RuleFacts {
  /** The rule's type or language, whichever says why, as its file writes it: `kuery`, `esql`, `threshold`, … */
  readonly kind: string;
  /** Why it can't run, a phrase. */
  readonly reason: string;
  readonly query?: string;
}

/** Whether a rule can only be listed. */
export function isUnsupported(rule: Rule | UnsupportedRule): rule is UnsupportedRule {
  return 'reason' in rule;
}

/** A tactic, technique or sub-technique. */
type Reference = Threat['tactic'];

/** The most precise ATT&CK references of a threat: sub-techniques, else techniques, else the tactic. */
export function attackLeaves({ tactic, technique }: Threat): readonly Reference[] {
  if (technique.length === 0) return [tactic];
  return technique.flatMap((each) => (each.subtechnique.length > 0 ? each.subtechnique : [each]));
}

/** The ids of all threats of a rule, each once. */
export const attackIds = ({ threat }: { readonly threat: readonly Threat[] }): readonly string[] => [
  ...new Set(threat.flatMap(attackLeaves).map(({ id }) => id)),
];
