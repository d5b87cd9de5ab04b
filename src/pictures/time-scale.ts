/** A stretch of time in which nothing begins or ends, drawn shorter than it was. */
export interface Break {
  readonly from: number;
  readonly to: number;
}

/** From a moment to a place between 0 and 1, with the stretches that were shortened. */
export interface TimeScale {
  readonly breaks: readonly Break[];
  place(at: number): number;
}

/** As much of the width as a shortened stretch has. */
const SHORTENED = 0.13;
const MOST_BREAKS = 4;
/** A stretch is shortened where it takes this share of what there is, and is so many times as long as they commonly are. */
const LEAST_SHARE = 0.25;
const LEAST_TIMES = 50;

/**
 * Time as a line from left to right. Minutes in a queue between calls of milliseconds would leave nothing to be seen of the
 * calls: a stretch in which nothing happens (`busy`: in those something does) and that is much longer than the others is
 * shortened, and marked as such.
 */
export function timeScale(events: readonly number[], busy: readonly Break[] = []): TimeScale {
  const moments = [...new Set(events)].sort((a, b) => a - b);
  const stretches = moments.slice(1).map((to, i) => ({ from: moments[i] ?? to, to }));
  const longest = stretches.toSorted((a, b) => lengthOf(b) - lengthOf(a));
  const common = lengthOf(longest[longest.length >> 1]);
  let rest = (moments.at(-1) ?? 0) - (moments[0] ?? 0);
  const broken = new Set<Break>();
  const isIdle = idleBeside(busy);
  for (const stretch of longest.filter(isIdle).slice(0, MOST_BREAKS)) {
    const length = lengthOf(stretch);
    if (length < LEAST_SHARE * rest || length < LEAST_TIMES * common || length === rest) break;
    broken.add(stretch);
    rest -= length;
  }
  const left = 1 - broken.size * SHORTENED;
  const places: number[] = [0];
  for (const stretch of stretches) {
    const wide = broken.has(stretch) ? SHORTENED : (lengthOf(stretch) / rest) * left;
    places.push((places.at(-1) ?? 0) + wide);
  }
  return { breaks: stretches.filter((one) => broken.has(one)), place: (at) => placed(at, moments, places) };
}

/** Whether nothing busy reaches into a stretch; of those that overlap, the furthest end counts. */
function idleBeside(busy: readonly Break[]): (stretch: Break) => boolean {
  const sorted = busy.toSorted((a, b) => a.from - b.from);
  const starts = sorted.map(({ from }) => from);
  const ends: number[] = [];
  for (const { to } of sorted) ends.push(Math.max(ends.at(-1) ?? to, to));
  return ({ from, to }) => {
    const before = countBelow(starts, to);
    return before === 0 || (ends[before - 1] ?? 0) <= from;
  };
}

/** How many of a sorted list lie below a number. */
function countBelow(sorted: readonly number[], most: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < most) low = middle + 1;
    else high = middle;
  }
  return low;
}

function lengthOf(stretch: Break | undefined): number {
  return stretch === undefined ? 0 : stretch.to - stretch.from;
}

function placed(at: number, moments: readonly number[], places: readonly number[]): number {
  let [low, high] = [0, moments.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((moments[middle] ?? 0) <= at) low = middle;
    else high = middle;
  }
  const [from, to] = [moments[low] ?? 0, moments[high] ?? 0];
  const [x0, x1] = [places[low] ?? 0, places[high] ?? 0];
  return to <= from ? x0 : x0 + (x1 - x0) * Math.min(1, Math.max(0, (at - from) / (to - from)));
}
