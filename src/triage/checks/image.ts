import type { Reason } from '../../model/verdict.ts';
import { isAtHome, writableFolder } from '../location.ts';
import { reason } from '../reason.ts';
import type { Actor, Subject } from '../subject.ts';

/** Seconds from the making of a file to its start below which it is young. */
const YOUNG = 500;

/** Weight of a parent in a folder of users whose child lies in one too: an app of a user is several programs. */
const ANOTHER = 10;

/**
 * Where the images of both ends lie, what they were named when they were built, who signed them and how old they are. A
 * program that starts itself is judged once.
 */
export function checkImages({ process, parent }: Subject): Reason[] {
  const own = ofActor(process);
  if (isSame(process.executable, parent.executable)) return own;
  const inUsersFolder = own.some(({ kind }) => kind === 'writable_folder');
  return [
    ...own,
    ...ofActor(parent).map((each) =>
      inUsersFolder && each.kind === 'writable_folder' ? { ...each, weight: ANOTHER } : each,
    ),
  ];
}

const isSame = (path: string | null, other: string | null): boolean =>
  path !== null && path.toLowerCase() === other?.toLowerCase();

const ofActor = (actor: Actor): Reason[] => [
  ...location(actor),
  ...masquerade(actor),
  ...signature(actor),
  ...young(actor),
];

function location({ role, name, executable, program }: Actor): Reason[] {
  const home = isAtHome(program, executable);
  if (home === true) return [];
  const folder = writableFolder(executable);
  const evidence = { role, executable, expected: program?.folders ?? [] };
  if (home === false)
    return [
      reason(
        'location',
        `${name} belongs in ${program?.folders.join(' or ')}, and lies at ${executable}`,
        evidence,
      ),
    ];
  return folder === null
    ? []
    : [
        reason(
          'writable_folder',
          `the ${role} ${name} lies in a folder that users may write to: ${folder}`,
          evidence,
        ),
      ];
}

/** Characters of a name that are compared: no file has a longer one. */
const LONGEST = 260;

/** Letters and digits alone: `RUNTIMEBROKER`, `explorer` and `EXPLORER.EXE.MUI` are spelt in many ways. */
const plainName = (name: string): string =>
  name
    .slice(-LONGEST)
    .toLowerCase()
    .replace(/(\.mui|\.exe|\.dll|\.ocx|\.scr)+$/g, '')
    .replace(/[^\p{L}\p{N}]/gu, '');

/** Programs of Windows whose file has another name than when they were built. */
const RENAMED: ReadonlySet<string> = new Set([
  'smss',
  'lsaiso',
  'wmiprvse',
  'werfaultsecure',
  'tiworker',
  'msmpeng',
]);

function masquerade({ role, name, executable, program, facts }: Actor): Reason[] {
  const original = facts?.original_name ?? null;
  if (name === null || original === null || /^[?-]?$/.test(original)) return [];
  const [own, built] = [plainName(name), plainName(original)];
  if (own === built || built === '' || RENAMED.has(own)) return [];
  const evidence = { role, name, executable, original_file_name: original };
  const text = `${name} was built as ${original}`;
  return [reason('masquerade', text, evidence, program === undefined ? 25 : undefined)];
}

function signature({ role, name, program, facts }: Actor): Reason[] {
  if (facts === undefined) return [];
  const evidence = {
    role,
    signed: facts.signed,
    trusted: facts.trusted,
    status: facts.status,
    signer: facts.signer,
  };
  const weight = program === undefined ? 15 : undefined;
  if (facts.signed === false)
    return [reason('unsigned', `the ${role} ${name} is not signed`, evidence, weight)];
  if (facts.trusted === false)
    return [
      reason(
        'untrusted',
        `the signature of the ${role} ${name} is not trusted${facts.status === null ? '' : ` (${facts.status})`}`,
        evidence,
        weight,
      ),
    ];
  if (program !== undefined && facts.signer !== null && !/microsoft/i.test(facts.signer))
    return [
      reason('untrusted', `the ${role} ${name} is signed by ${facts.signer}, not by Microsoft`, evidence),
    ];
  return [];
}

function young({ role, name, facts }: Actor): Reason[] {
  const age = facts?.file_age ?? null;
  if (age === null || age < 0 || age > YOUNG) return [];
  return [
    reason(
      'young_binary',
      `the file of the ${role} ${name} was made ${Math.round(age)} seconds before it started`,
      {
        role,
        seconds: age,
      },
    ),
  ];
}
