/** Why a pattern, a regular expression or an address block cannot be read. */
export class PatternFault extends Error {}
