import type { SystemProgram } from '../../model/reference.ts';
import type { Reason } from '../../model/verdict.ts';
import { reason } from '../reason.ts';
import type { Actor, Subject } from '../subject.ts';

/** Names of the accounts of Windows itself where the record has no SID; other languages have others. */
const SIDS: Readonly<Record<string, string>> = {
  system: 'S-1-5-18',
  'local service': 'S-1-5-19',
  'network service': 'S-1-5-20',
};

/** An account as a reader knows it; a SID that is the beginning of several keeps its end open. */
const accountOf = (sid: string): string =>
  Object.keys(SIDS)
    .find((name) => SIDS[name] === sid)
    ?.toUpperCase() ?? (sid.endsWith('-') ? `${sid}*` : sid);

/** Domains of such accounts, in the languages that keep the word. */
const OF_WINDOWS = /^(nt[ -]|autori|window manager|font driver host)/i;

/** Who a program of Windows runs as, with which integrity, in which session and how often. */
export const checkAccount = (subject: Subject): Reason[] => {
  const { process } = subject;
  const { program } = process;
  return program === undefined
    ? []
    : [
        ...account(process, program),
        ...integrity(process, program),
        ...session(process, program),
        ...instances(subject),
      ];
};

function account({ name, user, commandLine }: Actor, { users, userCommandLine }: SystemProgram): Reason[] {
  if (users === undefined || userCommandLine?.test(commandLine ?? '') === true) return [];
  const sid = user.id ?? sidOf(user);
  if (sid === undefined || users.some((each) => (each.endsWith('-') ? sid.startsWith(each) : sid === each)))
    return [];
  const who = [user.domain, user.name].filter(Boolean).join('\\') || sid;
  return [
    reason('account', `${name} runs as ${who}, not as ${users.map(accountOf).join(' or ')}`, {
      user: who,
      sid: user.id,
      expected: users,
    }),
  ];
}

/** The SID that a name stands for; a name that no SID is known of gives itself, and undefined what may be one of Windows' own. */
function sidOf({ name, domain }: Actor['user']): string | undefined {
  if (name === null) return undefined;
  const known = SIDS[name.toLowerCase()];
  if (known !== undefined) return known;
  // 4688 writes the machine's account for the system's.
  if (name.endsWith('$')) return 'S-1-5-18';
  return domain === null || OF_WINDOWS.test(domain) ? undefined : name;
}

function integrity({ name, facts }: Actor, { integrity: expected }: SystemProgram): Reason[] {
  const level = facts?.integrity ?? null;
  if (expected === undefined || level === null || expected.includes(level)) return [];
  return [
    reason('integrity', `${name} runs with ${level} integrity, not ${expected.join(' or ')}`, {
      integrity: level,
      expected,
    }),
  ];
}

function session({ name, facts }: Actor, { session: expected }: SystemProgram): Reason[] {
  const id = facts?.session ?? null;
  if (expected === undefined || id === null || id === expected) return [];
  return [reason('session', `${name} runs in session ${id}, not ${expected}`, { session: id, expected })];
}

function instances({ process, instances: others }: Subject): Reason[] {
  if (process.program?.single !== true || others.length === 0) return [];
  return [
    reason(
      'instances',
      `${others.length} other ${process.name} ran already, where one is to run: ${others.slice(0, 3).join(', ')}`,
      { others: others.slice(0, 10), count: others.length },
    ),
  ];
}
