/** Where times lie on an axis of which long gaps without a start are cut out. */
export interface TimeScale {
  /** Pixels of a time in epoch milliseconds; what lies beyond the axis is put at its end. */
  readonly at: (time: number) => number;
  /** Pixels at which a gap is cut. */
  readonly breaks: readonly number[];
  /** Times worth a label, with their pixels, and those at which the label begins. */
  readonly ticks: readonly { readonly time: number; readonly x: number; readonly label: number }[];
}

/** A gap of more than so many median gaps is cut to that. */
const LONGEST_GAP = 10;

/** Pixels between two labels. */
const LABEL_GAP = 10;

/** Pixels between two gaps that are shown as cut, at least. */
const BREAK_GAP = 5;

/** A scale of some starts over `width` pixels from 0, with labels of `labelWidth` pixels. One late process, or an early boot, does not squeeze what is between. */
export function timeScale(starts: readonly number[], width: number, labelWidth: number): TimeScale {
  const times = [...new Set(starts)].sort((a, b) => a - b);
  const gaps = times.slice(1).map((time, index) => time - (times[index] as number));
  const sorted = [...gaps].sort((a, b) => a - b);
  const longest = LONGEST_GAP * Math.max(1, sorted[Math.floor(sorted.length / 2)] ?? 1);
  const places = [0];
  for (const gap of gaps) places.push((places.at(-1) as number) + Math.min(gap, longest));
  const total = (places.at(-1) as number) || 1;
  // Room to the right of the last start, for what it is a start of.
  const scale = (width * 0.94) / total;
  const x = (index: number): number => (places[index] as number) * scale;

  const at = (time: number): number => {
    let [low, high] = [0, times.length - 1];
    if (high < 0 || time <= (times[0] as number)) return 0;
    if (time >= (times[high] as number))
      return Math.min(width, x(high) + (time - (times[high] as number)) * scale);
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((times[middle] as number) <= time) low = middle;
      else high = middle;
    }
    const [from, to] = [times[low] as number, times[high] as number];
    return x(low) + ((time - from) / (to - from)) * (x(high) - x(low));
  };

  const breaks: number[] = [];
  for (const [index, gap] of gaps.entries()) {
    const middle = (x(index) + x(index + 1)) / 2;
    if (gap > longest && middle - (breaks.at(-1) ?? -BREAK_GAP) >= BREAK_GAP) breaks.push(middle);
  }
  const afterBreak = gaps.flatMap((gap, index) => (gap > longest ? [index + 1] : []));
  const ticks: { time: number; x: number; label: number }[] = [];
  for (const index of [0, times.length - 1, ...afterBreak, ...times.keys()]) {
    const time = times[index];
    if (time === undefined || ticks.length * labelWidth > width) continue;
    const label = Math.min(x(index), width - labelWidth);
    if (ticks.every((tick) => Math.abs(tick.label - label) >= labelWidth + LABEL_GAP))
      ticks.push({ time, x: x(index), label });
  }
  return { at, breaks, ticks: ticks.sort((a, b) => a.x - b.x) };
}
