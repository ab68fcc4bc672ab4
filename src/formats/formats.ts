import { gzip, zstd } from './compressed.ts';
import { evtx } from './evtx/evtx.ts';
import type { Format } from './format.ts';
import { parquet } from './parquet.ts';
import { tar } from './tar.ts';
import { text } from './text.ts';
import { unread } from './unread.ts';
import { zip } from './zip.ts';

/** Every kind of file that is told apart; the first that recognises the first bytes reads the file. */
export const FORMATS: readonly Format[] = [gzip, zstd, zip, tar, evtx, parquet, ...unread, text];
