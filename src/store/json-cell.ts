import {
  type DuckDBDecimalType,
  type DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTypeId,
  type DuckDBValueConverter,
  type Json,
  JsonDuckDBValueConverter,
} from '@duckdb/node-api';

const WHOLE = new Set([
  DuckDBTypeId.BIGINT,
  DuckDBTypeId.UBIGINT,
  DuckDBTypeId.HUGEINT,
  DuckDBTypeId.UHUGEINT,
]);

/** Decimal digits that a number of JavaScript holds exactly. */
const EXACT_DIGITS = 15;

/** A value as JSON, at any depth: integers and decimals are numbers where those are exact, and else their text; times are in UTC. */
export const jsonCell: DuckDBValueConverter<Json> = (value, type, converter) => {
  if (value === null) return null;
  if (WHOLE.has(type.typeId)) {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  }
  if (type.typeId === DuckDBTypeId.DECIMAL && (type as DuckDBDecimalType).width <= EXACT_DIGITS)
    return Number(String(value));
  // The library writes it in the zone of the machine.
  if (type.typeId === DuckDBTypeId.TIMESTAMP_TZ)
    return `${new DuckDBTimestampValue((value as DuckDBTimestampTZValue).micros)}+00`;
  return JsonDuckDBValueConverter(value, type, converter);
};
