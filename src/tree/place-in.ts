/** Place of a value in an ascending array, undefined where it holds no such. */
export function placeIn(ascending: Int32Array, value: number): number | undefined {
  let [low, high] = [0, ascending.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return ascending[low] === value ? low : undefined;
}
