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

/** A detection rule as its file states it; the query is text still. */
export interface Rule {
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
  readonly language: string;
  readonly query: string;
  /** The file it was read from. */
  readonly path: string;
}
