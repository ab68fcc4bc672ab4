import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/model/errors.ts';
import type { ExceptionProcess, ExceptionSubject } from '../../src/model/exception.ts';
import { readElasticExceptions } from '../../src/rules/exceptions/elastic.ts';
import { readExceptions } from '../../src/rules/exceptions/read-exceptions.ts';
import { readTomlExceptions } from '../../src/rules/exceptions/toml.ts';
import { inFolder, put } from '../support/case.ts';

const process = (path: string, more: Partial<ExceptionProcess> = {}): ExceptionProcess => ({
  name: path.split('\\').at(-1) as string,
  executable: path,
  command_line: path,
  user: { id: 'S-1-5-21-1-2-3-1104', name: 'mira', domain: 'HALVARD' },
  hash: { md5: null, sha1: null, sha256: 'ab'.repeat(32) },
  code_signature: { trusted: true, subject_name: 'Citrix Systems' },
  ...more,
});

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  'process.name': ['userinit.exe'],
  'process.executable': ['C:\\Windows\\System32\\userinit.exe'],
  'process.args': ['userinit.exe', '-x'],
  'process.code_signature.trusted': ['true'],
  'process.code_signature.subject_name': ['Citrix Systems'],
  'source.ip': ['10.1.2.3'],
};

const SUBJECT: ExceptionSubject = {
  host: { id: 'h-1', name: 'WS-014.halvard.example' },
  values: (field) => FIELDS[field] ?? [],
  process: process('C:\\Windows\\System32\\userinit.exe'),
  parent: {
    name: 'CtxUserInit.exe',
    executable: 'C:\\Program Files\\Citrix\\CtxUserInit.exe',
    command_line: 'CtxUserInit.exe -s',
  },
  ancestry: [
    'C:\\Program Files\\Citrix\\CtxUserInit.exe',
    'C:\\Windows\\System32\\winlogon.exe',
    'C:\\Windows\\System32\\smss.exe',
  ].map((path) => process(path)),
};

const item = (entries: unknown, more: object = {}): string =>
  `${JSON.stringify({ list_id: 'l', name: 'List', type: 'detection' })}\n${JSON.stringify({ list_id: 'l', item_id: 'i', name: 'Item', type: 'simple', entries, ...more })}\n${JSON.stringify({ exported_exception_list_count: 1 })}\n`;

const hides = async (entries: unknown, more: object = {}): Promise<boolean> => {
  const [exception] = await readElasticExceptions(item(entries, more), 'x.ndjson');
  return exception?.test(SUBJECT) === true;
};

const entry = (field: string, type: string, value: unknown, operator = 'included'): object => ({
  field,
  type,
  operator,
  value,
});

describe("Elastic's exception lists", () => {
  it.each<[string, unknown, boolean]>([
    ['match', [entry('process.name', 'match', 'userinit.exe')], true],
    ['match minds letter case', [entry('process.name', 'match', 'UserInit.exe')], false],
    ['caseless does not', [entry('process.name.caseless', 'match', 'UserInit.exe')], true],
    ['match of any value', [entry('process.args', 'match', '-x')], true],
    ['excluded', [entry('process.name', 'match', 'userinit.exe', 'excluded')], false],
    ['excluded and missing', [entry('process.pe.company', 'match', 'x', 'excluded')], true],
    ['match_any', [entry('process.name', 'match_any', ['a.exe', 'userinit.exe'])], true],
    ['match_any excluded', [entry('process.name', 'match_any', ['a.exe'], 'excluded')], true],
    ['wildcard', [entry('process.executable', 'wildcard', 'C:\\Windows\\*\\user????.exe')], true],
    ['wildcard excluded', [entry('process.executable', 'wildcard', 'D:\\*', 'excluded')], true],
    ['exists', [{ field: 'process.name', type: 'exists', operator: 'included' }], true],
    ['exists not', [{ field: 'file.path', type: 'exists', operator: 'excluded' }], true],
    ['exists of what is missing', [{ field: 'file.path', type: 'exists', operator: 'included' }], false],
    [
      'all entries',
      [entry('process.name', 'match', 'userinit.exe'), entry('process.args', 'match', '-y')],
      false,
    ],
    [
      'nested',
      [
        {
          field: 'process.Ext.code_signature',
          type: 'nested',
          entries: [entry('subject_name', 'match', 'Citrix Systems'), entry('trusted', 'match', 'true')],
        },
      ],
      true,
    ],
    [
      'nested, one false',
      [
        {
          field: 'process.code_signature',
          type: 'nested',
          entries: [entry('subject_name', 'match', 'Acme'), entry('trusted', 'match', 'true')],
        },
      ],
      false,
    ],
  ])('%s', async (_, entries, expected) => {
    expect(await hides(entries)).toBe(expected);
  });

  it('items for other systems hide nothing', async () => {
    const entries = [entry('process.name', 'match', 'userinit.exe')];
    expect(await hides(entries, { os_types: ['linux'] })).toBe(false);
    expect(await hides(entries, { os_types: ['linux', 'windows'] })).toBe(true);
  });

  it('reads value lists beside the file, addresses as blocks', () =>
    inFolder(async (folder) => {
      put(folder, 'names', 'x.exe\r\nuserinit.exe\r\n');
      put(folder, 'nets.txt', '192.0.2.0/24\n10.0.0.0/8\n');
      const list = (field: string, id: string, type: string) => ({
        field,
        type: 'list',
        operator: 'included',
        list: { id, type },
      });
      const read = async (each: object) =>
        (await readExceptions([put(folder, 'e.ndjson', item([each]))]))[0]?.test(SUBJECT);
      expect(await read(list('process.name', 'names', 'keyword'))).toBe(true);
      expect(await read(list('source.ip', 'nets', 'ip_range'))).toBe(true);
      await expect(read(list('process.name', 'gone', 'keyword'))).rejects.toThrow(/"gone" can't be read/);
      await expect(read(list('process.name', '../names', 'keyword'))).rejects.toThrow(InputError);
      await expect(read(list('source.ip', 'names', 'ip'))).rejects.toThrow(/addresses/);
    }));

  it('knows when one expires, and which fields nobody has', async () => {
    const [exception] = await readElasticExceptions(
      item([entry('process.Foo.bar', 'match', 'x')], { expire_time: '2027-01-31T00:00:00.000Z' }),
      'x.ndjson',
    );
    expect(exception).toMatchObject({
      name: 'Item',
      place: 'x.ndjson:2',
      expires: Date.UTC(2027, 0, 31),
      unknownFields: ['process.Foo.bar'],
    });
  });

  it.each<[string, string, RegExp]>([
    ['no JSON', '{"list_id"', /no export/],
    ['something else', '{"a":1}\n', /no export/],
    ['no items', '{"list_id":"l","name":"x"}\n', /no export/],
    ['no entries', item([]), /hide everything/],
    ['another type', item([entry('a', 'range', 1)]), /none of match/],
    ['a wrong value', item([entry('a', 'match', ['x'])]), /right kind/],
    ['an empty list of values', item([entry('a', 'match_any', [])]), /right kind/],
    ['another operator', item([entry('a', 'match', 'x', 'maybe')]), /neither/],
    ['no field', item([{ type: 'match', value: 'x' }]), /no field/],
    ['a nested entry without entries', item([{ field: 'a', type: 'nested', entries: [] }]), /no entries/],
    ['a wrong time', item([entry('a', 'match', 'x')], { expire_time: 'soon' }), /no time/],
  ])('refuses %s, with the place', async (_, text, message) => {
    const error = await readElasticExceptions(text, 'x.ndjson').catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).message).toMatch(message);
    expect((error as InputError).place).toMatch(/^x\.ndjson/);
  });
});

