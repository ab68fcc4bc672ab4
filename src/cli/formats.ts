import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withTempDir } from '../analyze.ts';
import { alertTable } from '../export/alert-table.ts';
import { EXPORTERS, type Exporter, TREE_EXPORTERS, type TreeExporter } from '../export/index.ts';
import type { Piece } from '../export/piece.ts';
import { processTable } from '../export/tree/process-table.ts';
import { InputError } from '../model/errors.ts';
import type { Table } from '../model/table.ts';
import { writeParquetFile } from '../store/parquet-file.ts';

/** A table as a Parquet file. */
export async function* parquet<RowOf>(table: Table<RowOf>): AsyncGenerator<Piece> {
  yield await withTempDir(async (folder) => {
    const path = join(folder, 'table.parquet');
    await writeParquetFile(path, table);
    return readFile(path);
  });
}

/** Every format of alerts for another program. */
export const ALERT_FORMATS: Readonly<Record<string, Exporter>> = {
  ...EXPORTERS,
  parquet: (alerts) => parquet(alertTable(alerts)),
};

/** Every format of excerpts of the forest. */
export const TREE_FORMATS: Readonly<Record<string, TreeExporter>> = {
  ...TREE_EXPORTERS,
  parquet: (excerpt) => parquet(processTable(excerpt)),
};

const FOR_FILES = ['html', 'png', 'arrow', 'parquet'];

/** @throws InputError when what nobody reads on a terminal would go to one. */
export function refuseTerminal(format: string, output: string | undefined): void {
  if (output === undefined && FOR_FILES.includes(format) && process.stdout.isTTY === true)
    throw new InputError(`${format} is not for a terminal, which standard output is`, {
      remedy: 'Give a file with --output, or send standard output to one.',
    });
}
