import type { CellType, Table, TableCell, TableColumn } from '../../model/table.ts';
import type { ExcerptNode, TreeExcerpt } from '../../model/tree-excerpt.ts';

type Columns = Record<string, readonly [CellType, (node: ExcerptNode, excerpt: TreeExcerpt) => TableCell]>;

const COLUMNS: Columns = {
  'host.name': ['text', ({ host }) => host.name],
  'host.id': ['text', ({ host }) => host.id],
  'process.entity_id': ['text', ({ entity_id }) => entity_id],
  'process.parent.entity_id': ['text', ({ parent }, { nodes }) => nodes[parent ?? -1]?.entity_id ?? null],
  'process.pid': ['integer', ({ pid }) => pid],
  'process.name': ['text', ({ name }) => name],
  'process.executable': ['text', ({ executable }) => executable],
  'process.command_line': ['text', ({ command_line }) => command_line],
  'process.start': ['time', ({ start }) => start],
  'process.end': ['time', ({ end }) => end],
  'user.id': ['text', ({ user }) => user.id],
  'user.name': ['text', ({ user }) => user.name],
  'user.domain': ['text', ({ user }) => user.domain],
  'process.hash.md5': ['text', ({ hash }) => hash.md5],
  'process.hash.sha1': ['text', ({ hash }) => hash.sha1],
  'process.hash.sha256': ['text', ({ hash }) => hash.sha256],
  'process.code_signature.exists': ['boolean', ({ code_signature }) => code_signature.exists],
  'process.code_signature.trusted': ['boolean', ({ code_signature }) => code_signature.trusted],
  'process.code_signature.status': ['text', ({ code_signature }) => code_signature.status],
  'process.code_signature.subject_name': ['text', ({ code_signature }) => code_signature.subject_name],
  seen_via: ['text', ({ seen_via }) => seen_via],
  'link.method': ['text', ({ link }) => link?.method ?? null],
  'link.confidence': ['number', ({ link }) => link?.confidence ?? null],
  'link.rivals': ['integer', ({ link }) => link?.rivals ?? null],
  children: ['integer', ({ childCount }) => childCount],
  alerts: ['integer', ({ alerts }) => alerts.length],
  rules: ['text', ({ alerts }, excerpt) => ruleNames(alerts, excerpt)],
  activity: ['integer', ({ activityCount }) => activityCount],
  records: [
    'text',
    ({ records, recordCount }) =>
      records.map(({ source, record }) => `${source}#${record}`).join('; ') +
      (recordCount > records.length ? `; and ${recordCount - records.length} more` : ''),
  ],
};

const ruleNames = (alerts: readonly number[], excerpt: TreeExcerpt): string | null =>
  alerts.length === 0
    ? null
    : [...new Set(alerts.map((index) => excerpt.alerts[index]?.rule.name ?? ''))].join('; ');

/** The processes of an excerpt as a table, the same in every format of tables; columns have their ECS names where ECS has one. */
export const processTable = (excerpt: TreeExcerpt): Table<ExcerptNode> => ({
  columns: Object.entries(COLUMNS).map(
    ([name, [type, value]]): TableColumn<ExcerptNode> => ({
      name,
      type,
      value: (node) => value(node, excerpt),
    }),
  ),
  rows: excerpt.nodes,
});
