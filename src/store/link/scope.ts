/** Which hosts are linked, and how their processes are numbered meanwhile. */
export interface Scope {
  /** Whether these are all hosts of the case; else they are in temp table `scope`. */
  readonly all: boolean;
  /** Number of the first process: higher than that of any process of the other hosts. */
  readonly firstRid: number;
  /** SQL, true for rows of a table or alias with `host_rid` that are of these hosts. */
  readonly has: (alias: string) => string;
}

/** The scope of a whole case. */
export const EVERY_HOST: Scope = { all: true, firstRid: 0, has: () => 'TRUE' };

/** The scope of the hosts in temp table `scope`. */
export const someHosts = (firstRid: number): Scope => ({
  all: false,
  firstRid,
  has: (alias) => `${alias}.host_rid IN (FROM scope)`,
});
