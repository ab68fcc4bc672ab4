import type { Command } from 'commander';
import { addClusterCheck } from './cluster/check.ts';
import { addClusterInit } from './cluster/init.ts';
import { addClusterLink } from './cluster/link.ts';
import { addClusterLoad } from './cluster/load.ts';
import { addClusterStatus } from './cluster/status.ts';

/** \`stemma cluster\`: events that are kept in ClickHouse. */
export function addCluster(program: Command): void {
  const cluster = program
    .command('cluster')
    .summary('keep events in ClickHouse, and hunt there')
    .description(
      'Keep the events of many hosts in ClickHouse: make the tables, load cases into them, or link a table that is there already. `stemma hunt --clickhouse URL` then hunts in them.',
    );
  for (const add of [addClusterInit, addClusterLoad, addClusterLink, addClusterStatus, addClusterCheck])
    add(cluster);
}
