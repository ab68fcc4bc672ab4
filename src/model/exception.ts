/** A process as an exception sees it. */
export interface ExceptionProcess {
  readonly name: string | null;
  readonly executable: string | null;
  readonly command_line: string | null;
  readonly user: { readonly id: string | null; readonly name: string | null; readonly domain: string | null };
  readonly hash: {
    readonly md5: string | null;
    readonly sha1: string | null;
    readonly sha256: string | null;
  };
  readonly code_signature: { readonly trusted: boolean | null; readonly subject_name: string | null };
}

/** One event of an alert as an exception sees it. */
export interface ExceptionSubject {
  readonly host: { readonly id: string | null; readonly name: string };
  /** Values of a field by its ECS name, none where it is missing. */
  readonly values: (field: string) => readonly string[];
  /** The process of the event; undefined where it is of none. */
  readonly process: ExceptionProcess | undefined;
  /** The parent as the event reports it. */
  readonly parent: Pick<ExceptionProcess, 'name' | 'executable' | 'command_line'>;
  /** Nearest first, to the root. */
  readonly ancestry: readonly ExceptionProcess[];
}

/** What of the alerts is not to be shown, and why. */
export interface Exception {
  readonly name: string;
  /** Where it stands: file and line, or file and id. */
  readonly place: string;
  /** Ids or short names of the rules that it is for; undefined for all. */
  readonly rules: readonly string[] | undefined;
  /** Epoch milliseconds after which alerts are not hidden any more. */
  readonly expires: number | undefined;
  /** Fields that it reads and that no event can have. */
  readonly unknownFields: readonly string[];
  readonly test: (subject: ExceptionSubject) => boolean;
}

/** What an exception hid. */
export interface ExceptionUse {
  readonly exception: Exception;
  /** Alerts that it hides. */
  readonly hidden: number;
  /** Those of them that no other exception hides. */
  readonly alone: number;
  /** Alerts that it would hide, had it not expired. */
  readonly expired: number;
}
