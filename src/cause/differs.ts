import { versionOf } from "../impact/versions.ts";
import { titleOf } from "../services/table.ts";
import { FAILING } from "../span.ts";
import type { Hop, Transaction } from "../transaction.ts";
import { Places } from "./aligned.ts";
import { changedVariables } from "./changed-variables.ts";
import { CUT, type Shape, shapeOf } from "./shape.ts";

/** Where requests that fail differ first from healthy ones of the same entry. */
export interface Difference {
  readonly hop: Hop;
  readonly in: "outcome" | "route" | "environment" | "input" | "output" | "duration" | "version";
  /** The field, the variables, or the call that one side alone makes; null where it is the step itself. */
  readonly path: string | null;
  readonly failing: string;
  readonly healthy: string;
}

/** Fewer healthy requests may be alike by chance in what they hold, and in how long they take. */
const FEWEST = 3;
/** A time differs that is so many times the longest of the healthy ones, and so many milliseconds longer. */
const TIMES_LONGEST = 3;
const AT_LEAST_LONGER = 250;
const MOST_NAMED = 3;

/**
 * The first step at which all of some requests that failed alike differ from every healthy one. The way of the first of them is
 * gone along as it happened: what a step was given is looked at when it is entered, how it ended once all beneath it has. So an
 * error is found where it arose, and not at the API that handed it on. Null where nothing differs, or nothing can be compared.
 */
export function firstDifference(
  failing: readonly [Transaction, ...Transaction[]],
  healthy: readonly Transaction[],
): Difference | null {
  if (healthy.length === 0) return null;
  const places = new Places();
  const [lead] = failing;
  const numbers = places.of(lead);
  const bad = failing.map((one) => new Placed(one, places.of(one)));
  const good = healthy.map((one) => new Placed(one, places.of(one)));
  for (const { place, entering } of way(lead)) {
    const hop = lead.hops[place];
    const number = numbers[place];
    if (hop === undefined || number === undefined) continue;
    const step = { hop, number, bad, good };
    const found = entering ? (extra(step) ?? environment(step) ?? version(step) ?? held(step, "input")) : ended(step);
    if (found !== null) return found;
  }
  return null;
}

/** A step of the failing requests, and whom it is compared with. */
interface Step {
  readonly hop: Hop;
  readonly number: number;
  readonly bad: readonly Placed[];
  readonly good: readonly Placed[];
}

/** The hops of a transaction by the numbers of their places. */
class Placed {
  readonly #hops = new Map<number, Hop>();
  readonly #beneath = new Map<number, number[]>();

  constructor({ hops, links }: Transaction, numbers: readonly number[]) {
    for (const [place, hop] of hops.entries()) this.#hops.set(numbers[place] ?? -1, hop);
    for (const { parent, child } of links) {
      const number = numbers[parent] ?? -1;
      const beneath = this.#beneath.get(number) ?? [];
      this.#beneath.set(number, beneath);
      beneath.push(numbers[child] ?? -1);
    }
  }

  at(number: number): Hop | undefined {
    return this.#hops.get(number);
  }

  beneath(number: number): readonly number[] {
    return this.#beneath.get(number) ?? [];
  }
}

/** Every hop twice: as it is entered, and when all that it led to has ended. */
function* way({ hops, links }: Transaction): Generator<{ readonly place: number; readonly entering: boolean }> {
  const parents = new Map<number, number>();
  for (const { parent, child } of links) if (!parents.has(child)) parents.set(child, parent);
  const children = Map.groupBy(hops.keys(), (place) => parents.get(place) ?? -1);
  const both = (place: number) => [
    { place, entering: true },
    { place, entering: false },
  ];
  const open = (children.get(-1) ?? []).flatMap(both).reverse();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    yield next;
    if (!next.entering) continue;
    for (const one of (children.get(next.place) ?? []).flatMap(both).reverse()) open.push(one);
  }
}

/** A call of which nobody recorded what it was to cannot be found again. */
function extra({ hop, number, bad, good }: Step): Difference | null {
  if (hop.resource === null) return null;
  const alone = bad.every((one) => one.at(number) !== undefined) && good.every((one) => one.at(number) === undefined);
  return alone ? { hop, in: "route", path: null, failing: "taken", healthy: "not taken" } : null;
}

/** A variable says more than the version that brought it. */
function environment({ hop, number, bad, good }: Step): Difference | null {
  const [failing, healthy] = [bad, good].map((all) => all.flatMap((one) => one.at(number) ?? []));
  const changed = changedVariables(failing ?? [], healthy ?? []);
  const [first] = changed;
  if (first === undefined) return null;
  const path = changed.slice(0, MOST_NAMED).map(({ name }) => name);
  const told =
    changed.length === 1
      ? { failing: first.healthy === first.failing ? "set to something else" : first.failing, healthy: first.healthy }
      : { failing: `${changed.length} variables differ`, healthy: "alike" };
  return { hop, in: "environment", path: path.join(", "), ...told };
}

