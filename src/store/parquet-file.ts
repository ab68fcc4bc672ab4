import type { CellType, Table } from '../model/table.ts';
import { execute, openDatabase } from './database.ts';
import { identifier, literal } from './quote.ts';

const TYPES: Record<CellType, string> = {
  text: 'VARCHAR',
  integer: 'BIGINT',
  number: 'DOUBLE',
  boolean: 'BOOLEAN',
  time: 'TIMESTAMPTZ',
};

/** Writes a table as a Parquet file, by the engine and in a database of its own. Texts stay as they came. */
export async function writeParquetFile<RowOf>(path: string, { columns, rows }: Table<RowOf>): Promise<void> {
  const database = await openDatabase(':memory:');
  try {
    const stored = ({ type }: (typeof columns)[number]): string =>
      type === 'time' ? 'VARCHAR' : TYPES[type];
    await execute(
      database,
      `CREATE TABLE cells (${columns.map((column) => `${identifier(column.name)} ${stored(column)}`).join(', ')})`,
    );
    const appender = await database.connection.createAppender('cells');
    for (const row of rows) {
      for (const { type, value } of columns) {
        const cell = value(row);
        if (cell === null) appender.appendNull();
        else if (type === 'integer') appender.appendBigInt(BigInt(cell as number | string));
        else if (type === 'number') appender.appendDouble(cell as number);
        else if (type === 'boolean') appender.appendBoolean(cell as boolean);
        else appender.appendVarchar(cell as string);
      }
      appender.endRow();
    }
    appender.closeSync();
    const cast = columns.map(
      ({ name, type }) => `${identifier(name)}::${TYPES[type]} AS ${identifier(name)}`,
    );
    await execute(
      database,
      `COPY (SELECT ${cast.join(', ')} FROM cells) TO ${literal(path)} (FORMAT parquet, COMPRESSION zstd)`,
    );
  } finally {
    database.close();
  }
}
