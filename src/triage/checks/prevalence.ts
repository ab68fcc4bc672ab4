import type { Reason, ReasonKind } from '../../model/verdict.ts';
import { FACETS, type Facet, type Prevalence } from '../../store/prevalence.ts';
import { reason } from '../reason.ts';
import type { Subject } from '../subject.ts';

/** Hosts below which a case is too small to say that something is common in it. */
const COMMON_HOSTS = 5;

/** Days on which a common thing is seen at least. */
const COMMON_DAYS = 2;

const RARE: Partial<Record<Facet, ReasonKind>> = {
  pair: 'rare_pair',
  path: 'rare_path',
  hash: 'rare_hash',
  shape: 'rare_shape',
};

const LABEL: Record<Facet, string> = {
  pair: 'the pair',
  path: 'the path of the image',
  hash: 'the hash of the image',
  signer: 'the signer of the image',
  shape: 'a command line of this shape',
};

const times = (count: number, one: string): string =>
  `${count} ${one}${count === 1 ? '' : one === 'process' ? 'es' : 's'}`;

const seen = ({ processes, hosts, users, days }: Prevalence, all: number): string =>
  `${times(processes, 'process')} on ${hosts} of ${times(all, 'host')}, ${times(users, 'user')}, ${times(days, 'day')}`;

/** How often the pair, the image and the command line were seen, in the case and in the baseline. */
export const checkPrevalence = (subject: Subject): Reason[] => [
  ...common(subject),
  ...rare(subject),
  ...otherHash(subject),
  ...baseline(subject),
];

function common({ counts: { pair }, extent }: Subject): Reason[] {
  if (
    pair === undefined ||
    pair.hosts < COMMON_HOSTS ||
    pair.days < COMMON_DAYS ||
    pair.hosts * 2 < extent.hosts
  )
    return [];
  return [
    reason(
      'common_pair',
      `the pair is seen all over the case: ${seen(pair, extent.hosts)}`,
      evidenceOf(pair),
    ),
  ];
}

function rare({ counts, extent }: Subject): Reason[] {
  return FACETS.flatMap((facet) => {
    const [count, kind] = [counts[facet], RARE[facet]];
    if (count === undefined || kind === undefined || count.hosts > 1) return [];
    // In a case of one host everything is on one.
    const weight = extent.hosts > 1 && count.processes <= 3 ? undefined : 0;
    return [reason(kind, `${LABEL[facet]} is rare: ${seen(count, extent.hosts)}`, evidenceOf(count), weight)];
  });
}

const evidenceOf = ({ key, processes, hosts, users, days }: Prevalence): Reason['evidence'] => ({
  key,
  processes,
  hosts,
  users,
  days,
});

function otherHash({ pathHashes, process }: Subject): Reason[] {
  if (pathHashes === undefined || pathHashes.own >= pathHashes.most) return [];
  const { hashes, own, most, usual } = pathHashes;
  return [
    reason(
      'other_hash',
      `${process.executable} has ${hashes} hashes in the case, this one in ${times(own, 'process')}, ${usual} in ${most}`,
      { hashes, own, most, usual },
    ),
  ];
}

function baseline({ inBaseline, process, parent }: Subject): Reason[] {
  if (inBaseline === undefined) return [];
  if (inBaseline.get('pair') === true)
    return [
      reason('baseline_pair', `the baseline has ${parent.name} → ${process.name} too`, {
        parent: parent.name,
        child: process.name,
      }),
    ];
  const missing = FACETS.filter((facet) => inBaseline.get(facet) === false);
  return missing.length === 0
    ? []
    : [
        reason('not_in_baseline', `the baseline has not ${missing.map((facet) => LABEL[facet]).join(', ')}`, {
          missing,
        }),
      ];
}
