import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { deflateSync } from 'node:zlib';
import { visible } from '../model/text.ts';
import type { TreeExcerpt } from '../model/tree-excerpt.ts';
import { pack } from './packed.ts';

/** The bundled page, as `npm run build:viewer` writes it; the same two steps up from `src/export` and `dist/export`. */
const BUNDLE = fileURLToPath(new URL('../../dist/export/viewer/', import.meta.url));

/** Processes that are packed together: few enough to hold their text in memory once more, enough to deflate well. */
const SEGMENT = 5_000;

/**
 * The viewer: one HTML page that holds the excerpt, opens from disk and asks no network for anything. The data is a text
 * block of lines, each the base64 of deflated, packed JSON: what is not a list, the alerts, then the processes by segments.
 */
export function* html(excerpt: TreeExcerpt): Iterable<string> {
  const script = readBundle('viewer.js');
  const style = readBundle('viewer.css');
  const { nodes, alerts, ...rest } = excerpt;
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy(script, style)}">
<meta name="referrer" content="no-referrer">
<meta http-equiv="x-dns-prefetch-control" content="off">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(visible(excerpt.title))}</title>
<style>${style}</style>
</head>
<body>
<noscript>This page draws its process tree by its own script, which this browser does not run.</noscript>
<main id="app" aria-busy="true"><p class="loading">Unpacking ${nodes.length} processes …</p></main>
<script type="text/plain" id="data">
`;
  yield segment({ ...rest, nodeCount: nodes.length });
  yield segment(alerts);
  for (let first = 0; first < nodes.length; first += SEGMENT)
    yield segment(nodes.slice(first, first + SEGMENT));
  yield `</script>
<script>${script}</script>
</body>
</html>
`;
}

/** Nothing may load, run or be sent but the one script and the one style, known by their hashes. */
function contentPolicy(script: string, style: string): string {
  return [
    "default-src 'none'",
    `script-src '${hashSource(script)}'`,
    `style-src '${hashSource(style)}'`,
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

function hashSource(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

function segment(value: unknown): string {
  return `${deflateSync(pack(value), { level: 7 }).toString('base64')}\n`;
}

function readBundle(name: string): string {
  const path = `${BUNDLE}${name}`;
  if (!existsSync(path)) throw new Error(`${path} is missing: npm run build:viewer writes it`);
  const text = readFileSync(path, 'utf8').trim();
  if (/<\/(script|style)|<!--/i.test(text))
    throw new Error(`${path} would end the element that it stands in`);
  return text;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
