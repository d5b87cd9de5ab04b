import type { Gap, LogRecord } from "../record.ts";
import type { ReadView, Reason } from "../report.ts";
import { iso, type Micros } from "../time.ts";

/** How far sources were read: by which, and how new the newest thing was that it holds. */
interface SourceRead {
  readonly source: string;
  readonly newest: Micros | null;
}

/** More log groups than these are read in no investigation that a person could follow. */
const MOST_GROUPS = 100;
/** So many things that were read suffice to show what was counted in them. */
const MOST_CITED = 3;

/**
 * What was read, as evidence that can be cited: every source, every log group that lines came from, and everything that should
 * have been read and was not. That nothing failed is shown by nothing else.
 */
export class Reads {
  readonly views: readonly ReadView[];
  readonly #ofGroup = new Map<string, ReadView>();
  readonly #ofGap = new Map<Gap, ReadView>();

  constructor(
    asked: readonly string[],
    reads: readonly SourceRead[],
    records: Iterable<LogRecord>,
    gaps: readonly Gap[],
    asOf: Micros,
  ) {
    const ids = new Set<string>();
    const view = (source: string, what: string, newest: Micros | null, whole: boolean): ReadView => {
      const name = `read:${[source, what].filter((one) => one !== "").join("/")}@${iso(asOf)}`;
      let id = name;
      for (let n = 2; ids.has(id); n++) id = `${name}#${n}`;
      ids.add(id);
      const upTo = newest === null ? null : iso(newest < asOf ? newest : asOf);
      return { id, source, what: what === "" ? null : what, upTo, whole };
    };
    const holes = gaps.filter(({ unread }) => unread);
    const isHole = (name: string): boolean =>
      holes.some(({ what, origin }) => what === name || (origin?.group ?? origin?.source) === name);
    const named = new Set([...asked, ...reads.map(({ source }) => source)]);
    const sources = [...named].map((source) => view(source, "", newestOf(reads, source), !isHole(source)));
    const groups = [...groupsIn(records)].slice(0, MOST_GROUPS).map(([group, { source, newest }]) => {
      const one = view(source, group, newest, !isHole(group));
      this.#ofGroup.set(group, one);
      return one;
    });
    const missing = holes.flatMap((gap) => {
      const known = this.#ofGroup.get(gap.origin?.group ?? "") ?? sources.find(({ source }) => source === gap.what);
      const one = known ?? view(gap.origin?.source ?? "", gap.origin?.group ?? gap.what, null, false);
      this.#ofGap.set(gap, one);
      return known === undefined ? [one] : [];
    });
    this.views = [...sources, ...groups, ...missing];
  }

  /** What was read, and shows what was counted in it: of the log groups that are named before all else, and whole before in part. */
  cited(groups: Iterable<string> = []): string[] {
    const own = [...groups].flatMap((group) => this.#ofGroup.get(group) ?? []);
    const all = [...own, ...this.views.filter(({ whole }) => whole), ...this.views].map(({ id }) => id);
    return [...new Set(all)].slice(0, own.length > 0 ? Math.min(own.length, MOST_CITED) : MOST_CITED);
  }

  /** What was not read, in words, with what shows it. */
  missing(gap: Gap): Reason {
    const view = this.#ofGap.get(gap);
    return { text: `${gap.what} (${gap.why})`, evidence: view === undefined ? this.cited() : [view.id] };
  }
}

function newestOf(reads: readonly SourceRead[], source: string): Micros | null {
  return reads.reduce<Micros | null>((newest, one) => {
    const later = one.source === source && one.newest !== null && (newest === null || one.newest > newest);
    return later ? one.newest : newest;
  }, null);
}

/** Every log group that a line came from, with the newest of its lines. */
function groupsIn(records: Iterable<LogRecord>): Map<string, { source: string; newest: Micros }> {
  const groups = new Map<string, { source: string; newest: Micros }>();
  for (const { origin, at } of records) {
    if (origin.group === undefined) continue;
    const known = groups.get(origin.group);
    if (known === undefined) groups.set(origin.group, { source: origin.source, newest: at });
    else if (at > known.newest) known.newest = at;
  }
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)));
}
