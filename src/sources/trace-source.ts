import { type Check, missing, works } from "../check.ts";
import { Fault, sentenceOf } from "../fault.ts";
import type { Chunk, Gap } from "../record.ts";
import { micros, SECOND, type Window } from "../time.ts";
import type { Asking } from "./http-json.ts";
import type { Source, Told } from "./source.ts";
import { bare, isSameTrace, storedTraceId } from "./trace-ids.ts";
import { TRACE_LIMITS as LIMITS } from "./trace-limits.ts";

/** Some traces, as a store told them. */
export interface Traces {
  readonly ids: readonly string[];
  /** Traces that their spans link to: of whoever sent what they work on. */
  readonly follows?: readonly string[];
  /** Null: it told no more than their ids. */
  readonly chunk: Chunk | null;
  /** As many as were asked for: there may be more. */
  readonly full: boolean;
  /** Why something is missing from them, where the store says so. */
  readonly cut?: string;
}

export type Search = (window: Window, asking: Asking) => Promise<Traces>;

/** What one kind of store can be asked. Each throws faults. */
export interface TraceStore {
  readonly name: string;
  /** As people write it. */
  readonly title: string;
  /** The spans of a trace; null where it knows none. */
  trace(id: string, asking: Asking): Promise<Traces | null>;
  /** Searches that find spans with one of these ids, and how many of the ids they are for. */
  holding(ids: readonly string[], asking: Asking): Promise<{ searches: readonly Search[]; ids: number }>;
  /** Searches that together find every failed request. */
  failures(asking: Asking): Promise<{ searches: readonly Search[]; gaps: readonly Gap[] }>;
}

/** Something to ask the store, in one request or a few, and what more has to be asked because of its answer. */
interface Step {
  readonly what: string;
  run(): Promise<{ readonly told: readonly Told[]; readonly more: readonly Step[] }>;
}

/** A store of traces as a source. It knows no log groups: what is asked of those is nothing to it. */
export function traceSource(store: TraceStore, open: (until: AbortSignal) => Asking): Source {
  return {
    name: store.name,
    whole: false,
    async *ask(question, until) {
      if (!("find" in question) && !("failures" in question && question.groups === null)) return;
      const asking = open(until);
      const talk = new Talk(store, asking, question.window);
      const first = "find" in question ? talk.finding(question.find) : [talk.failures()];
      let complete = true;
      for await (const told of withoutRepeats(inTurns(first, store, until))) {
        if ("gap" in told && told.gap.unread === true) complete = false;
        yield told;
      }
      if (asking.sent() > 0) yield { cost: { queries: asking.sent(), bytesScanned: 0, usd: 0 } };
      // No moment of ingestion is kept: what counts is up to when it was asked.
      if (complete) yield { read: { source: store.name, newest: question.window.to, ingested: false } };
    },
    async *check(until) {
      yield await checkStore(store, open(until));
    },
  };
}

/** Asks for a trace that nobody has. */
async function checkStore(store: TraceStore, asking: Asking): Promise<Check> {
  try {
    await store.trace(NO_TRACE, asking);
    return works(store.title);
  } catch (error) {
    const why = sentenceOf(error).split("\n")[0] ?? "";
    const refused = error instanceof Fault && error.code === "unauthorized";
    return missing(store.title, why, { set: `${store.name.toUpperCase()}_${refused ? "TOKEN" : "URL"}` });
  }
}

/** Runs some steps at a time, until none is left, or too many failed: the rest was not read for the same reason. */
async function* inTurns(first: readonly Step[], store: TraceStore, until: AbortSignal): AsyncGenerator<Told> {
  const open = [...first];
  let faults = 0;
  while (open.length > 0) {
    const turn = open.splice(0, LIMITS.parallel);
    const done = await Promise.all(turn.map((step) => outcomeOf(step, store, until)));
    for (const { told, more } of done) {
      yield* told;
      open.unshift(...more);
    }
    const failed = done.flatMap(({ fault }) => fault ?? []);
    // Whoever may not read one thing may not read the next.
    faults += failed.some(({ code }) => code === "unauthorized") ? LIMITS.faults : failed.length;
    const why = failed.at(-1)?.message;
    if (faults < LIMITS.faults || why === undefined) continue;
    for (const { what } of open.splice(0)) yield { gap: gapOf(store, what, why) };
  }
}

/** Many steps may fail alike: that is one gap. */
async function* withoutRepeats(all: AsyncIterable<Told>): AsyncGenerator<Told> {
  const said = new Set<string>();
  for await (const told of all) {
    const name = "gap" in told ? `${told.gap.what}\n${told.gap.why}` : null;
    if (name !== null && said.has(name)) continue;
    if (name !== null) said.add(name);
    yield told;
  }
}

interface Outcome {
  readonly told: readonly Told[];
  readonly more: readonly Step[];
  readonly fault: Fault | null;
}

async function outcomeOf(step: Step, store: TraceStore, until: AbortSignal): Promise<Outcome> {
  try {
    until.throwIfAborted();
    return { ...(await step.run()), fault: null };
  } catch (error) {
    const fault = until.aborted
      ? new Fault("unavailable", "it did not answer in time")
      : error instanceof Fault
        ? error
        : new Fault("unavailable", `${store.title} failed: ${sentenceOf(error).split("\n")[0]}`);
    return { told: [{ gap: gapOf(store, step.what, fault.message) }], more: [], fault };
  }
}

function gapOf({ name, title }: TraceStore, what: string, why: string): Gap {
  return { what: `${what} in ${title}`, why, origin: { source: name }, unread: true };
}

