import type { Alert } from '../model/alert.ts';
import type { InstalledService, Logon } from '../model/triage-context.ts';
import type { Database } from '../store/database.ts';
import { logonsAround, servicesOf } from '../store/triage-context.ts';
import type { Images } from './images.ts';

/** Logons that are told of an alert, and how far from it they may be (one hour). */
const LOGONS = 12;
const AROUND = 3_600_000_000;

/** What was installed and who was logged on around an alert. */
export interface Surroundings {
  readonly services: readonly InstalledService[];
  readonly logons: readonly Logon[];
}

/** Reads it for alerts, in their order; of one without a process nothing is told. */
export async function surroundingsOf(
  database: Database,
  alerts: readonly Alert[],
  images: Images,
): Promise<Surroundings[]> {
  const asked = alerts.flatMap((alert, place) => {
    const own = alert.process === null ? undefined : images.factsOf(alert.process);
    const time = Date.parse(alert.time) * 1000;
    return own === undefined ? [] : [{ place, alert, time, host_rid: own.host_rid, logon_id: own.logon_id }];
  });
  const services = await servicesOf(
    database,
    asked.map(({ host_rid, alert }) => ({ host_rid, paths: servicePaths(alert) })),
  );
  const timed = asked.filter(({ time }) => !Number.isNaN(time));
  const logons = await logonsAround(
    database,
    timed.map(({ host_rid, logon_id, time }) => ({ host_rid, logon_id, time })),
    AROUND,
    LOGONS,
  );
  const servicesAt = new Map(asked.map(({ place }, index) => [place, services[index] ?? []] as const));
  const logonsAt = new Map(timed.map(({ place }, index) => [place, logons[index] ?? []] as const));
  return alerts.map((_, place) => ({
    services: servicesAt.get(place) ?? [],
    logons: logonsAt.get(place) ?? [],
  }));
}

/** Paths by which a service may name the process or its parent; of what hosts services for others, none says anything. */
const servicePaths = ({ process, ancestry }: Alert): string[] =>
  [process, ancestry[0]]
    .flatMap((each) => each?.executable ?? [])
    .map((path) => path.toLowerCase())
    .filter((path) => path.includes('\\') && !/\\(svchost|services|cmd)\.exe$/.test(path));
