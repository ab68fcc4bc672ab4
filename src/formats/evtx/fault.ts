/** Bytes of an event log that are not what they should be; `message` says what was found, never where. */
export class EvtxFault extends Error {
  override readonly name = 'EvtxFault';
}
