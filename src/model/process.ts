import type { SeenVia } from './link.ts';

/** One process instance, as the tree and every output name it. Times are ISO 8601 in UTC; null is "not known". */
export interface ProcessNode {
  /** Dense number of the process in its case. */
  readonly rid: number;
  readonly entity_id: string;
  readonly host: { readonly id: string | null; readonly name: string };
  readonly pid: number | null;
  readonly name: string | null;
  readonly executable: string | null;
  readonly command_line: string | null;
  readonly start: string | null;
  readonly end: string | null;
  readonly user: { readonly id: string | null; readonly name: string | null; readonly domain: string | null };
  readonly hash: {
    readonly md5: string | null;
    readonly sha1: string | null;
    readonly sha256: string | null;
  };
  readonly code_signature: {
    readonly exists: boolean | null;
    readonly trusted: boolean | null;
    readonly status: string | null;
    readonly subject_name: string | null;
  };
  readonly seen_via: SeenVia;
}

/** `name (pid)`, as the logs have it: not yet safe to print. */
export const labelOf = ({ name, pid }: Pick<ProcessNode, 'name' | 'pid'>): string =>
  `${name || '(no name)'} (${pid ?? 'no pid'})`;
