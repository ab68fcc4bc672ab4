import { existsSync } from 'node:fs';
import { withClusterCase } from '../../analyze-cluster.ts';
import type { Cost } from '../../cluster/ask.ts';
import type { Shard } from '../../cluster/connect.ts';
import type { CompiledRule } from '../../hunt/compile.ts';
import type { Alert } from '../../model/alert.ts';
import { InputError } from '../../model/errors.ts';
import { FACT_KINDS } from '../../model/fact-kinds.ts';
import type { TriageReference } from '../../model/reference.ts';
import { visible } from '../../model/text.ts';
import type { Database } from '../../store/database.ts';
import type { EventScope } from '../../store/event-rows.ts';
import type { Population } from '../../store/population.ts';
import { openToAdd } from '../open-case.ts';
import { counted, number } from '../print/counted.ts';
import { countSteps, progressBar } from '../print/progress.ts';
import type { GlobalOptions, ResourceOptions } from '../shared-options.ts';
import type { ClusterHuntOptions } from './hunt-options.ts';
import { withShards } from './open-shards.ts';
import { eventsOf } from './table.ts';

/** What a hunt works on: a case, and where it is a part of a cluster the rest of that. */
export interface HuntGround {
  readonly database: Database;
  readonly population?: Population | undefined;
  /** What of the cluster did not come, so far. */
  readonly missing: readonly string[];
  /** What asking the cluster took. */
  readonly asked?: { readonly cost: Cost; readonly candidates: number } | undefined;
}

interface Options extends GlobalOptions, ResourceOptions, ClusterHuntOptions, EventScope {
  readonly case?: string;
}

/** Runs work on the part of a cluster that rules are about. */
export async function withCluster<T>(
  options: Options,
  rules: readonly CompiledRule[],
  reference: TriageReference,
  work: (ground: HuntGround) => Promise<T>,
): Promise<T> {
  if (options.case !== undefined && existsSync(options.case))
    throw new InputError('the case that the part of the cluster is to be kept in exists already', {
      place: options.case,
      remedy: 'Give --case a path where nothing is.',
    });
  return withShards(options, async (shards) => {
    const bar = progressBar(options.quiet);
    const step = countSteps(bar);
    const { from, to, host, sliceEvents, maxCandidates, allowPartial } = options;
    const events = await eventsOf(shards[0] as Shard, options);
    return withClusterCase(
      shards,
      rules,
      reference,
      {
        ...{ from, to, host, events, sliceEvents, allowPartial },
        mostCandidates: maxCandidates,
        casePath: options.case,
        tempBase: options.tempDir,
        open: (path) => openToAdd(path, options),
        onSlice: (shard, _, __, of) => step(of * shards.length, shard.name),
      },
      ({ database, population, missing, cost, candidates }) => {
        bar.stop();
        return work({ database, population, missing, asked: { cost, candidates } });
      },
    ).finally(() => bar.stop());
  });
}

/** The alerts, each marked where part of the cluster did not answer. */
export const marked = <T extends Alert>(alerts: readonly T[], missing: readonly string[]): T[] =>
  alerts.map((alert) =>
    missing.length === 0
      ? alert
      : {
          ...alert,
          facts: [...alert.facts, ...new Set(missing.map((slice) => `${FACT_KINDS.partial}: ${slice}`))],
        },
  );

/** What is missing, a line each; it is told whatever is asked to be quiet. */
export const printMissing = (missing: readonly string[]): string =>
  [...new Set(missing)].map((slice) => `PARTIAL: no answer from ClickHouse for ${visible(slice)}\n`).join('');

/** What asking took. */
export const printAsked = ({ cost, candidates }: NonNullable<HuntGround['asked']>): string =>
  `ClickHouse: ${counted(cost.queries, 'download')}, ${counted(cost.rows, 'row')} and ${number(Math.round(cost.bytes / 2 ** 20))} MiB read for ${counted(candidates, 'candidate')}\n`;
