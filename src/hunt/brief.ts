import type { ProcessBrief } from '../model/alert.ts';
import type { ProcessNode } from '../model/process.ts';

/** What an output tells of a process in a chain or a sample. */
export function brief(process: ProcessNode): ProcessBrief {
  const { entity_id, pid, name, executable, command_line, start, end, user, seen_via } = process;
  return { entity_id, pid, name, executable, command_line, start, end, user, seen_via };
}
