import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { put } from '../support/case.ts';
import { start, stemma } from '../support/stemma.ts';
import { engineMissing } from './support/chdb.ts';
import { type Engine, startEngine } from './support/engine.ts';

const EXAMPLE = 'fixtures/example';
const ACCOUNT = { user: 'hunter', password: "pa'ss\\wörd-7f3a" };

/** Runs the command line and leaves this process to answer: the engines' pipes are here. */
function run(args: readonly string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = stemma(args, { env });
  return { status, stdout, stderr };
}

describe.skipIf(engineMissing !== undefined)(
  `stemma cluster and stemma hunt --clickhouse ${engineMissing ?? ''}`,
  () => {
    let engines: Engine[];
    let guarded: Engine;
    let folder: string;
    let urls: string;
    let local: string;
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'stemma-test-'));
      engines = await Promise.all([startEngine(), startEngine(), startEngine()]);
      guarded = await startEngine({ account: ACCOUNT });
      urls = engines.map(({ url }) => url).join(',');
      local = run(['hunt', EXAMPLE, '--format', 'ndjson', '--quiet']).stdout;
      expect(local.split('\n')).toHaveLength(11);
    });
    afterAll(async () => {
      rmSync(folder, { recursive: true, force: true });
      await Promise.all([...(engines ?? []), guarded].map((engine) => engine?.[Symbol.asyncDispose]()));
    });

    it('writes the bytes that a hunt in the exports writes', () => {
      expect(run(['cluster', 'init', '--clickhouse', urls]).status).toBe(0);
      expect(run(['cluster', 'load', EXAMPLE, '--clickhouse', urls])).toMatchObject({ status: 0 });
      for (const format of ['ndjson', 'text']) {
        const there = run(['hunt', '--clickhouse', urls, '--format', format]);
        expect(there, there.stderr).toMatchObject({ status: 0 });
        expect(there.stderr).toMatch(/ClickHouse: \d+ downloads, [\d,]+ rows and/);
        expect(there.stdout).toBe(run(['hunt', EXAMPLE, '--format', format, '--quiet']).stdout);
      }
    });

    it('keeps the part that it brought as a case in which other commands work', () => {
      const file = join(folder, 'part.duckdb');
      expect(run(['hunt', '--clickhouse', urls, '--case', file, '--format', 'ndjson']).stdout).toBe(local);
      const alert = JSON.parse(local.split('\n')[0] as string) as { process: { entity_id: string } };
      const tree = run(['tree', alert.process.entity_id, '--case', file]);
      expect(tree, tree.stderr).toMatchObject({ status: 0 });
      expect(run(['hunt', '--case', file, '--format', 'ndjson', '--quiet']).stdout.split('\n')).toHaveLength(
        11,
      );
      const again = run(['hunt', '--clickhouse', urls, '--case', file]);
      expect(again.status).toBe(2);
      expect(again.stderr).toContain('exists already');
    });

    it('tells what is loaded and what is missing', () => {
      const status = run(['cluster', 'status', '--clickhouse', urls, '--format', 'ndjson']);
      const rows = status.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { state: string; events: number; hosts: number });
      expect(rows).toHaveLength(3);
      expect(rows.every(({ state }) => state === 'whole')).toBe(true);
      expect(rows.reduce((sum, { hosts }) => sum + hosts, 0)).toBe(4);
      const check = run([
        'cluster',
        'check',
        '--clickhouse',
        urls.split(',')[0] as string,
        '--format',
        'ndjson',
      ]);
      expect(check.stdout).toContain('tables');
      const none = run(['cluster', 'check', '--clickhouse', urls, '--database', 'default']);
      expect(none.status).toBe(2);
      expect(none.stdout).toContain('stemma cluster init');
    });

    it('asks as the account of the environment or of a file, and shows its password nowhere', () => {
      const secret = ACCOUNT.password;
      const env = { STEMMA_CLICKHOUSE_USER: ACCOUNT.user, STEMMA_CLICKHOUSE_PASSWORD: secret };
      const at = ['--clickhouse', guarded.url];
      const refused = run(['cluster', 'init', ...at, '--retry-seconds', '0']);
      expect(refused.status).toBe(2);
      expect(refused.stderr).toMatch(/Authentication failed[\s\S]*STEMMA_CLICKHOUSE_USER/);
      const wrong = run(['cluster', 'init', ...at], { ...env, STEMMA_CLICKHOUSE_PASSWORD: 'wrong-4711' });
      expect(wrong.status).toBe(2);
      expect(wrong.stderr).not.toContain('wrong-4711');
      expect(run(['cluster', 'init', ...at], env).status).toBe(0);
      const file = put(folder, 'account', `user=${ACCOUNT.user}\npassword=${secret}\n`);
      chmodSync(file, 0o644);
      expect(run(['cluster', 'load', EXAMPLE, ...at, '--credentials', file]).stderr).toContain('chmod 600');
      chmodSync(file, 0o600);
      const loaded = run(['cluster', 'load', EXAMPLE, ...at, '--credentials', file]);
      expect(loaded, loaded.stderr).toMatchObject({ status: 0 });
      const kept = join(folder, 'guarded.duckdb');
      const hunted = run(['hunt', ...at, '--case', kept, '--format', 'ndjson'], env);
      expect(hunted.stdout).toBe(local);
      for (const text of [loaded.stderr, hunted.stderr, hunted.stdout, readFileSync(kept, 'latin1')]) {
        expect(text).not.toContain(secret);
        expect(text).not.toContain(ACCOUNT.user);
      }
    });

    it.each([
      [
        'an account in the address',
        ['hunt', '--clickhouse', 'http://me:secret-99@h:8123'],
        /holds more than its place[\s\S]*STEMMA_CLICKHOUSE/,
      ],
      ['no address', ['cluster', 'init', '--clickhouse', 'ch'], /no address of a ClickHouse server/],
      ['another protocol', ['cluster', 'init', '--clickhouse', 'ftp://ch'], /over http or https/],
      ['none named', ['cluster', 'status'], /no ClickHouse is named/],
      ['exports too', ['hunt', EXAMPLE, '--clickhouse', 'http://h:1'], /reads no exports/],
      ['a mapping without ClickHouse', ['hunt', EXAMPLE, '--mapping', 'm.toml'], /none is named/],
      [
        'two tables',
        ['cluster', 'link', '--clickhouse', 'http://h:1', '--table', 'a', '--mapping', 'b'],
        /both name a table/,
      ],
      ['no table', ['cluster', 'link', '--clickhouse', 'http://h:1'], /no table is named/],
      [
        'a table that is SQL',
        ['cluster', 'link', '--clickhouse', 'http://h:1', '--table', 'a; DROP'],
        /no name of a table/,
      ],
      ['all of it', ['hunt', '--clickhouse', 'http://h:1', '--full-graph'], /bring every event/],
      ['a key alone', ['hunt', '--clickhouse', 'https://h:1', '--key', 'k'], /go together/],
      [
        'nothing to load',
        ['cluster', 'load', '--clickhouse', 'http://h:1'],
        /either exports are loaded, or a case/,
      ],
      [
        'nobody there',
        ['cluster', 'status', '--clickhouse', 'http://127.0.0.1:9', '--retry-seconds', '0'],
        /does not answer for http:\/\/127\.0\.0\.1:9/,
      ],
    ])('says what is wrong: %s', (_, args, answer) => {
      const { status, stdout, stderr } = run(args);
      expect(stderr).toMatch(answer);
      expect(stderr).not.toContain('secret-99');
      expect(stdout).toBe('');
      expect(status).toBe(2);
    });

    it('with a shard killed in the middle of a hunt is an error, or with --allow-partial a part that says so', async () => {
      for (const partial of [false, true]) {
        const three = await Promise.all([startEngine(), startEngine(), startEngine()]);
        const at = ['--clickhouse', three.map(({ url }) => url).join(','), '--retry-seconds', '1'];
        try {
          run(['cluster', 'init', ...at]);
          expect(run(['cluster', 'load', EXAMPLE, ...at]).status).toBe(0);
          const victim = three[1] as Engine;
          victim.fault({ kind: 'die', matches: 'FROM events AS e WHERE', times: 1 });
          const output = join(folder, `partial-${partial}.ndjson`);
          const child = start(
            [
              'hunt',
              ...at,
              '--format',
              'ndjson',
              '-o',
              output,
              '--quiet',
              ...(partial ? ['--allow-partial'] : []),
            ],
            {},
          );
          let stderr = '';
          child.stderr?.on('data', (chunk: Buffer) => {
            stderr += chunk.toString();
          });
          const status = await new Promise((resolve) => child.on('close', resolve));
          if (partial) {
            expect(status).toBe(4);
            expect(stderr).toContain(`PARTIAL: no answer from ClickHouse for ${victim.url}`);
            const whole = new Set(
              local.split('\n').map((line) => (line === '' ? '' : (JSON.parse(line) as { id: string }).id)),
            );
            const alerts = readFileSync(output, 'utf8').split('\n').filter(Boolean);
            expect(alerts.length).toBeLessThan(10);
            for (const line of alerts) {
              const { id, facts } = JSON.parse(line) as { id: string; facts: string[] };
              expect(whole).toContain(id);
              expect(facts.join()).toContain(`part of the cluster did not answer: ${victim.url}`);
            }
          } else {
            expect(status).toBe(2);
            expect(stderr).toContain(`does not answer for ${victim.url}, events from 2026-03-`);
          }
        } finally {
          await Promise.all(three.map((engine) => engine[Symbol.asyncDispose]()));
        }
      }
    });

    const openssl = spawnSync('openssl', ['version']).status === 0;
    it.skipIf(!openssl)(
      `trusts the server by the certificate that it is given${openssl ? '' : ' (no openssl here)'}`,
      async () => {
        const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
        spawnSync('openssl', [
          ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1'],
          ...['-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert],
        ]);
        await using secure = await startEngine({ tls: { cert, key } });
        const at = ['--clickhouse', secure.url];
        const blind = run(['cluster', 'init', ...at]);
        expect(blind.status).toBe(2);
        expect(blind.stderr).toMatch(/is not trusted[\s\S]*--ca/);
        const seeing = run(['cluster', 'init', ...at, '--ca', cert]);
        expect(seeing, seeing.stderr).toMatchObject({ status: 0 });
        writeFileSync(join(folder, 'none.pem'), 'no certificate');
        expect(run(['cluster', 'init', ...at, '--ca', join(folder, 'nowhere.pem')]).stderr).toContain(
          "can't be read",
        );
      },
    );
  },
);
