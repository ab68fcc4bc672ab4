/** Rule types whose query, if they have one, is only a part of what they look for; with what that is. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ['machine_learning', 'a machine learning job finds its alerts'],
  ['new_terms', 'it alerts on values that were not seen before'],
  ['threat_match', 'it matches events against threat indicators'],
  ['threshold', 'it alerts on a number of events'],
]);

/** Languages that are not EQL, by the name that a reader knows. */
const LANGUAGES: ReadonlyMap<string, string> = new Map([
  ['kuery', 'KQL'],
  ['lucene', 'Lucene'],
  ['esql', 'ES|QL'],
]);

/** What makes a rule another than an EQL rule: its type or language as the file writes it, and in words. */
export interface OtherKind {
  readonly kind: string;
  readonly reason: string;
}

/** Why a rule of a type and language is no EQL query; undefined where it is one. */
export function otherKind(type: string | undefined, language: string | undefined): OtherKind | undefined {
  const byType = TYPES.get(type ?? '');
  if (type !== undefined && byType !== undefined) return { kind: type, reason: byType };
  const kind = language ?? type ?? 'eql';
  return kind === 'eql'
    ? undefined
    : { kind, reason: `its query is in ${LANGUAGES.get(kind) ?? `"${kind}"`}, not in EQL` };
}
