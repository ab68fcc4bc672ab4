import pc from 'picocolors';

/** How things are printed: colours or not, and how wide. */
export interface Terminal {
  readonly color: ReturnType<typeof pc.createColors>;
  /** Columns that a line may take. */
  readonly width: number;
}

/** Width where the output is no terminal: whole lines matter more than a screen. */
const FILE_WIDTH = 200;

/** The terminal behind a stream; colours only there, and not with NO_COLOR or --no-color. */
export function terminalOf(stream: NodeJS.WriteStream, wantsColor: boolean): Terminal {
  const color =
    wantsColor && stream.isTTY === true && (process.env.NO_COLOR ?? '') === '' && process.env.TERM !== 'dumb';
  return { color: pc.createColors(color), width: Math.max(60, stream.isTTY ? stream.columns : FILE_WIDTH) };
}
