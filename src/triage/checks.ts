import type { TriageReference } from '../model/reference.ts';
import type { Reason } from '../model/verdict.ts';
import { checkAccount } from './checks/account.ts';
import { checkActs } from './checks/acts.ts';
import { checkCommandLines } from './checks/command-line.ts';
import { checkEdge } from './checks/edge.ts';
import { checkImages } from './checks/image.ts';
import { checkKnown } from './checks/known.ts';
import { checkNames } from './checks/names.ts';
import { checkPrevalence } from './checks/prevalence.ts';
import type { Subject } from './subject.ts';

/** One question put to an alert: the reasons that it finds. */
type Check = (subject: Subject, reference: TriageReference) => readonly Reason[];

/** Every question that is put to every alert. */
export const CHECKS: readonly Check[] = [
  checkNames,
  checkKnown,
  checkImages,
  checkAccount,
  checkEdge,
  checkActs,
  checkCommandLines,
  checkPrevalence,
];
