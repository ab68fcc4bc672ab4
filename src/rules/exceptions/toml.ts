import type { Exception, ExceptionProcess, ExceptionSubject } from '../../model/exception.ts';
import { FIELD_NAMES, fieldType } from '../../model/field.ts';
import { nearest } from '../nearest.ts';
import { readToml } from '../read-toml.ts';
import {
  isTable,
  keyError,
  optional,
  type RuleTable,
  stringOf,
  stringsOf,
  tableOf,
  tablesOf,
} from '../rule-table.ts';
import { textTest } from '../text-test.ts';
import { refuseUnknownKeys } from '../unknown-key.ts';
import { chainTest, imageTest, isLink } from './chain.ts';

type Test = Exception['test'];

const anyOf = (patterns: readonly string[], of: (pattern: string) => Test): Test => {
  const tests = patterns.map(of);
  return (subject) => tests.some((test) => test(subject));
};

const oneText =
  (read: (subject: ExceptionSubject) => string | null) =>
  (pattern: string): Test => {
    const test = textTest(pattern);
    return (subject) => test(read(subject));
  };

const texts =
  (read: (subject: ExceptionSubject) => readonly (string | null)[]) =>
  (pattern: string): Test => {
    const test = textTest(pattern);
    return (subject) => read(subject).some(test);
  };

const account = (process: ExceptionProcess | undefined): readonly (string | null)[] =>
  process === undefined
    ? []
    : [
        process.user.id,
        process.user.name,
        process.user.name === null ? null : `${process.user.domain ?? ''}\\${process.user.name}`,
      ];

const SHORT_HOST = ({ host }: ExceptionSubject): readonly (string | null)[] => [
  host.name,
  host.name.split('.')[0] ?? null,
  host.id,
];

/** What an exception can ask for; a list of patterns is true where one is. */
const CONDITIONS: Readonly<Record<string, (pattern: string) => Test>> = {
  host: texts(SHORT_HOST),
  process: (pattern) => ofProcess(imageTest(pattern), ({ process }) => process),
  executable: oneText(({ process }) => process?.executable ?? null),
  command_line: oneText(({ process }) => process?.command_line ?? null),
  user: texts(({ process }) => account(process)),
  // A name in a certificate that nobody vouches for is only a text.
  signer: oneText(({ process }) =>
    process?.code_signature.trusted === true ? process.code_signature.subject_name : null,
  ),
  hash: texts(({ process }) => Object.values(process?.hash ?? {})),
  parent: (pattern) => ofProcess(imageTest(pattern), ({ parent }) => parent),
  parent_executable: oneText(({ parent }) => parent.executable),
  parent_command_line: oneText(({ parent }) => parent.command_line),
  grandparent: (pattern) => ofProcess(imageTest(pattern), ({ ancestry }) => ancestry[1]),
  ancestor: (pattern) => {
    const test = imageTest(pattern);
    return ({ ancestry }) => ancestry.some(test);
  },
};

const ofProcess =
  (
    test: ReturnType<typeof imageTest>,
    read: (subject: ExceptionSubject) => Parameters<typeof test>[0] | undefined,
  ): Test =>
  (subject) => {
    const process = read(subject);
    return process !== undefined && test(process);
  };

const DESCRIPTION = ['name', 'reason', 'rules', 'expires'];
const OTHERS = ['chain', 'field', 'not'];

/**
 * Exceptions in Stemma's own form: `[[exception]]` with a name and conditions that must all be true; each is a pattern or
 * a list of patterns (`*`, `?`, any letter case).
 * @throws InputError with line and key where one can't be used.
 */
export function readTomlExceptions(text: string, path: string): Exception[] {
  const root = readToml(text, path, 'a path');
  const table: RuleTable = { path, text, what: 'list of exceptions', name: '', values: root };
  refuseUnknownKeys(table, ['exception']);
  if (!Array.isArray(root.exception) || !root.exception.every(isTable) || root.exception.length === 0)
    throw keyError(table, 'exception', 'is missing', 'Write each exception under [[exception]].');
  return tablesOf(table, 'exception').map(exceptionOf);
}

function exceptionOf(table: RuleTable): Exception {
  refuseUnknownKeys(table, [...DESCRIPTION, ...Object.keys(CONDITIONS), ...OTHERS]);
  const tests = testsOf(table);
  if (tests.length === 0)
    throw keyError(
      table,
      'name',
      'has no condition beside it, and so would hide everything',
      `Add one of ${[...Object.keys(CONDITIONS), 'chain', 'field'].join(', ')}.`,
    );
  return {
    name: stringOf(table, 'name'),
    place: table.path,
    rules: optional(table, 'rules', undefined, () => listOf(table, 'rules')),
    expires: optional(table, 'expires', undefined, () => timeOf(table, 'expires')),
    unknownFields: [],
    test: (subject) => tests.every((test) => test(subject)),
  };
}

function testsOf(table: RuleTable): Test[] {
  const tests = Object.entries(CONDITIONS).flatMap(([key, condition]) =>
    Object.hasOwn(table.values, key) ? [anyOf(listOf(table, key), condition)] : [],
  );
  if (Object.hasOwn(table.values, 'chain')) {
    const chains = listOf(table, 'chain');
    if (!chains.every(isLink))
      throw keyError(
        table,
        'chain',
        'is no chain of processes',
        'Write it from the top down, as in "services.exe > ccmexec.exe > *"; ... stands for any number of processes.',
      );
    tests.push(anyOf(chains, chainTest));
  }
  if (Object.hasOwn(table.values, 'field')) tests.push(...fieldTests(tableOf(table, 'field')));
  if (Object.hasOwn(table.values, 'not')) {
    const not = tableOf(table, 'not');
    refuseUnknownKeys(not, [...Object.keys(CONDITIONS), 'chain', 'field']);
    tests.push(
      ...testsOf(not).map(
        (test): Test =>
          (subject) =>
            !test(subject),
      ),
    );
  }
  return tests;
}

const fieldTests = (table: RuleTable): Test[] =>
  Object.keys(table.values).map((field) => {
    if (fieldType(field) === undefined)
      throw keyError(
        table,
        field,
        'is no field that an event can have',
        `Fields with dots stand in quotes; the nearest: ${nearest(field, FIELD_NAMES).join(', ') || 'none'}.`,
      );
    return anyOf(
      listOf(table, field),
      texts(({ values }) => values(field)),
    );
  });

/** A string or a list of some. */
function listOf(table: RuleTable, key: string): readonly string[] {
  if (typeof table.values[key] === 'string') return [stringOf(table, key)];
  const list = stringsOf(table, key);
  if (list.length === 0) throw keyError(table, key, 'is an empty list', 'Write what it holds, or remove it.');
  return list;
}

/** Epoch milliseconds of a date or a time, which TOML has types for. */
function timeOf(table: RuleTable, key: string): number {
  const value = table.values[key];
  const time =
    value instanceof Date ? value.getTime() : typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(time))
    throw keyError(table, key, 'is no time', 'Write it as in 2027-01-31 or 2027-01-31T00:00:00Z.');
  return time;
}
