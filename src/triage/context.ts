import { type Alert, type ProcessBrief, processesOf } from '../model/alert.ts';
import type { TriageReference } from '../model/reference.ts';
import type { Rule } from '../model/rule.ts';
import type { TreeExcerpt } from '../model/tree-excerpt.ts';
import type { ImageContext, SeenCount, TriageContext } from '../model/triage-context.ts';
import { VERDICT_CLASSES } from '../model/verdict.ts';
import type { Database } from '../store/database.ts';
import { readImages } from './images.ts';
import type { Seen } from './report.ts';
import { responseOf } from './response.ts';
import { surroundingsOf } from './surroundings.ts';

/** Alerts around which services and logons are looked for: a page is to stay small. */
const ALERTS = 200;

/** Reads what the investigation of an excerpt's alerts finds, for all of them at once; `rules` are those that were run. */
export async function contextOf(
  database: Database,
  { nodes, alerts }: Pick<TreeExcerpt, 'nodes' | 'alerts'>,
  { reference, rules }: { readonly reference: TriageReference; readonly rules: readonly Rule[] },
): Promise<TriageContext> {
  const chain = new Set(
    alerts.flatMap((alert) => [...processesOf(alert), ...alert.ancestry.map(({ entity_id }) => entity_id)]),
  );
  const first = inNeedOfAttention(alerts).slice(0, ALERTS);
  const [images, told] = await read(
    database,
    nodes.flatMap((process, node) => (chain.has(process.entity_id) ? [{ process, node }] : [])),
    first.map((index) => alerts[index] as Alert),
    reference,
  );
  return {
    images,
    alerts: first
      .map((alert, place) => ({
        alert,
        services: told[place]?.services ?? [],
        logons: told[place]?.logons ?? [],
      }))
      .sort((a, b) => a.alert - b.alert),
    responses: rules
      .map(({ id, version, guide }) => ({ rule: id, version, text: responseOf(guide) }))
      .filter(({ text }) => text !== ''),
  };
}

async function read(
  database: Database,
  processes: readonly { readonly process: ProcessBrief; readonly node: number }[],
  alerts: readonly Alert[],
  reference: TriageReference,
): Promise<[ImageContext[], Awaited<ReturnType<typeof surroundingsOf>>]> {
  const all = [...processes.map(({ process }) => process), ...alerts.flatMap(({ process }) => process ?? [])];
  if (all.length === 0) return [[], []];
  const images = await readImages(database, all, reference);
  const told = processes.map(({ process, node }): ImageContext => {
    const { at_home, original_file_name, prevalence } = images.of(process);
    return {
      node,
      at_home,
      original_file_name,
      path: countOf(prevalence.path),
      hash: countOf(prevalence.hash),
    };
  });
  return [told.filter(saysSomething), await surroundingsOf(database, alerts, images)];
}

const countOf = (seen: Seen | null): SeenCount | null =>
  seen === null ? null : { processes: seen.processes, hosts: seen.hosts, users: seen.users, days: seen.days };

const saysSomething = ({ at_home, original_file_name, path, hash }: ImageContext): boolean =>
  [at_home, original_file_name, path, hash].some((each) => each !== null);

/** Indexes of alerts, those first whose verdict weighs most. */
function inNeedOfAttention(alerts: readonly Alert[]): number[] {
  const rank = ({ verdict }: Alert): number =>
    verdict === undefined ? VERDICT_CLASSES.length : VERDICT_CLASSES.indexOf(verdict.class);
  return alerts
    .map((alert, index) => ({ index, rank: rank(alert), score: alert.verdict?.score ?? 0 }))
    .sort((a, b) => a.rank - b.rank || b.score - a.score || a.index - b.index)
    .map(({ index }) => index);
}
