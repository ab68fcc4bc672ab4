import type { Alert, ProcessBrief } from '../model/alert.ts';
import type { TriageReference } from '../model/reference.ts';
import type { Database } from '../store/database.ts';
import { type ProcessFacts, wantedFacts } from '../store/judged.ts';
import type { Facet } from '../store/prevalence.ts';
import { type ProcessActivity, wantedActivity, wantedActivityCounts } from '../store/process-detail.ts';
import { ridsById, want, wantedProcesses } from '../store/processes.ts';
import { logonsAround, servicesOf } from '../store/triage-context.ts';
import { countFacets } from './facets.ts';
import type { JudgedAlert } from './judge.ts';
import { isAtHome } from './location.ts';
import { lookupsOf } from './lookups.ts';
import { relatedTo } from './related.ts';
import type { Activity, ChainLink, Seen, TriageReport } from './report.ts';

/** Processes of a chain that a report describes. */
const CHAIN = 20;
/** Things of each category that a report lists. */
const LISTED = 8;
/** Things of a process that are read, for a few of each category. */
const READ = 2000;
/** Logons that a report lists, and how far from the alert they may be (one hour). */
const LOGONS = 12;
const AROUND = 3_600_000_000;

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
  const rids = await ridsById(
    database,
    briefs.map(({ entity_id }) => entity_id),
  );
  const ridOf = ({ entity_id }: ProcessBrief): number | undefined => rids.get(entity_id);
  await want(database, new Set(rids.values()));
  const facts = await wantedFacts(database);
  const hashes = new Map((await wantedProcesses(database)).map(({ rid, hash }) => [rid, hash] as const));
  const seen = await readSeen(database, briefs);
  const chain = briefs.map((brief): ChainLink => {
    const rid = ridOf(brief);
    const own = rid === undefined ? undefined : facts.get(rid);
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
      at_home: isAtHome(reference.programs.get((brief.name ?? '').toLowerCase()), brief.executable),
      original_file_name: own?.original_name ?? null,
      signature: signatureOf(own),
      hash: (rid === undefined ? undefined : hashes.get(rid)) ?? { md5: null, sha1: null, sha256: null },
      prevalence: { path: seen('path', rid), hash: seen('hash', rid) },
    };
  });
  const rid = briefs[0] === undefined ? undefined : ridOf(briefs[0]);
  const own = rid === undefined ? undefined : facts.get(rid);
  const time = Date.parse(alert.time) * 1000;
  return {
    alert,
    reasons: alert.verdict.reasons,
    chain,
    related: relatedTo(alert, alerts),
    activity: rid === undefined ? [] : await activityOf(database, rid),
    descendants: alert.descendants,
    siblings: alert.siblings,
    services: own === undefined ? [] : await servicesOf(database, own.host_rid, pathsOf(chain)),
    logons:
      own === undefined || Number.isNaN(time)
        ? []
        : await logonsAround(database, own.host_rid, own.logon_id, time, AROUND, LOGONS),
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

/** Paths by which a service may name the process or its parent; of what hosts services for others, none says anything. */
const pathsOf = (chain: readonly ChainLink[]): string[] =>
  chain
    .slice(0, 2)
    .flatMap(({ executable }) =>
      executable === null || !executable.includes('\\') ? [] : [executable.toLowerCase()],
    )
    .filter((path) => !/\\(svchost|services|cmd)\.exe$/.test(path));

/** How widely the images of the processes in temp table `wanted` were seen. */
async function readSeen(
  database: Database,
  briefs: readonly ProcessBrief[],
): Promise<(facet: Facet, rid: number | undefined) => Seen | null> {
  const { keyOf, countOf } = await countFacets(
    database,
    ['path', 'hash'],
    briefs.map(({ name }) => name),
  );
  return (facet, rid) => {
    const key = rid === undefined ? undefined : keyOf(facet, rid);
    const count = key === undefined ? undefined : countOf(facet, key);
    if (count === undefined) return null;
    const { processes, hosts, users, days } = count;
    return { key: count.key, processes, hosts, users, days };
  };
}

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

/** The part of a guide that says what to do; the whole where it has no such heading. */
function responseOf(guide: string): string {
  const [, section] =
    /^#{1,6}\s*Response and remediation\s*$([\s\S]*?)(?=^#{1,2}\s|$(?![\s\S]))/im.exec(guide) ?? [];
  return (section ?? guide).trim();
}
