/** Kinds of records that tell of a process itself: they make the tree. */
export const PROCESS_KINDS = ['start', 'already_running', 'end'] as const;

/** Kinds of records that tell of what a process did, or of what happened on its host. */
export const ACTIVITY_KINDS = [
  'file',
  'registry',
  'network',
  'dns',
  'library',
  'driver',
  'pipe',
  'remote_thread',
  'process_access',
  'raw_access',
  'tampering',
  'wmi',
  'api',
  'logon',
  'account',
  'service',
  'task',
  'object_access',
  'other',
] as const;

/** A kind of record that makes the tree. */
export type ProcessKind = (typeof PROCESS_KINDS)[number];

/** A kind of record that hangs on it. */
export type ActivityKind = (typeof ACTIVITY_KINDS)[number];

/** What a record tells of. */
export type EventKind = ProcessKind | ActivityKind;

/** Whether records of the kind make the tree. */
export const isProcessKind = (kind: EventKind): kind is ProcessKind =>
  (PROCESS_KINDS as readonly EventKind[]).includes(kind);
