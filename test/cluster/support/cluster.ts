import { withClusterCase } from '../../../src/analyze-cluster.ts';
import {
  type ConnectOptions,
  connect,
  disconnect,
  type Limits,
  type Shard,
} from '../../../src/cluster/connect.ts';
import { type ClusterEvents, OWN_EVENTS } from '../../../src/cluster/events.ts';
import { initCluster } from '../../../src/cluster/init.ts';
import { type LoadOptions, type LoadReport, loadCase } from '../../../src/cluster/load.ts';
import type { CompiledRule } from '../../../src/hunt/compile.ts';
import { hunt } from '../../../src/hunt/hunt.ts';
import { triageReference } from '../../../src/rules/triage-reference.ts';
import type { Database } from '../../../src/store/database.ts';
import type { EventScope } from '../../../src/store/event-rows.ts';
import { type JudgedAlert, judge } from '../../../src/triage/judge.ts';
import { inFolder } from '../../support/case.ts';
import { type Engine, startEngine } from './engine.ts';

const reference = await triageReference();

/** Engines with Stemma's tables in a database, and connections to them. */
export interface TestCluster extends AsyncDisposable {
  readonly engines: readonly Engine[];
  readonly shards: readonly Shard[];
  readonly options: ConnectOptions;
  load(database: Database, options?: Partial<LoadOptions>): Promise<LoadReport>;
  /** Judged alerts, and what did not come. */
  hunt(
    rules: readonly CompiledRule[],
    scope?: EventScope & { events?: ClusterEvents; sliceEvents?: number; allowPartial?: boolean },
  ): Promise<{
    readonly alerts: JudgedAlert[];
    readonly missing: readonly string[];
    readonly candidates: number;
  }>;
}

const LIMITS: Limits = { memory: 4 * 2 ** 30, seconds: 60, retrySeconds: 2 };

let databases = 0;

/** Makes the tables in a database, one of their own by default, on engines, which are started here unless they run already. */
export async function openCluster(
  engines: number | readonly Engine[],
  limits: Partial<Limits> = {},
  database = `test_${databases++}`,
): Promise<TestCluster> {
  const running =
    typeof engines === 'number'
      ? await Promise.all(Array.from({ length: engines }, () => startEngine()))
      : engines;
  const options: ConnectOptions = {
    urls: running.map(({ url }) => url),
    database,
    limits: { ...LIMITS, ...limits },
  };
  await initCluster(options);
  const shards = connect(options);
  return {
    engines: running,
    shards,
    options,
    load: (database, more) => inFolder((tempDir) => loadCase(shards, database, { tempDir, ...more })),
    hunt: (rules, { events = OWN_EVENTS, sliceEvents = 1_000_000, ...scope } = {}) =>
      withClusterCase(
        shards,
        rules,
        reference,
        { events, sliceEvents, mostCandidates: 1_000_000, ...scope },
        async ({ database, population, missing, candidates }) => ({
          alerts: await judge(database, await hunt(database, rules, scope), { reference, population }),
          missing,
          candidates,
        }),
      ),
    [Symbol.asyncDispose]: async () => {
      await disconnect(shards);
      if (typeof engines === 'number')
        await Promise.all(running.map((engine) => engine[Symbol.asyncDispose]()));
    },
  };
}

/** The judged alerts of a case. */
export const huntCase = async (
  database: Database,
  rules: readonly CompiledRule[],
  scope: EventScope = {},
): Promise<JudgedAlert[]> => judge(database, await hunt(database, rules, scope), { reference });