const toml = (body: string): string => `[[exception]]\nname = "e"\n${body}\n`;

describe('exceptions in TOML', () => {
  it.each<[string, boolean]>([
    ['process = "USERINIT.exe"', true],
    ['process = ["a.exe", "user*"]', true],
    ["process = 'c:\\windows\\*\\userinit.exe'", true],
    ["executable = 'C:\\Temp\\*'", false],
    ['command_line = "*userinit*"', true],
    ['host = "ws-014"', true],
    ['host = "WS-01?.halvard.example"', true],
    ["user = 'halvard\\*'", true],
    ['user = "S-1-5-21-*"', true],
    ['signer = "Citrix*"', true],
    [`hash = "${'AB'.repeat(32)}"`, true],
    ['parent = "ctxuserinit.exe"', true],
    ["parent_executable = 'C:\\Program Files\\*'", true],
    ['parent_command_line = "* -s"', true],
    ['grandparent = "winlogon.exe"', true],
    ['grandparent = "smss.exe"', false],
    ['ancestor = "smss.exe"', true],
    ['ancestor = "userinit.exe"', false],
    ['chain = "winlogon.exe > CtxUserInit.exe > userinit.exe"', true],
    ['chain = "winlogon.exe > userinit.exe"', false],
    ['chain = "smss.exe > ... > userinit.exe"', true],
    ['chain = "smss.exe > ... > CtxUserInit.exe > userinit.exe"', true],
    ['chain = "winlogon.exe > ... > CtxUserInit.exe > ... > *"', true],
    ['chain = "explorer.exe > ... > userinit.exe"', false],
    ['chain = "* > * > * > * > userinit.exe"', false],
    ['process = "userinit.exe"\n[exception.not]\nparent = "cmd.exe"', true],
    ['process = "userinit.exe"\n[exception.not]\nparent = "Ctx*"', false],
    ['[exception.field]\n"process.args" = "-x"', true],
    ['[exception.field]\n"process.pe.company" = "*"', false],
  ])('%s: %s', (body, expected) => {
    const [exception] = readTomlExceptions(toml(body), 'x.toml');
    expect(exception?.test(SUBJECT)).toBe(expected);
  });

  it('believes no signer that nobody vouches for', () => {
    const [exception] = readTomlExceptions(toml('signer = "Citrix*"'), 'x.toml');
    const code_signature = { trusted: false, subject_name: 'Citrix Systems' };
    expect(exception?.test({ ...SUBJECT, process: process('x.exe', { code_signature }) })).toBe(false);
    expect(exception?.test({ ...SUBJECT, process: undefined })).toBe(false);
  });

  it.each<[string, string, RegExp]>([
    ['no TOML', '[[exception]', /not valid TOML/],
    ['nothing', '', /missing/],
    ['no name', '[[exception]]\nprocess = "x"', /`exception\[0\]\.name` is missing/],
    ['no condition', toml(''), /hide everything/],
    ['a key that means nothing', toml('proces = "x"'), /not a key/],
    ['a broken chain', toml('chain = "a.exe >"'), /no chain/],
    ['a chain of one', toml('chain = "a.exe"'), /no chain/],
    ['a field that no event has', toml('[exception.field]\n"process.nam" = "x"'), /no field/],
    ['an empty list', toml('process = []'), /empty list/],
    ['a number', toml('process = 1'), /list of strings/],
    ['a wrong time', toml('process = "x"\nexpires = 3'), /no time/],
  ])('refuses %s, with place and remedy', (_, text, message) => {
    let error: unknown;
    try {
      readTomlExceptions(text, 'x.toml');
    } catch (cause) {
      error = cause;
    }
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).message).toMatch(message);
    expect((error as InputError).place).toMatch(/^x\.toml/);
    expect((error as InputError).remedy).not.toBe(undefined);
  });
});
