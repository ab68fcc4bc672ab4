import type { Descendant, Lineage } from '../../hunt/lineage.ts';
import { cut, visible } from '../../model/text.ts';
import { linkLabel, printChain, processLabel } from './chain.ts';
import { counted } from './counted.ts';
import type { Terminal } from './terminal.ts';

/** A process with its chain above and its descendants below. */
export function printLineage(terminal: Terminal, lineage: Lineage): string {
  const { color, width } = terminal;
  const { process, descendants } = lineage;
  const lines = [
    `${color.bold(processLabel(process))} on ${visible(lineage.host)}  ${color.dim(`${process.entity_id}  ${process.start ?? 'start not known'}${process.end === null ? '' : ` to ${process.end}`}`)}`,
    ...printChain(terminal, process, lineage.ancestry, false),
  ];
  const walk = (children: readonly Descendant[], depth: number): void => {
    for (const child of children) {
      const head = `${'  '.repeat(depth)}└─ ${processLabel(child.process)}`;
      const tag = `[${linkLabel(child.link)}]`;
      const room = width - head.length - tag.length - 3;
      lines.push(
        `${head} ${color.dim(tag)}${room > 8 ? `  ${cut(visible(child.process.command_line ?? ''), room)}` : ''}`,
      );
      walk(child.children, depth + 1);
    }
  };
  walk(descendants.tree, lineage.ancestry.length);
  if (descendants.listed < descendants.count)
    lines.push(
      color.dim(
        `… ${counted(descendants.count - descendants.listed, 'more descendant')} (--max-descendants)`,
      ),
    );
  return `${lines.join('\n')}\n`;
}
