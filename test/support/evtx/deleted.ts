import { chunksOf, type EventSpec, eventRecord } from './evtx.ts';

/** Records of as many invented images, numbered from 1. */
export const imageEvents = (count: number): EventSpec[] =>
  Array.from({ length: count }, (_, index) => ({
    recordId: index + 1,
    data: { Image: `C:\\${index + 1}.exe`, UtcTime: '2026-03-10 08:00:00.123' },
  }));

/** A chunk of ten records whose header says that it ends after six. */
export function deletedRecords(): Buffer {
  const [writer] = chunksOf(imageEvents(10).map(eventRecord));
  if (writer === undefined) throw new Error('no chunk');
  const chunk = writer.finish();
  chunk.writeUInt32LE(writer.records[6] as number, 48);
  return chunk;
}