function version(step: Step): Difference | null {
  const { hop, number, bad, good } = step;
  const told = compare(bad, good, (one) => ranOn(one.at(number)));
  return told === null ? null : { hop, in: "version", path: null, ...told };
}

function ranOn(hop: Hop | undefined): string | null {
  return hop === undefined ? null : versionOf(hop);
}

function ended(step: Step): Difference | null {
  const { hop, number, bad, good } = step;
  const outcome = compare(bad, good, (one) => one.at(number)?.outcome ?? null);
  if (outcome !== null) return { hop, in: "outcome", path: null, ...outcome };
  // What was not done after a failure was not done because of it.
  if (FAILING.has(hop.outcome)) return null;
  return leftOut(step) ?? held(step, "output") ?? slower(step);
}

/** What every healthy request called from here, and none of the failing ones did. */
function leftOut({ hop, number, bad, good }: Step): Difference | null {
  const known = good.filter((one) => one.at(number) !== undefined);
  const [first] = known;
  for (const beneath of first?.beneath(number) ?? []) {
    const missing = first?.at(beneath);
    const everywhere = known.length >= FEWEST && known.every((one) => one.at(beneath) !== undefined);
    if (missing === undefined || !everywhere || bad.some((one) => one.at(beneath) !== undefined)) continue;
    const path = `${titleOf(missing.service)} ${missing.resource ?? ""}, ${missing.operation}`;
    return { hop, in: "route", path, failing: "not taken", healthy: "taken" };
  }
  return null;
}

/** The first field of a payload, from the outside in, that all failing requests have otherwise than every healthy one. */
function held({ hop, number, bad, good }: Step, part: "input" | "output"): Difference | null {
  const shapesOf = (all: readonly Placed[]): Shape[] =>
    all.flatMap((one) => {
      const payload = one.at(number)?.[part] ?? null;
      return payload === null ? [] : [shapeOf(payload)];
    });
  const [failing, healthy] = [shapesOf(bad), shapesOf(good)];
  if (failing.length < bad.length || healthy.length < FEWEST) return null;
  const paths = new Set([...failing, ...healthy].flatMap(({ types }) => [...types.keys()]));
  for (const path of [...paths].sort((a, b) => depthOf(a) - depthOf(b) || (a < b ? -1 : 1))) {
    const told = compare(failing, healthy, (shape) => typeAt(shape, path));
    if (told !== null) return { hop, in: part, path: path === "" ? null : path, ...told };
  }
  return null;
}

function depthOf(path: string): number {
  return path === "" ? 0 : path.split(".").length;
}

const ABSENT = "not there";

/** Null: it cannot be told, because something around it was cut, or too large. */
function typeAt({ types, whole }: Shape, path: string): string | null {
  const type = types.get(path);
  if (type !== undefined) return type === CUT ? null : type;
  for (let dot = path.lastIndexOf("."); dot > 0; dot = path.lastIndexOf(".", dot - 1)) {
    if (types.get(path.slice(0, dot)) === CUT) return null;
  }
  return whole && types.get("") !== CUT ? ABSENT : null;
}

function slower({ hop, number, bad, good }: Step): Difference | null {
  const times = (all: readonly Placed[]): number[] =>
    all.flatMap((one) => {
      const { start, end } = one.at(number) ?? { start: 0, end: null };
      return end === null ? [] : [(end - start) / 1000];
    });
  const [failing, healthy] = [times(bad), times(good)];
  if (failing.length < bad.length || healthy.length < FEWEST) return null;
  const [least, most] = [Math.min(...failing), Math.max(...healthy)];
  if (least < most * TIMES_LONGEST || least < most + AT_LEAST_LONGER) return null;
  return { hop, in: "duration", path: null, failing: time(least), healthy: `at most ${time(most)}` };
}

function time(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** What all of one side have and nobody of the other, of whom it has to be known; of the other side what most have. */
function compare<T>(
  failing: readonly T[],
  healthy: readonly T[],
  tell: (one: T) => string | null,
): Pick<Difference, "failing" | "healthy"> | null {
  const [own, ...others] = failing.map(tell);
  const theirs = healthy.flatMap((one) => tell(one) ?? []);
  if (own === undefined || own === null || others.some((one) => one !== own)) return null;
  const [first] = theirs;
  if (first === undefined || theirs.includes(own)) return null;
  const counts = Map.groupBy(theirs, (one) => one);
  const most = [...counts].reduce((a, b) => (b[1].length > a[1].length ? b : a));
  return { failing: own, healthy: most[0] };
}
