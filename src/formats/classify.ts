import type { Head } from './format.ts';
import { JsonScan } from './json-scan.ts';
import { lineFault } from './line-fault.ts';

/** How the text of a file is organised. */
export type TextKind = 'ndjson' | 'json' | 'csv' | 'winevent-xml';

const LOG_NAME = /\.(?:ndjson|jsonl?|log)$/i;
const JSON_NAME = /\.(?:ndjson|jsonl?)$/i;
const CSV_NAME = /\.[ct]sv$/i;
const PACKED_SUFFIX = /\.(?:gz|gzip|zst|zstd)$/i;
const EVENT_XML = /^\s*(?:<[?!][^>]*>\s*)*<Events?[\s>]/;
const ARRAY_OF_VALUES = /^\s*\[\s*(?:[[{"\]]|$)/;
const SEPARATORS = [',', ';', '\t'];
const HEADER_CELL_CHARACTERS = 64;
const NEWLINE = 0x0a;

/**
 * The kind of text that begins with `head`, or undefined if it is no log. The bytes decide, the name breaks ties; and
 * what is called `.ndjson`, `.jsonl` or `.json` is always taken as such, so that junk in it is counted line by line.
 */
export function classify(head: Head, path: string): TextKind | undefined {
  const name = path.replace(PACKED_SUFFIX, '');
  const text = head.text.toString('latin1');
  const isText = !text.includes('\0');
  if (EVENT_XML.test(text)) return 'winevent-xml';
  if (ARRAY_OF_VALUES.test(text) || (JSON_NAME.test(name) && /^\s*\[/.test(text))) return 'json';
  if (/^\s*\{/.test(text)) return isOneObjectALine(wholeLines(head)) ? 'ndjson' : 'json';
  if (isText && CSV_NAME.test(name) && isHeader(text, false)) return 'csv';
  if ((isText ? LOG_NAME : JSON_NAME).test(name) || wholeLines(head).some(isObject)) return 'ndjson';
  return isText && isHeader(text, true) ? 'csv' : undefined;
}

/** The lines of a head that are there to their ends, without blank ones. */
function wholeLines(head: Head): Buffer[] {
  const lines: Buffer[] = [];
  for (let start = 0; start < head.text.length; ) {
    const newline = head.text.indexOf(NEWLINE, start);
    if (newline < 0 && !head.isWhole) break;
    const line = head.text.subarray(start, newline < 0 ? undefined : newline);
    if (line.toString('latin1').trim() !== '') lines.push(line);
    start += line.length + 1;
  }
  return lines;
}

/** A first line that is broken does not make the file a pretty-printed document if the second is an object. */
function isOneObjectALine([first, second]: readonly Buffer[]): boolean {
  if (first === undefined) return false;
  if (!isBalanced(first)) return second !== undefined && isObject(second);
  return !isSearchResponse(first);
}

function isBalanced(line: Buffer): boolean {
  const scan = new JsonScan();
  const start = line.indexOf('{');
  return scan.scan(line, start) === 'closed' && line.toString('latin1', scan.position).trim() === '';
}

function isObject(line: Buffer): boolean {
  return lineFault(line, 0, line.length, false, true) === undefined;
}

function isSearchResponse(line: Buffer): boolean {
  if (!line.includes('"hits"') || !isObject(line)) return false;
  const { hits } = JSON.parse(line.toString()) as { hits?: { hits?: unknown } | null };
  return typeof hits === 'object' && Array.isArray(hits?.hits);
}

/** Whether the first line separates three cells; with `strict` they must look like names too. */
function isHeader(text: string, strict: boolean): boolean {
  const line = text.trimStart().split(/\r?\n/, 1)[0] ?? '';
  return SEPARATORS.some((separator) => {
    const cells = line.split(separator).map((cell) => cell.trim());
    if (cells.length < 3) return false;
    // pandas leaves the name of its index column empty.
    const areNamed = cells.every(
      (cell, column) => column === 0 || (cell !== '' && cell.length <= HEADER_CELL_CHARACTERS),
    );
    return !strict || (areNamed && new Set(cells).size === cells.length);
  });
}
