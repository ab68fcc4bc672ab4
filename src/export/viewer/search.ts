import type { Alert } from '../../model/alert.ts';
import { visible } from '../../model/text.ts';
import type { ExcerptNode } from '../../model/tree-excerpt.ts';
import { verdictOf } from './severity.ts';

type Text = string | number | null | undefined;

/** What can be searched for by name, `user:ana`; a word without a name is looked for in all of it. */
const FIELDS: Record<string, (node: ExcerptNode, alerts: readonly Alert[]) => readonly Text[]> = {
  name: (node) => [node.name],
  pid: (node) => [node.pid],
  command: (node) => [node.command_line],
  path: (node) => [node.executable],
  user: ({ user }) => [user.name === null ? null : `${user.domain ?? ''}\\${user.name}`, user.id],
  host: ({ host }) => [host.name, host.id],
  hash: ({ hash }) => [hash.sha256, hash.sha1, hash.md5],
  signer: ({ code_signature }) => [code_signature.subject_name, code_signature.status],
  id: (node) => [node.entity_id],
  time: (node) => [node.start, node.end],
  link: ({ link }) => [link?.method],
  record: ({ records }) => records.flatMap(({ source, log }) => [source, log]),
  activity: ({ activity }) =>
    activity.flatMap(({ category, action, subject }) => [category, action, subject]),
  alert: (node, alerts) =>
    node.alerts.flatMap((index) => {
      const alert = alerts[index];
      if (alert === undefined) return [];
      const { rule, clause, id } = alert;
      const techniques = rule.threat.flatMap(({ technique }) =>
        technique.flatMap((each) => [each.id, each.name]),
      );
      return [rule.name, rule.severity, clause, id, verdictOf(alert)?.class, ...alert.facts, ...techniques];
    }),
};

/** Names of fields, for the help. */
export const SEARCH_FIELDS: readonly string[] = Object.keys(FIELDS);

interface Term {
  readonly pattern: RegExp;
  /** Whether the term speaks of escapes as the page shows them. */
  readonly escaped: boolean;
  readonly fields: readonly (typeof FIELDS)[string][];
}

/** A search: words, `"a phrase"` or `field:word`, all of which a process must have somewhere; upper and lower case alike. */
export interface Query {
  readonly text: string;
  readonly terms: readonly Term[];
  /** What to mark in text; null where no term asks for it. */
  readonly mark: RegExp | null;
}

/** Reads a query; null where it asks for nothing. */
export function parseQuery(text: string): Query | null {
  const terms: Term[] = [];
  const words: string[] = [];
  for (const [, field, phrase, word] of text.matchAll(/(?:([a-z]+):)?(?:"([^"]+)"?|([^\s"]+))/g)) {
    const known = field !== undefined && Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined;
    const body = phrase ?? word ?? '';
    const value = known || field === undefined ? body : `${field}:${body}`;
    words.push(escapePattern(value));
    const exact = field === 'pid' ? `^${escapePattern(value)}$` : escapePattern(value);
    terms.push({
      pattern: new RegExp(exact, 'i'),
      escaped: /\\u\{|\\[nrt]/.test(value),
      fields: known ? [known] : Object.values(FIELDS),
    });
  }
  if (terms.length === 0) return null;
  return { text, terms, mark: new RegExp(words.join('|'), 'gi') };
}

/** Whether every term is found in the process. */
export function matches({ terms }: Query, node: ExcerptNode, alerts: readonly Alert[]): boolean {
  return terms.every(({ pattern, escaped, fields }) =>
    fields.some((field) =>
      field(node, alerts).some((text) => {
        if (text === null || text === undefined) return false;
        const plain = String(text);
        return pattern.test(plain) || (escaped && pattern.test(visible(plain)));
      }),
    ),
  );
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
