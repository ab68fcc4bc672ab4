import { cut } from '../../model/text.ts';
import type { Reason } from '../../model/verdict.ts';
import { reason } from '../reason.ts';
import type { Actor, Subject } from '../subject.ts';

/** Characters of a command line that a reason quotes. */
const QUOTED = 120;

/** Command lines that programs of Windows never have. */
export const checkCommandLines = ({ process, parent }: Subject): Reason[] => [
  ...ofActor(process),
  ...ofActor(parent),
];

function ofActor({ role, name, commandLine, program }: Actor): Reason[] {
  if (program === undefined || commandLine === null || commandLine.trim() === '') return [];
  const weight = role === 'process' ? undefined : 15;
  if (program.commandLine !== undefined && !program.commandLine.test(commandLine))
    return [
      reason(
        'command_line',
        `the command line of ${role === 'parent' ? 'the parent ' : ''}${name} is not like those of its kind: ${cut(commandLine, QUOTED)}`,
        { role, command_line: commandLine, expected: program.commandLine.source },
        weight,
      ),
    ];
  const group = program.groups === undefined ? undefined : /-k\s+"?([\w-]+)/i.exec(commandLine)?.[1];
  if (group === undefined || program.groups?.includes(group.toLowerCase()) === true) return [];
  return [
    reason(
      'service_group',
      `${name} hosts the group ${group}, which Windows does not have`,
      { role, group },
      weight,
    ),
  ];
}
