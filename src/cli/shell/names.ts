import { FIELD_NAMES } from '../../model/field.ts';
import { type Database, query } from '../../store/database.ts';

/** Words that begin the parts of a query. */
const KEYWORDS =
  'SELECT FROM WHERE GROUP BY ORDER LIMIT HAVING QUALIFY WITH RECURSIVE JOIN LEFT USING ON AS AND OR NOT IN IS NULL LIKE ILIKE BETWEEN CASE WHEN THEN ELSE END DISTINCT UNION ALL EXCEPT INTERSECT DESCRIBE SUMMARIZE EXPLAIN PIVOT UNPIVOT VALUES'.split(
    ' ',
  );

/** The views of a case in the order of their names, with their columns. */
export async function tablesOf(
  database: Database,
): Promise<{ readonly name: string; readonly columns: string[] }[]> {
  return query(
    database,
    `SELECT table_name AS name, list(column_name ORDER BY column_index) AS columns FROM duckdb_columns() WHERE NOT internal AND schema_name = 'main' GROUP BY 1 ORDER BY 1`,
  );
}

/** The macros of a case, with what they take. */
export async function macrosOf(
  database: Database,
): Promise<{ readonly name: string; readonly parameters: string[] }[]> {
  return query(
    database,
    `SELECT function_name AS name, parameters FROM duckdb_functions() WHERE NOT internal AND function_type IN ('macro', 'table_macro') ORDER BY 1`,
  );
}

/** Everything that a query over the case can name, for completion. */
export async function namesOf(database: Database): Promise<readonly string[]> {
  const tables = await tablesOf(database);
  const macros = await macrosOf(database);
  const names = [
    ...tables.flatMap(({ name, columns }) => [name, ...columns]),
    ...macros.map(({ name }) => `${name}(`),
    ...FIELD_NAMES,
  ];
  return [...[...new Set(names)].sort(), ...KEYWORDS];
}
