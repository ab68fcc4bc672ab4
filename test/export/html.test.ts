import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { html } from '../../src/export/html.ts';
import { unpack } from '../../src/export/packed.ts';
import type { TreeExcerpt } from '../../src/model/tree-excerpt.ts';
import { excerpt } from '../support/fleet-excerpt.ts';
import { HOSTILE } from '../support/hostile-text.ts';

const write = (tree: TreeExcerpt): string => [...html(tree)].join('');
const sample = excerpt({ processes: 6_000, hosts: 2 });
const page = write(sample);
const inner = (tag: string): string => new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(page)?.[1] ?? '';
const sha256 = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

describe('the page', () => {
  it('allows its one script and its one style, and nothing else', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1];
    expect(policy?.split('; ')).toEqual([
      "default-src 'none'",
      `script-src ${sha256(inner('script'))}`,
      `style-src ${sha256(inner('style'))}`,
      "connect-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ]);
    expect(page.indexOf('Content-Security-Policy')).toBeLessThan(page.indexOf('<title>'));
  });

  it('holds the excerpt, whole', () => {
    const data = /<script type="text\/plain" id="data">\n([^<]*)<\/script>/.exec(page)?.[1] as string;
    const [head, alerts, ...segments] = data
      .trim()
      .split('\n')
      .map((line) => unpack(inflateSync(Buffer.from(line, 'base64')).toString()));
    expect(head).toEqual({ title: sample.title, omitted: sample.omitted, nodeCount: 6_000 });
    expect(alerts).toEqual(sample.alerts);
    expect(segments).toHaveLength(2);
    expect(segments.flat()).toEqual(sample.nodes);
  });

  it('is the same each time', () => {
    expect(write(excerpt({ processes: 6_000, hosts: 2 }))).toBe(page);
  });

  it.each(Object.entries(HOSTILE))('writes %s in the title as text', (_, title) => {
    const titled = write({ title, nodes: [], alerts: [], omitted: [title] });
    const written = /<title>([\s\S]*?)<\/title>/.exec(titled)?.[1] as string;
    expect(written).not.toMatch(/[<>]|(?!\n)[\p{Cc}\p{Cf}]/u);
    expect(titled.match(/<script/g)).toHaveLength(2);
  });
});
