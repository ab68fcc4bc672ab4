import type { Ancestor, LinkBrief, ProcessBrief } from '../../model/alert.ts';
import { labelOf } from '../../model/process.ts';
import { visible } from '../../model/text.ts';
import { counted } from './counted.ts';
import type { Terminal } from './terminal.ts';
import { columnsOf, cutColumns } from './width.ts';

/** One line of a printed chain. */
interface ChainEntry {
  readonly process: ProcessBrief;
  /** How the process is tied to the one above it; undefined for the top. */
  readonly link: LinkBrief | undefined;
}

/** How a process came to be known, where its start is in no record. */
export const SEEN: Record<ProcessBrief['seen_via'], string> = {
  start: '',
  already_running: 'already running',
  mentioned: 'start not seen',
  placeholder: 'not seen',
};

/** `name (pid)`, safe to print. */
export const processLabel = (process: Pick<ProcessBrief, 'name' | 'pid'>): string =>
  visible(labelOf(process));

/** `entity_id 1.00`, with the number of rivals where there are any. */
export const linkLabel = (link: LinkBrief): string =>
  `${link.method} ${link.confidence.toFixed(2)}${link.rivals > 0 ? `, ${counted(link.rivals, 'rival')}` : ''}`;

/**
 * A chain of processes as an indented tree, root first. Each line says how the process is tied to the one above; with
 * `anomaly`, the last edge is marked.
 */
export function printChain(
  terminal: Terminal,
  process: ProcessBrief,
  ancestry: readonly Ancestor[],
  anomaly: boolean,
): string[] {
  const { color, width } = terminal;
  const path = [process, ...ancestry];
  const entries: ChainEntry[] = path
    .map((entry, index) => ({ process: entry, link: ancestry[index]?.link }))
    .reverse();
  return entries.map((entry, depth) => {
    const last = depth === entries.length - 1;
    const marked = last && anomaly;
    const branch = depth === 0 ? '' : `${'  '.repeat(depth - 1)}${marked ? '╘═▶ ' : '└─ '}`;
    const name = processLabel(entry.process);
    const notes = [
      SEEN[entry.process.seen_via],
      entry.link === undefined ? '' : linkLabel(entry.link),
    ].filter(Boolean);
    const tag = notes.length === 0 ? '' : `[${notes.join('; ')}]`;
    const room = width - 4 - branch.length - columnsOf(name) - tag.length - 2;
    const commandLine = visible(entry.process.command_line ?? entry.process.executable ?? '');
    const tail = room > 8 && !marked ? `  ${cutColumns(commandLine, room)}` : '';
    return `${color.dim(branch)}${marked ? color.bold(color.red(name)) : color.bold(name)} ${color.dim(tag)}${tail}`;
  });
}
