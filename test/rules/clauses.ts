/** One clause of the rule as its facts state it: which processes it watches, and who may stand on the other side. */
export interface Clause {
  readonly watches: 'child' | 'parent';
  readonly names: readonly string[];
  readonly allowed: readonly string[];
}

/** An edge and what the rule must say of it. */
export interface Case {
  readonly version: 314 | 323;
  readonly child: string | undefined;
  readonly parent: string | undefined;
  /** Path of the parent; version 323 asks for one. Given as undefined where the record has none. */
  readonly parentExecutable: string | undefined;
  readonly commandLine?: string;
  readonly fires: boolean;
  /** The clause that must be named as the one that fired: its first watched name. */
  readonly clause?: Clause;
}

const child = (names: readonly string[], allowed: readonly string[]): Clause => ({
  watches: 'child',
  names,
  allowed,
});
const parent = (names: readonly string[], allowed: readonly string[]): Clause => ({
  watches: 'parent',
  names,
  allowed,
});

/** The clauses of version 314, in the order of the rule. */
export const CLAUSES_314: readonly Clause[] = [
  child(['autochk.exe'], ['smss.exe']),
  child(['fontdrvhost.exe', 'dwm.exe'], ['wininit.exe', 'winlogon.exe']),
  child(['consent.exe', 'RuntimeBroker.exe', 'TiWorker.exe'], ['svchost.exe']),
  child(['SearchIndexer.exe'], ['services.exe']),
  child(['SearchProtocolHost.exe'], ['SearchIndexer.exe', 'dllhost.exe']),
  child(['dllhost.exe'], ['services.exe', 'svchost.exe']),
  child(['smss.exe'], ['System', 'smss.exe']),
  child(['csrss.exe'], ['smss.exe', 'svchost.exe']),
  child(['wininit.exe'], ['smss.exe']),
  child(['winlogon.exe'], ['smss.exe']),
  child(['lsass.exe', 'LsaIso.exe'], ['wininit.exe']),
  child(['LogonUI.exe'], ['wininit.exe', 'winlogon.exe']),
  child(['services.exe'], ['wininit.exe']),
  child(['svchost.exe'], ['MsMpEng.exe', 'services.exe', 'svchost.exe']),
  child(['spoolsv.exe'], ['services.exe']),
  child(['taskhost.exe'], ['services.exe', 'svchost.exe', 'ngentask.exe']),
  child(['taskhostw.exe'], ['services.exe', 'svchost.exe']),
  child(['userinit.exe'], ['dwm.exe', 'winlogon.exe']),
  child(['wmiprvse.exe', 'wsmprovhost.exe', 'winrshost.exe'], ['svchost.exe']),
  parent(
    ['SearchProtocolHost.exe', 'taskhost.exe', 'csrss.exe'],
    ['werfault.exe', 'wermgr.exe', 'WerFaultSecure.exe', 'conhost.exe'],
  ),
  parent(['autochk.exe'], ['chkdsk.exe', 'doskey.exe', 'WerFault.exe']),
  parent(
    ['smss.exe'],
    ['autochk.exe', 'smss.exe', 'csrss.exe', 'wininit.exe', 'winlogon.exe', 'setupcl.exe', 'WerFault.exe'],
  ),
  parent(['wermgr.exe'], ['WerFaultSecure.exe', 'wermgr.exe', 'WerFault.exe']),
  parent(['conhost.exe'], ['mscorsvw.exe', 'wermgr.exe', 'WerFault.exe', 'WerFaultSecure.exe']),
];

/** What version 323 allows beyond 314, by the watched name that stands first in its clause. */
const ADDED_323: Readonly<Record<string, readonly string[]>> = {
  'child fontdrvhost.exe': ['dwm.exe'],
  'child consent.exe': ['Workplace Container Helper.exe'],
  'child spoolsv.exe': ['Workplace Starter.exe'],
  'child userinit.exe': ['KUsrInit.exe'],
  'parent SearchProtocolHost.exe': ['ngentask.exe', 'SearchProtocolHost.exe'],
  'parent smss.exe': [
    'wpbbin.exe',
    'PvsVmBoot.exe',
    'SophosNA.exe',
    'omnissa-ic-nga.exe',
    'icarus_rvrt.exe',
    'poqexec.exe',
  ],
  'parent conhost.exe': ['conhost.exe'],
};

