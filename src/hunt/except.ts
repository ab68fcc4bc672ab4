import type { Alert } from '../model/alert.ts';
import type { Exception, ExceptionSubject, ExceptionUse } from '../model/exception.ts';
import { fieldType, flattenedKey } from '../model/field.ts';
import type { Rule } from '../model/rule.ts';
import { isoTime } from '../model/time.ts';
import type { Cell } from '../store/database.ts';
import { valuesOf } from '../store/values.ts';
import type { WholeEvent } from '../store/whole-events.ts';
import { ancestry, type ProcessGraph } from '../tree/graph.ts';
import type { AlertedEvent, AlertParts } from './alert.ts';
import { textOf } from './event-brief.ts';

/** What exceptions did to a hunt: every alert is either shown or hidden. */
export interface ExceptionReport {
  readonly uses: readonly ExceptionUse[];
  readonly hidden: readonly Alert[];
}

/** Holds alerts against exceptions as they are written, and parts them when all are. */
export interface Excepter {
  /** Notes which exceptions are true of an alert. */
  readonly put: (alert: Alert, parts: AlertParts) => void;
  /** The alerts that stay. */
  readonly part: (alerts: readonly Alert[]) => { readonly shown: Alert[]; readonly report: ExceptionReport };
}

/** What is told of exceptions where there is nothing to hide. */
export const nothingHidden = (exceptions: readonly Exception[]): ExceptionReport => ({
  uses: exceptions.map((exception) => ({ exception, hidden: 0, alone: 0, expired: 0 })),
  hidden: [],
});

const key = ({ id, rule }: Alert): string => `${id}|${rule.version}`;

/**
 * An alert is hidden when the exceptions are true of every record that it rests on: another log may say otherwise. One of
 * a sequence is hidden when they are true of any of its events, without which there is no sequence. Exceptions expire by the
 * time of the alert, not by the day on which somebody looks at it.
 */
export function excepter(graph: ProcessGraph, exceptions: readonly Exception[], longest: number): Excepter {
  const found = new Map<string, ReadonlySet<Exception>>();
  const subjects = subjectReader(graph, longest);
  return {
    put: (alert, parts) => {
      const of = (event: AlertedEvent): ReadonlySet<Exception> =>
        inEvery(matchedOf(event).map((record) => trueOf(exceptions, parts.rule, subjects(record, event))));
      const events = parts.events.filter((event) => event !== null);
      const own = new Set(events.flatMap((event) => [...of(event)]));
      const before = found.get(key(alert));
      // Copies of one record are one alert, which stays if one of them does.
      found.set(key(alert), before === undefined ? own : inEvery([before, own]));
    },
    part: (alerts) => partBy(alerts, exceptions, found),
  };
}

const matchedOf = ({ records, matched }: AlertedEvent): WholeEvent[] =>
  records.filter(({ event }) => matched.has(event));

const trueOf = (exceptions: readonly Exception[], rule: Rule, subject: ExceptionSubject): Set<Exception> =>
  new Set(
    exceptions.filter(
      ({ rules, test }) =>
        (rules === undefined || rules.includes(rule.id) || rules.includes(rule.shortName)) && test(subject),
    ),
  );

/** All that are in any of the sets, as long as each has some. */
const inEvery = (sets: readonly ReadonlySet<Exception>[]): ReadonlySet<Exception> =>
  sets.some(({ size }) => size === 0) ? new Set() : new Set(sets.flatMap((set) => [...set]));

function partBy(
  alerts: readonly Alert[],
  exceptions: readonly Exception[],
  found: ReadonlyMap<string, ReadonlySet<Exception>>,
): ReturnType<Excepter['part']> {
  const uses = new Map(exceptions.map((each) => [each, { hidden: 0, alone: 0, expired: 0 }] as const));
  const shown: Alert[] = [];
  const hidden: Alert[] = [];
  for (const alert of alerts) {
    const all = [...(found.get(key(alert)) ?? [])];
    const time = Date.parse(alert.time);
    const valid = all.filter(({ expires }) => expires === undefined || !(time > expires));
    for (const each of all) {
      const use = uses.get(each) as { hidden: number; alone: number; expired: number };
      if (!valid.includes(each)) use.expired += 1;
      else {
        use.hidden += 1;
        if (valid.length === 1) use.alone += 1;
      }
    }
    (valid.length > 0 ? hidden : shown).push(alert);
  }
  return {
    shown,
    report: { uses: [...uses].map(([exception, counts]) => ({ exception, ...counts })), hidden },
  };
}

/** Reads records as exceptions see them; the ancestry of a process is walked once. */
function subjectReader(
  graph: ProcessGraph,
  longest: number,
): (record: WholeEvent, event: AlertedEvent) => ExceptionSubject {
  const chains = new Map<string, ExceptionSubject['ancestry']>();
  const chainOf = (id: string): ExceptionSubject['ancestry'] => {
    const known = chains.get(id) ?? ancestry(graph, id, longest).map(({ process }) => process);
    chains.set(id, known);
    return known;
  };
  return (record, { around }) => ({
    host: record.host,
    values: (field) => textsOf(record, field),
    process:
      around === undefined
        ? undefined
        : {
            ...around.process,
            command_line: textOf(record, 'process.command_line') ?? around.process.command_line,
          },
    parent: {
      name: textOf(record, 'process.parent.name'),
      executable: textOf(record, 'process.parent.executable'),
      command_line: textOf(record, 'process.parent.command_line'),
    },
    ancestry: around === undefined ? [] : chainOf(around.process.entity_id),
  });
}

/** Values of a field as texts: times are ISO 8601. */
function textsOf({ fields }: WholeEvent, field: string): readonly string[] {
  const below = flattenedKey(field);
  if (below !== undefined) {
    const whole = fields[below.field];
    const value =
      typeof whole === 'string' ? (JSON.parse(whole) as Record<string, string>)[below.key] : undefined;
    return value === undefined || value === null ? [] : [value];
  }
  const cell = (fields as Readonly<Record<string, Cell>>)[field] ?? null;
  return valuesOf(cell).map((value) =>
    fieldType(field) === 'date' && typeof value === 'number' ? isoTime(value) : String(value),
  );
}
