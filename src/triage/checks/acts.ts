import { isoTime } from '../../model/time.ts';
import type { Reason } from '../../model/verdict.ts';
import type { ActUpon } from '../../store/judged.ts';
import { reason } from '../reason.ts';
import type { Subject } from '../subject.ts';

/** Rights by which one process changes what another runs: create a thread, write to its memory, suspend it. */
const CHANGING = 0x0002 | 0x0020 | 0x0800;

/** Programs that open every process; a console opens those that write to it. */
const OPENS_ALL =
  /\\(csrss|lsass|svchost|msmpeng|wininit|services|smss|taskmgr|procexp(64)?|werfault|conhost)\.exe$/i;

/** What was done to the process: Sysmon 25 (its image changed), 8 (a thread from another) and 10 (opened to write). */
export const checkActs = ({ acts, alert }: Subject): Reason[] =>
  acts.flatMap((act) => {
    const evidence = {
      source: act.source,
      count: act.count,
      first: act.first === null ? null : isoTime(act.first),
      detail: act.detail,
    };
    return ofKind(act, alert.ancestry[0]?.executable ?? null).map(({ kind, text, weight }) =>
      reason(kind, text, evidence, weight),
    );
  });

function ofKind(
  act: ActUpon,
  parent: string | null,
): { readonly kind: ActUpon['kind']; readonly text: string; readonly weight?: number }[] {
  const who = act.source ?? 'an unknown process';
  const isParent = parent !== null && act.source?.toLowerCase() === parent.toLowerCase();
  if (act.kind === 'tampering')
    return [{ kind: 'tampering', text: `its image was changed while it ran (${act.detail ?? 'Sysmon 25'})` }];
  if (act.kind === 'remote_thread')
    return /\\csrss\.exe$/i.test(who)
      ? []
      : [{ kind: 'remote_thread', text: `${who}${isParent ? ', its parent,' : ''} started a thread in it` }];
  const rights = (act.detail ?? '').split(', ').map(Number).filter(Number.isFinite);
  if (!rights.some((right) => (right & CHANGING) !== 0) || OPENS_ALL.test(who)) return [];
  // Whoever starts a process holds every right to it: that alone says little.
  return [
    {
      kind: 'process_access',
      text: `${who}${isParent ? ', its parent,' : ''} opened it to write to it (${act.detail})`,
      ...(isParent ? { weight: 5 } : {}),
    },
  ];
}