/** The clauses of version 323, in the order of the rule. */
export const CLAUSES_323: readonly Clause[] = CLAUSES_314.map((clause) => ({
  ...clause,
  allowed: [...clause.allowed, ...(ADDED_323[`${clause.watches} ${clause.names[0]}`] ?? [])],
}));

/** Command lines of rundll32 under wermgr, and whether version 323 lets them pass. */
export const WERMGR_RUNDLL32: readonly (readonly [commandLine: string | undefined, allowed: boolean])[] = [
  ['rundll32.exe C:\\WINDOWS\\system32\\WerConCpl.dll, LaunchErcApp -queuereporting', true],
  ['RUNDLL32.EXE c:\\windows\\system32\\WERCONCPL.DLL,LAUNCHERCAPP', true],
  ['rundll32.exe C:\\Users\\Public\\a.dll,Start', false],
  ['rundll32.exe LaunchErcApp WerConCpl.dll', false],
  ['', false],
  [undefined, false],
];

/** What may start anything under anyone: no clause watches it on either side. */
const STRANGER = 'totally-unrelated.exe';

export function casesOf(version: 314 | 323): readonly Case[] {
  return clausesOf(version).flatMap((clause) =>
    clause.names.flatMap((name) => casesOfName(version, clause, name)),
  );
}

function casesOfName(version: 314 | 323, clause: Clause, name: string): Case[] {
  const edge = (other: string, changed: Partial<Case> & { fires: boolean }): Case => {
    const [childName, parentName] = clause.watches === 'child' ? [name, other] : [other, name];
    return {
      version,
      child: childName,
      parent: parentName,
      parentExecutable: `C:\\Windows\\System32\\${parentName}`,
      ...(changed.fires ? { clause } : {}),
      ...changed,
    };
  };
  const allowed = clause.allowed.map((other) => {
    const broken =
      clause.watches === 'child' ? brokenClause(version, name, other) : brokenClause(version, other, name);
    return edge(other, broken === undefined ? { fires: false } : { fires: true, clause: broken });
  });
  const fires = edge(STRANGER, { fires: true });
  const letterCase = (change: (text: string) => string): Case => ({
    ...fires,
    child: change(fires.child ?? ''),
    parent: change(fires.parent ?? ''),
  });
  const quiet = clause.allowed[0] ?? '';
  const quietUpper = allowed[0]?.fires === false ? [edge(quiet.toUpperCase(), { fires: false })] : [];
  const noParent: readonly Case[] =
    clause.watches === 'child' ? [{ ...edge(STRANGER, { fires: false }), parent: undefined }] : [];
  const noChild: readonly Case[] = clause.watches === 'parent' ? [{ ...fires, child: undefined }] : [];
  const nearMiss = [
    edge(STRANGER, {
      fires: false,
      ...(clause.watches === 'child' ? { child: `x${name}` } : { parent: `x${name}` }),
    }),
    edge(STRANGER, {
      fires: false,
      ...(clause.watches === 'child' ? { child: `${name}.exe` } : { parent: `${name}.exe` }),
    }),
  ];
  return [
    ...allowed,
    fires,
    letterCase((text) => text.toUpperCase()),
    letterCase((text) => text.toLowerCase()),
    ...quietUpper,
    ...noParent,
    ...noChild,
    ...nearMiss,
  ];
}

/** The first clause that an edge breaks by the rule's facts as they are listed, without any query. */
export function brokenClause(version: 314 | 323, childName: string, parentName: string): Clause | undefined {
  return clausesOf(version).find(({ watches, names, allowed }) => {
    const [watched, other] = watches === 'child' ? [childName, parentName] : [parentName, childName];
    return has(names, watched) && !has(allowed, other);
  });
}

function clausesOf(version: 314 | 323): readonly Clause[] {
  return version === 314 ? CLAUSES_314 : CLAUSES_323;
}

function has(names: readonly string[], name: string): boolean {
  return names.some((each) => each.toLowerCase() === name.toLowerCase());
}
