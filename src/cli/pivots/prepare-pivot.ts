import { InputError } from '../../model/errors.ts';
import { bindValues, parametersOf } from '../../store/bind.ts';
import type { Database } from '../../store/database.ts';
import { type ReadStatement, readStatements } from '../../store/fence.ts';
import type { Pivot } from './pivot.ts';
import { valuesOf } from './values.ts';

/**
 * A pivot ready to run, its parameters bound.
 * @throws InputError for parameters that are wrong, and for a pivot that is not one statement that reads, or whose header
 * does not declare just the parameters that it uses
 */
export async function preparePivot(
  database: Database,
  pivot: Pivot,
  given: readonly string[],
): Promise<ReadStatement> {
  const values = await valuesOf(database, pivot, given);
  const [statement, ...more] = await readStatements(database, pivot.sql).catch((cause) => {
    if (!(cause instanceof InputError)) throw cause;
    throw new InputError(cause.message, { place: pivot.path, remedy: cause.remedy ?? '', cause });
  });
  if (statement === undefined || more.length > 0)
    throw new InputError('a pivot is one statement', { place: pivot.path, remedy: 'Make a file of each.' });
  const used = parametersOf(statement);
  const undeclared = used.find((name) => !values.has(name));
  const unused = [...values.keys()].find((name) => !used.includes(name));
  if (undeclared !== undefined || unused !== undefined)
    throw new InputError(
      undeclared === undefined
        ? `the header declares ${unused}, and the SQL has no $${unused}`
        : `the SQL has $${undeclared}, and the header does not declare it`,
      { place: pivot.path, remedy: 'Declare each with a line: -- param NAME TYPE = DEFAULT: TEXT' },
    );
  bindValues(statement, values);
  return statement;
}
