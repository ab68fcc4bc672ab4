/** The candidates most like a name, best first: those that contain it or begin much like it, then by edit distance. */
export function nearest(name: string, candidates: readonly string[], most = 3): readonly string[] {
  const wanted = lettersOf(name);
  return candidates
    .map((candidate) => ({ candidate, distance: distanceTo(wanted, lettersOf(candidate)) }))
    .filter(({ distance }) => distance < wanted.length && distance <= Math.max(3, wanted.length / 2))
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, most)
    .map(({ candidate }) => candidate);
}

function distanceTo(wanted: string, candidate: string): number {
  if (wanted !== '' && candidate.includes(wanted)) return 0;
  return Math.min(
    editDistance(wanted, candidate),
    editDistance(wanted, candidate.slice(0, wanted.length)) + 1,
  );
}

function lettersOf(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** Levenshtein distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replace, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
