import type { CellType, TableColumn } from '../../model/table.ts';
import type { ExcerptNode, TreeExcerpt } from '../../model/tree-excerpt.ts';
import { processTable } from './process-table.ts';

/** What the XML formats of graphs call the types of columns. */
export const ATTRIBUTE_TYPES: Record<CellType, string> = {
  text: 'string',
  integer: 'long',
  number: 'double',
  boolean: 'boolean',
  time: 'string',
};

/** The columns of the table of processes that are attributes of nodes: what is of the link stands at the edge. */
export const nodeColumns = (excerpt: TreeExcerpt): readonly TableColumn<ExcerptNode>[] =>
  processTable(excerpt).columns.filter(
    ({ name }) => !name.startsWith('link.') && name !== 'process.parent.entity_id',
  );
