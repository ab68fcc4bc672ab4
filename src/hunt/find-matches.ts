import type { EventQuery, SampleQuery, SequenceQuery } from '../eql/ast.ts';
import type { Checked } from '../eql/check.ts';
import { firedClause } from '../eql/clause.ts';
import { applyPipes } from '../eql/pipes.ts';
import { printShape } from '../eql/print.ts';
import { compileSequence } from '../eql/sequence.ts';
import type { FieldPath } from '../model/field.ts';
import type { Rule } from '../model/rule.ts';
import type { Database } from '../store/database.ts';
import type { EventRow, EventScope } from '../store/event-rows.ts';
import type { CompiledRule } from './compile.ts';
import { askTree } from './lineage-conditions.ts';
import type { Part, PartCost } from './part.ts';
import { scan } from './scan.ts';
import type { TreeQuestions } from './tree-questions.ts';

/** One event of which a rule, or a term of one, is true. */
export interface MatchedEvent {
  /** Number of the event in its case. */
  readonly event: number;
  /** The process that it is of, where it is of any. */
  readonly rid: number | null;
  readonly time: number | null;
  /** The branch of the condition that is true, as EQL. */
  readonly clause: string;
}

/** What a rule is true of: one event, or one for each term of a sequence or a sample, null for a term that must be missing. */
export interface Match {
  readonly clause: string;
  readonly events: readonly (MatchedEvent | null)[];
}

/** What came of a rule. */
export interface RuleMatches extends Readonly<PartCost> {
  readonly matches: readonly Match[];
}

/** How rules are run. */
export interface FindOptions extends EventScope {
  readonly exhaustive?: boolean | undefined;
  /** Told of each rule when its turn comes. */
  readonly onRule?: ((rule: Rule) => void) | undefined;
}

/** Gathers a rule's matches while events are scanned. */
interface Collector {
  readonly parts: readonly Part[];
  readonly matches: () => Match[];
}

/**
 * Finds everything in scope of which each of the rules is true. SQL narrows to candidates, a superset; the compiled
 * predicate decides. Lineage conditions are answered over the tree of the whole case, whatever the scope.
 */
export async function findMatches(
  database: Database,
  rules: readonly CompiledRule[],
  options: FindOptions = {},
): Promise<RuleMatches[]> {
  const tree = await askTree(database, rules, options.exhaustive);
  const costs = rules.map((): PartCost => ({ candidates: 0, milliseconds: 0 }));
  const collectors = rules.map((rule, index) => {
    const { parts, matches } = collectorOf(rule, tree);
    return { parts: parts.map((part) => ({ ...part, cost: costs[index] })), matches };
  });
  await scan(
    database,
    collectors.flatMap(({ parts }) => parts),
    { ...options, tree },
  );
  return collectors.map(({ matches }, index) => {
    options.onRule?.((rules[index] as CompiledRule).rule);
    const start = performance.now();
    const found = matches();
    const { candidates, milliseconds } = costs[index] as PartCost;
    return { matches: found, candidates, milliseconds: milliseconds + performance.now() - start };
  });
}

const collectorOf = (rule: CompiledRule, tree: TreeQuestions | undefined): Collector =>
  rule.query.kind === 'event'
    ? collectEvents(rule as Checked<EventQuery>, tree)
    : collectSequences(rule as Checked<SequenceQuery> | Checked<SampleQuery>, tree);

function collectEvents({ query, fields }: Checked<EventQuery>, tree: TreeQuestions | undefined): Collector {
  const clauseOf = firedClause(query, tree);
  const matchOf = ({ event, rid, time, read }: EventRow): Match => {
    const clause = clauseOf(read);
    return { clause, events: [{ event, rid, time, clause }] };
  };
  if (query.pipes.length === 0) {
    const found: Match[] = [];
    return {
      parts: [{ query, fields, found: (row) => found.push(matchOf(row)) }],
      matches: () => found.sort((a, b) => (a.events[0]?.event ?? 0) - (b.events[0]?.event ?? 0)),
    };
  }
  const read = [...new Set([...fields, ...ORDER])];
  const rows: EventRow[] = [];
  return {
    parts: [{ query, fields: read, found: (row) => rows.push(row) }],
    matches: () => applyPipes(query, inOrder(rows, read)).map(matchOf),
  };
}

/** What tells two events of one time apart, besides what the terms read. */
const ORDER: readonly FieldPath[] = [
  'winlog.record_id',
  'winlog.channel',
  'winlog.computer_name',
  'host.name',
  'process.entity_id',
];

function collectSequences(
  { query, fields }: Checked<SequenceQuery> | Checked<SampleQuery>,
  tree: TreeQuestions | undefined,
): Collector {
  const { terms, run } = compileSequence(query, tree);
  const read = [...new Set([...fields, ...ORDER])];
  const rows = new Map<number, EventRow>();
  return {
    parts: terms.map((term) => ({
      query: term,
      fields: read,
      // What has no time stands in no order, which a sample does not ask for.
      found: (row) => (row.time !== null || query.kind === 'sample') && rows.set(row.event, row),
    })),
    matches: () => {
      const ordered = inOrder([...rows.values()], read);
      const events = ordered.map((row, id) => ({
        id,
        time: row.time ?? 0,
        tiebreak: recordNumber(row),
        read: row.read,
      }));
      const clauses = terms.map((term) => firedClause(term, tree));
      const clause = printShape(query);
      const termOf = query.terms.flatMap((term, index) =>
        term.missing ? [index] : new Array<number>(query.kind === 'sequence' ? term.runs : 1).fill(index),
      );
      return run(events).map((match) => ({
        clause,
        events: match.events.map((id, step) => {
          if (id === null) return null;
          const { event, rid, time, read: reader } = ordered[id] as EventRow;
          return { event, rid, time, clause: clauses[termOf[step] as number]?.(reader) as string };
        }),
      }));
    },
  };
}

const recordNumber = ({ read }: EventRow): number => {
  const number = Number(read('winlog.record_id')[0] ?? 0);
  return Number.isFinite(number) ? number : 0;
};

/** Events in an order that their numbers, and so the order of the files, have no part in; of copies of a record one. */
function inOrder(rows: readonly EventRow[], fields: readonly FieldPath[]): readonly EventRow[] {
  const ordered = rows
    .map((row) => ({ row, number: recordNumber(row), content: JSON.stringify(fields.map(row.read)) }))
    .sort(
      (a, b) =>
        (a.row.time ?? 0) - (b.row.time ?? 0) ||
        a.number - b.number ||
        (a.content < b.content ? -1 : Number(a.content > b.content)),
    )
    .map(({ row }) => row);
  const seen = new Set<number>();
  return ordered.filter(({ original }) => {
    if (seen.has(original)) return false;
    seen.add(original);
    return true;
  });
}
