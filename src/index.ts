export {
  type IngestHooks,
  type IngestOptions,
  type IngestReport,
  ingest,
  type UnloadedFile,
  withTempDir,
} from './analyze.ts';
export { EXPORTERS, type Exporter, TREE_EXPORTERS, type TreeExporter } from './export/index.ts';
export { type CompiledRule, compileRule } from './hunt/compile.ts';
export { type ExcerptOptions, type ExcerptScope, excerpt } from './hunt/excerpt.ts';
export { type HuntOptions, hunt } from './hunt/hunt.ts';
export type { Alert } from './model/alert.ts';
export { InputError } from './model/errors.ts';
export type { Exception } from './model/exception.ts';
export type { TriageReference } from './model/reference.ts';
export type { Rule, UnsupportedRule } from './model/rule.ts';
export { visible } from './model/text.ts';
export type { TreeExcerpt } from './model/tree-excerpt.ts';
export type { Verdict } from './model/verdict.ts';
export { readExceptions } from './rules/exceptions/read-exceptions.ts';
export { findRules } from './rules/find-rules.ts';
export { DEFAULT_RULE, shippedRules } from './rules/shipped-rules.ts';
export type { RefusedFile, RuleSurvey } from './rules/survey-rules.ts';
export { triageReference } from './rules/triage-reference.ts';
export { select, selectArrow, type Value, type Values } from './select.ts';
export { openCase, openCaseReadOnly } from './store/case.ts';
export type { Database } from './store/database.ts';
export {
  FACETS,
  type Facet,
  type Prevalence,
  type PrevalenceScope,
  prevalenceOf,
} from './store/prevalence.ts';
export { type Baseline, readBaseline, writeBaseline } from './triage/baseline.ts';
export { contextOf } from './triage/context.ts';
export { type InvestigateOptions, investigate } from './triage/investigate.ts';
export { type JudgedAlert, type JudgeOptions, judge } from './triage/judge.ts';
export type { TriageReport } from './triage/report.ts';
