import { describe, expect, it } from 'vitest';
import { matches, parseQuery } from '../../../src/export/viewer/search.ts';
import type { ExcerptNode } from '../../../src/model/tree-excerpt.ts';
import { excerpt } from '../../support/fleet-excerpt.ts';
import { HOSTILE } from '../../support/hostile-text.ts';

const { nodes, alerts } = excerpt({ processes: 300, perAlert: 50 });
const find = (text: string): ExcerptNode[] => {
  const query = parseQuery(text);
  return query === null ? [] : nodes.filter((node) => matches(query, node, alerts));
};
const names = (text: string): string[] => [...new Set(find(text).map(({ name }) => name as string))];

describe('search', () => {
  it.each([
    ['name:POWERSHELL', ['powershell.exe']],
    ['name:upd', ['upd.exe']],
    ['"--beacon 10.4.0.77:8443"', ['upd.exe']],
    ['cmd.exe release', ['cmd.exe']],
    ['activity:cdn-update user:svc_build', ['powershell.exe']],
    ['C:\\Windows\\explorer', ['explorer.exe']],
    ['name:nothing', []],
    ['name:', []],
    ['   ', []],
    ['.*', []],
  ])('%s', (text, expected) => {
    expect(names(text)).toEqual(expected);
  });

  it('pid is exact', () => {
    expect(find('pid:444').map(({ pid }) => pid)).toEqual([444]);
    expect(find('pid:44')).toEqual([]);
  });

  it('finds by alert: rule, severity and technique', () => {
    const alerted = nodes.filter(({ alerts: own }) => own.length > 0);
    expect(find('alert:T1059')).toEqual(alerted);
    expect(find('alert:critical').length).toBeGreaterThan(0);
  });

  it.each(Object.entries(HOSTILE))('finds %s as it is and as it is shown', (_, command_line) => {
    const node = { ...(nodes[0] as ExcerptNode), command_line };
    const whole = parseQuery(command_line);
    expect(whole === null || matches(whole, node, alerts)).toBe(true);
    expect(matches(parseQuery('\\u{') ?? whole ?? never(), node, alerts)).toBe(
      /[^\P{C}\n\r\t]|[\u2028\u2029]/u.test(command_line),
    );
  });
});

function never(): never {
  throw new Error('a query that asks for something');
}