/** One question: what was handed on for it already, and what is still to be asked. */
class Talk {
  readonly #store: TraceStore;
  readonly #asking: Asking;
  readonly #window: Window;
  readonly #handed = new Set<string>();
  /** Traces that were looked up because others link to them. */
  readonly #followed = new Set<string>();

  constructor(store: TraceStore, asking: Asking, window: Window) {
    this.#store = store;
    this.#asking = asking;
    this.#window = window;
  }

  finding(ids: readonly string[]): Step[] {
    const traces = new Set(ids.flatMap((id) => storedTraceId(id) ?? []));
    const others = [...new Set(ids.filter((id) => storedTraceId(id) === null))];
    const steps = [...traces].slice(0, LIMITS.lookups).map((id) => this.#lookUp(id));
    if (traces.size > LIMITS.lookups) {
      const why = `only the first ${LIMITS.lookups} of ${traces.size} were looked up`;
      steps.push(this.#gap(gapOf(this.#store, "traces by their ids", why)));
    }
    return others.length === 0 ? steps : [...steps, this.#holding(others)];
  }

  failures(): Step {
    const what = "failed requests";
    return {
      what,
      run: async () => {
        const { searches, gaps } = await this.#store.failures(this.#asking);
        return { told: gaps.map((gap) => ({ gap })), more: this.#searching(what, searches) };
      },
    };
  }

  #holding(ids: readonly string[]): Step {
    const what = "ids of requests";
    return {
      what,
      run: async () => {
        const { searches, ids: covered } = await this.#store.holding(ids, this.#asking);
        // Not `unread`: what failed is found by its failure and by its trace, and these ids only tell more of it.
        const why = "only some were searched for: an id that is not a trace's takes several requests";
        const { unread: _, ...gap } = gapOf(this.#store, what, why);
        return { told: covered < ids.length ? [{ gap }] : [], more: this.#searching(what, searches) };
      },
    };
  }

  #searching(what: string, searches: readonly Search[]): Step[] {
    return searches.map((search) => this.#search(what, search, this.#window, LIMITS.splits));
  }

  #lookUp(id: string): Step {
    const what = "traces by their ids";
    return {
      what,
      run: async () => {
        if (this.#isHanded(id)) return NOTHING;
        const found = await this.#store.trace(id, this.#asking);
        if (found === null) return NOTHING;
        // What a proxy kept of another answer is nobody's evidence.
        if (!found.ids.some((one) => isSameTrace(id, one)))
          throw new Fault("unavailable", "it answered with another trace");
        return { told: this.#handOn(what, found), more: this.#following(found) };
      },
    };
  }

  #search(what: string, search: Search, window: Window, splits: number): Step {
    return {
      what,
      run: async () => {
        const tooMany = `more than ${LIMITS.traces} traces; the rest was not read`;
        if (this.#handed.size >= LIMITS.traces) {
          return { told: [{ gap: gapOf(this.#store, what, tooMany) }], more: [] };
        }
        const found = await search(window, this.#asking);
        const more: Step[] = [];
        const told: Told[] = [];
        if (found.chunk === null) more.push(...found.ids.map((id) => this.#lookUp(id)));
        else {
          told.push(...this.#handOn(what, found));
          more.push(...this.#following(found));
        }
        if (found.full) {
          const halves = splits > 0 ? halvesOf(window) : null;
          if (halves !== null) more.push(...halves.map((half) => this.#search(what, search, half, splits - 1)));
          else {
            const why = `more than ${found.ids.length} traces in one slice of time; the rest was not read`;
            told.push({ gap: gapOf(this.#store, what, why) });
          }
        }
        return { told, more };
      },
    };
  }

  #handOn(what: string, { ids, chunk, cut }: Traces): Told[] {
    const told: Told[] = [];
    const fresh = ids.some((id) => !this.#isHanded(id));
    if (chunk !== null && fresh) told.push({ chunk });
    for (const id of ids) this.#handed.add(bare(id));
    if (cut !== undefined) told.push({ gap: gapOf(this.#store, what, cut) });
    return told;
  }

  /** One step back: whoever sent a message was sent one as well, perhaps, and the next round asks for that. */
  #following({ ids, follows = [] }: Traces): Step[] {
    if (ids.some((id) => this.#followed.has(bare(id)))) return [];
    const others = follows.filter((id) => !this.#isHanded(id) && !this.#followed.has(bare(id)));
    const steps: Step[] = [];
    for (const id of others) {
      if (this.#followed.size >= LIMITS.lookups) {
        const { unread: _, ...gap } = gapOf(
          this.#store,
          "traces that others link to",
          `only ${LIMITS.lookups} were looked up`,
        );
        return [...steps, this.#gap(gap)];
      }
      this.#followed.add(bare(id));
      steps.push(this.#lookUp(id));
    }
    return steps;
  }

  #isHanded(id: string): boolean {
    return this.#handed.has(bare(id));
  }

  #gap(gap: Gap): Step {
    return { what: gap.what, run: async () => ({ told: [{ gap }], more: [] }) };
  }
}

/** How many ids may be searched for, where each of them takes so many searches. */
export function searchableIds(searchesEach: number): number {
  if (searchesEach > LIMITS.idSearchesForOne) return 0;
  return Math.max(1, Math.floor(LIMITS.idSearches / searchesEach));
}

const NO_TRACE = "00000000000000000000000000000001";
const NOTHING = { told: [], more: [] } as const;

/** The later half first: what fails now matters most. Null where a half would be no whole second, as stores count. */
function halvesOf({ from, to }: Window): Window[] | null {
  const middle = micros(Math.round((from + to) / 2 / SECOND) * SECOND);
  return middle <= from || middle >= to
    ? null
    : [
        { from: middle, to },
        { from, to: middle },
      ];
}
