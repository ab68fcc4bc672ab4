import type { Alert, ProcessBrief } from '../model/alert.ts';
import type { TriageReference } from '../model/reference.ts';
import type { Database } from '../store/database.ts';
import type { ProcessFacts } from '../store/judged.ts';
import { type ProcessActivity, wantedActivity, wantedActivityCounts } from '../store/process-detail.ts';
import { want, wantedProcesses } from '../store/processes.ts';
import { readImages } from './images.ts';
import type { JudgedAlert } from './judge.ts';
import { lookupsOf } from './lookups.ts';
import { relatedTo } from './related.ts';
import type { Activity, ChainLink, TriageReport } from './report.ts';
import { responseOf } from './response.ts';
import { surroundingsOf } from './surroundings.ts';

/** Processes of a chain that a report describes. */
const CHAIN = 20;
/** Things of each category that a report lists. */
const LISTED = 8;
/** Things of a process that are read, for a few of each category. */
const READ = 2000;

/** What an investigation needs beside the case. */
export interface InvestigateOptions {
  readonly reference: TriageReference;
  /** All alerts of the case, for those that may belong to the same story. */
  readonly alerts: readonly JudgedAlert[];
  /** Investigation guide of a rule, by its id and version. */
  readonly guideOf: (rule: Alert['rule']) => string;
}

/** Carries out the investigation guide of one alert. */
export async function investigate(
  database: Database,
  alert: JudgedAlert,
  { reference, alerts, guideOf }: InvestigateOptions,
): Promise<TriageReport> {
  const briefs: readonly ProcessBrief[] =
    alert.process === null ? [] : [alert.process, ...alert.ancestry].slice(0, CHAIN);
  const images = await readImages(database, briefs, reference);
  const hashes = new Map((await wantedProcesses(database)).map(({ rid, hash }) => [rid, hash] as const));
  const chain = briefs.map((brief): ChainLink => {
    const rid = images.ridOf(brief);
    const { at_home, original_file_name, prevalence } = images.of(brief);
    return {
      entity_id: brief.entity_id,
      pid: brief.pid,
      name: brief.name,
      executable: brief.executable,
      command_line: brief.command_line,
      start: brief.start,
      end: brief.end,
      user: brief.user,
      seen_via: brief.seen_via,
      at_home,
      original_file_name,
      signature: signatureOf(images.factsOf(brief)),
      hash: (rid === undefined ? undefined : hashes.get(rid)) ?? { md5: null, sha1: null, sha256: null },
      prevalence,
    };
  });
  const rid = briefs[0] === undefined ? undefined : images.ridOf(briefs[0]);
  const [around] = await surroundingsOf(database, [alert], images);
  return {
    alert,
    reasons: alert.verdict.reasons,
    chain,
    related: relatedTo(alert, alerts),
    activity: rid === undefined ? [] : await activityOf(database, rid),
    descendants: alert.descendants,
    siblings: alert.siblings,
    services: around?.services ?? [],
    logons: around?.logons ?? [],
    lookups: lookupsOf(chain),
    response: responseOf(guideOf(alert.rule)),
  };
}

const signatureOf = (facts: ProcessFacts | undefined): ChainLink['signature'] => ({
  signed: facts?.signed ?? null,
  trusted: facts?.trusted ?? null,
  status: facts?.status ?? null,
  signer: facts?.signer ?? null,
});

async function activityOf(database: Database, rid: number): Promise<Activity[]> {
  await want(database, [rid]);
  const counts = (await wantedActivityCounts(database)).get(rid) ?? {};
  const items = (await wantedActivity(database, READ)).sort(byTime);
  return Object.entries(counts).map(([category, count]) => ({
    category,
    count,
    first: items
      .filter((item) => item.category === category)
      .slice(0, LISTED)
      .map(({ time, action, subject }) => ({ time, action, subject })),
  }));
}

const placeOf = ({ time, action, subject }: ProcessActivity): string =>
  JSON.stringify([action, subject, time]);

/** Of one moment, by what happened: the order of the records has no part in it. */
const byTime = (a: ProcessActivity, b: ProcessActivity): number =>
  (a.time ?? 0) - (b.time ?? 0) || (placeOf(a) < placeOf(b) ? -1 : 1);
