import fc from 'fast-check';

/** Texts of detection rules as they are written: guards, lists of names, paths with `?`, exclusions, comments. */

const NAMES = [
  'cmd.exe',
  'powershell.exe',
  'rundll32.exe',
  'WINWORD.EXE',
  'svchost.exe',
  'msbuild.exe',
  'wscript.exe',
];
const PATHS = [
  '?:\\\\Windows\\\\System32\\\\*.exe',
  '?:\\\\Users\\\\*\\\\AppData\\\\*',
  'C:\\\\Program Files (x86)\\\\*\\\\?pdate.exe',
  '\\\\Device\\\\HarddiskVolume?\\\\*',
];
const WORDS = ['*-enc*', '*http*', '/c', '-nop', '*\\\\\\\\*', '* -w hidden *', '?'];
const TEXTS = [
  'process.name',
  'process.parent.name',
  'process.executable',
  'process.pe.original_file_name',
  'user.id',
];
const UNKNOWN = [
  'process.Ext.token.security',
  'dll.Ext.load_index',
  'registry.data.bytes',
  'file.Ext.monotonic_id',
];

const list = (items: readonly string[], write = (item: string) => `"${item}"`) =>
  fc
    .subarray([...items], { minLength: 1 })
    .map((picked) => (picked.length === 1 ? write(picked[0] ?? '') : `(${picked.map(write).join(', ')})`));
const bracketed = (items: readonly string[]) =>
  fc
    .subarray([...items], { minLength: 1 })
    .map((picked) => `(${picked.map((item) => `"${item}"`).join(', ')})`);
const text = fc.constantFrom(...TEXTS);
const unknown = fc.constantFrom(...UNKNOWN).map((name) => `?${name}`);

const leaf: fc.Arbitrary<string> = fc.oneof(
  fc
    .tuple(fc.constantFrom('process.args', 'process.parent.args'), list(WORDS))
    .map(([field, words]) => `${field} : ${words}`),
  fc.tuple(text, list(NAMES)).map(([field, names]) => `${field} : ${names}`),
  fc.tuple(text, list(PATHS)).map(([field, paths]) => `${field}:${paths}`),
  fc.tuple(text, fc.constantFrom('like', 'like~'), list(PATHS)).map((parts) => parts.join(' ')),
  fc
    .tuple(fc.constantFrom('process.args', 'process.parent.args', 'event.type'), list(WORDS))
    .map(([field, words]) => `${field} : ${words}`),
  fc.tuple(text, fc.constantFrom('in', 'in~', 'not in'), bracketed(NAMES)).map((parts) => parts.join(' ')),
  fc
    .tuple(text, fc.constantFrom('regex', 'regex~'))
    .map(([field, operator]) => `${field} ${operator} """[a-z0-9]{4,8}\\.(exe|dll)"""`),
  fc
    .tuple(text, fc.constantFrom('== null', '!= null', '!= "cmd.exe"', '== ""'))
    .map((parts) => parts.join(' ')),
  fc.tuple(unknown, fc.constantFrom('== null', ': "a*"', '== true', '>= 3')).map((parts) => parts.join(' ')),
  fc.constantFrom(
    'process.code_signature.trusted == true',
    'not process.code_signature.trusted',
    'process.pid != 4',
    'process.parent.pid <= 4',
    'length(process.command_line) > 500',
    'stringContains~(process.command_line, process.parent.name)',
    'startsWith~(process.executable, "c:\\\\users\\\\")',
    'cidrmatch(host.name, "10.0.0.0/8", "127.0.0.1", "::1", "FE80::/10")',
    'endsWith(process.name, concat(user.name, ".exe"))',
    'process.args_count > 3 and ?process.args_count < 9',
    'indexOf(process.command_line, "-enc") == null',
    'process.Ext.session_info.id * 2 - 1 % 3 > 7.5',
    'descendant of [process where process.name : "winword.exe"]',
  ),
);
const comment = fc.constantFrom('', '', '/* exclude what is known */ ', '// by name\n    ');
const condition: fc.Arbitrary<string> = fc.letrec<{ any: string }>((tie) => {
  const items = fc.array(fc.tuple(comment, tie('any')), { minLength: 2, maxLength: 5 });
  const join = (operator: string) =>
    items.map(
      (parts) => `(\n    ${parts.map(([note, part]) => `${note}${part}`).join(` ${operator}\n    `)}\n  )`,
    );
  return {
    any: fc.oneof(
      { depthSize: 'small', maxDepth: 4 },
      { weight: 4, arbitrary: leaf },
      { weight: 1, arbitrary: leaf.map((made) => `not ${made.replace(/^not /, '')}`) },
      { weight: 1, arbitrary: join('and') },
      { weight: 1, arbitrary: join('or') },
      { weight: 1, arbitrary: join('or').map((made) => `not ${made}`) },
    ),
  };
}).any;

const category = fc.constantFrom(
  'process',
  'file',
  'registry',
  'network',
  'any',
  'library',
  '"dns"',
  'driver',
);
const guard = 'host.os.type == "windows" and event.type == "start" and\n  ';
const filter = fc
  .tuple(category, fc.boolean(), condition)
  .map(([of, guarded, where]) => `${of} where ${guarded ? guard : ''}${where}`);
const key = fc.constantFrom('host.id', 'process.entity_id', 'host.id, user.id', '?process.Ext.ancestry');
const sequence = fc
  .tuple(
    key,
    fc.constantFrom('', ' with maxspan=30s', ' with maxspan=5m', ' with maxspan=1h'),
    fc.array(fc.tuple(filter, fc.constantFrom('', '', '', ' with runs=3')), { minLength: 2, maxLength: 3 }),
    fc.option(fc.constantFrom('process.entity_id', 'process.parent.entity_id')),
    fc.boolean(),
  )
  .map(([by, span, terms, own, until]) => {
    const tail = own === null ? '' : ` by ${own}`;
    const end = until ? `\nuntil [process where event.type == "end"]${tail}` : '';
    return `sequence by ${by}${span}\n${terms.map(([term, runs]) => `  [${term}]${tail}${runs}`).join('\n')}${end}`;
  });

/** About a fifth are sequences. */
export const ruleText: fc.Arbitrary<string> = fc.oneof(
  { weight: 81, arbitrary: filter },
  { weight: 18, arbitrary: sequence },
  { weight: 1, arbitrary: fc.tuple(filter, filter).map(([a, b]) => `sample by host.id [${a}] [${b}]`) },
);
