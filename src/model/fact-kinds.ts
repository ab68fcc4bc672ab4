/** Kinds of facts by which the summary counts alerts; each fact's sentence begins with its kind. */
export const FACT_KINDS = {
  malformedParent: 'the record writes no usable parent image',
  resolvedParent: 'the parent comes from the tree, not from the record',
  otherParent: 'the tree has another parent than the record',
  otherLog: 'logs disagree',
  unseenParent: 'the start of the parent is in no file',
  parentEnded: 'the parent had ended before',
  partial: 'part of the cluster did not answer',
  longChain: 'the chain is longer than what is listed',
} as const;
