import { clickhouseText } from '../eql/sql-clickhouse.ts';
import { type Facet, FIRST_WORD, PATH_PATTERNS, SHAPE_PATTERNS } from '../store/prevalence.ts';

const replaced = (text: string, patterns: typeof SHAPE_PATTERNS, all: boolean): string =>
  patterns.reduce(
    (sql, [pattern, replacement]) =>
      `${all ? 'replaceRegexpAll' : 'replaceRegexpOne'}(${sql}, ${clickhouseText(pattern)}, ${clickhouseText(replacement)})`,
    text,
  );

const lowered = (field: string): string => `lowerUTF8(${field})`;

const hash = ['sha256', 'sha1', 'md5'].map((kind) => `process_hash_${kind}`).join(', ');

/** SQL over a start in ClickHouse for what prevalence counts; `FACET_SQL` has the same over a case. */
export const CLUSTER_FACETS: Readonly<Record<Facet, string>> = {
  pair: `concat(${lowered('process_parent_name')}, ' > ', ${lowered('process_name')})`,
  path: replaced(lowered('process_executable'), PATH_PATTERNS, false),
  hash: lowered(`coalesce(${hash})`),
  signer: `coalesce(process_code_signature_subject_name, if(process_code_signature_exists = false, '(unsigned)', NULL))`,
  shape: `if(isNull(process_command_line), NULL, trimBoth(concat(${lowered('process_name')}, ' ', ${replaced(lowered(replaced('process_command_line', [[FIRST_WORD, '']], false)), SHAPE_PATTERNS, true)})))`,
};

/** SQL over a start in ClickHouse for the account as it is counted; `USER_KEY` has the same over a case. */
export const CLUSTER_USER = `coalesce(user_id, lowerUTF8(arrayStringConcat(arrayFilter(v -> isNotNull(v), [user_domain, user_name]), '\\\\')))`;
