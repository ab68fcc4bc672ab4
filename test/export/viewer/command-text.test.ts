import { expect, it } from 'vitest';
import { rowCommand } from '../../../src/export/viewer/command-text.ts';
import type { ExcerptNode } from '../../../src/model/tree-excerpt.ts';
import { excerpt } from '../../support/fleet-excerpt.ts';

const CMD = 'C:\\Windows\\System32\\cmd.exe';

it.each([
  ['"C:\\Windows\\System32\\cmd.exe" /c dir', CMD, '/c dir'],
  ['cmd /c dir', CMD, '/c dir'],
  ['CMD.EXE  /c dir', CMD, '/c dir'],
  ['C:\\WINDOWS\\system32\\cmd.exe', CMD, ''],
  ['C:\\Users\\a\\cmd.exe /c dir', CMD, 'C:\\Users\\a\\cmd.exe /c dir'],
  ['cmd.exe /c dir', 'C:\\Users\\a\\cmd.exe', 'cmd.exe /c dir'],
  ['cmd.exe /c dir', 'C:\\Windows\\Temp\\cmd.exe', 'cmd.exe /c dir'],
  ['cmd.exe /c dir', null, 'cmd.exe /c dir'],
  [null, 'C:\\Users\\a\\cmd.exe', 'C:\\Users\\a\\cmd.exe'],
  [null, CMD, ''],
  ['"', CMD, '"'],
  [`"${'x'.repeat(1_000_000)}`, CMD, `"${'x'.repeat(1_000_000)}`],
])('%.60s of %s', (command_line, executable, shown) => {
  const node = {
    ...(excerpt({ processes: 1 }).nodes[0] as ExcerptNode),
    name: 'cmd.exe',
    command_line,
    executable,
  };
  expect(rowCommand(node)).toBe(shown);
});
