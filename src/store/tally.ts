/**
 * SQL for a map of what a small table of a case, alias `t`, says of some sources: its keys, sorted, to their sums; NULL
 * where it says nothing.
 */
export const tallyOf = (table: string, key: string, count: string, where: string): string =>
  `(SELECT map(list(k ORDER BY k), list(n ORDER BY k)) FROM (SELECT ${key} AS k, sum(${count})::BIGINT AS n FROM flat.${table} t WHERE ${where} GROUP BY ALL))`;
