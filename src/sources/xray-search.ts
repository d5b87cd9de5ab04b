import type { Gap } from "../record.ts";
import { HOUR, micros, type Window } from "../time.ts";
import type { Told } from "./source.ts";
import type { XRayApi } from "./xray-api.ts";
import { type Filter, type Found, failureFilters } from "./xray-filters.ts";
import { XRAY, xrayGap } from "./xray-gap.ts";
import { XRAY_LIMITS } from "./xray-limits.ts";

/** The traces that tell of failures, and what was told on the way. */
export interface Searched {
  /** Those to read, the most telling first. */
  readonly ids: readonly string[];
  readonly told: readonly Told[];
}

/** Searches a window for the traces in which anything failed. What is more than can be read is counted, and a gap. */
export async function searchFailures(
  api: XRayApi,
  resources: readonly string[],
  window: Window,
  until: AbortSignal,
): Promise<Searched> {
  const searches = failureFilters(resources).flatMap((filter) =>
    slicesOf(window).map((slice) => searchSlice(api, filter, slice, until)),
  );
  const told: Told[] = [];
  /** Of what several searches find the first counts: they come in the order of what they tell. */
  const found = new Map<string, Match>();
  for (const slice of await Promise.all(searches)) {
    told.push(...slice.told);
    for (const match of slice.matches) if (!found.has(match.id)) found.set(match.id, match);
  }
  const { ids, left } = chosen([...found.values()]);
  return { ids, told: [...told, ...gapsOf(left).map((gap) => ({ gap }))] };
}

interface Match {
  readonly id: string;
  readonly found: Found;
  /** Epoch milliseconds. */
  readonly at: number;
}

interface Slice {
  readonly matches: readonly Match[];
  readonly told: readonly Told[];
}

async function searchSlice(
  api: XRayApi,
  { found, expression }: Filter,
  window: Window,
  until: AbortSignal,
): Promise<Slice> {
  const matches: Match[] = [];
  const told: Told[] = [];
  let token: string | undefined;
  try {
    for (let pages = 0; pages < XRAY_LIMITS.summaryPages; pages++) {
      const page = await api.summaries({ expression, window, token }, until);
      const usd = ((page.TracesProcessedCount ?? 0) * XRAY_LIMITS.usdPerMillion) / 1e6;
      told.push({ cost: { queries: 1, bytesScanned: 0, usd } });
      for (const { Id: id, StartTime: start } of page.TraceSummaries ?? []) {
        if (id !== undefined) matches.push({ id, found, at: start?.getTime() ?? 0 });
      }
      token = page.NextToken;
      if (token === undefined) return { matches, told };
    }
    const why = `more than ${XRAY_LIMITS.summaryPages} pages of them; the rest was not read`;
    told.push({ gap: { what: SUMMARIES, why, origin: { source: XRAY }, unread: true } });
  } catch (error) {
    told.push({ gap: xrayGap(SUMMARIES, "xray:GetTraceSummaries", error, until) });
  }
  return { matches, told };
}

const SUMMARIES = "summaries of traces";

/** One call takes no more than so many hours. */
function slicesOf({ from, to }: Window): Window[] {
  const slices: Window[] = [];
  const length = XRAY_LIMITS.rangeHours * HOUR;
  for (let begin: number = from; begin < to; begin += length) {
    slices.push({ from: micros(begin), to: micros(Math.min(to, begin + length)) });
  }
  return slices;
}

/** The most telling first; of a kind of which not all can be read, some from all over the window, its ends included. */
function chosen(matches: readonly Match[]): { ids: string[]; left: Record<Found, number> } {
  const ids: string[] = [];
  const left = { named: 0, failing: 0, error: 0 };
  const of = (kind: Found): Match[] => matches.filter(({ found }) => found === kind).sort((a, b) => a.at - b.at);
  const kept = Math.min(of("error").length, XRAY_LIMITS.errorTraces);
  for (const [kind, most] of [
    ["named", XRAY_LIMITS.failingTraces - kept],
    ["failing", XRAY_LIMITS.failingTraces - kept],
    ["error", XRAY_LIMITS.failingTraces],
  ] as const) {
    const own = of(kind);
    const room = Math.min(own.length, most - ids.length);
    for (let i = 0; i < room; i++) {
      const one = own[room === 1 ? own.length - 1 : Math.round((i * (own.length - 1)) / (room - 1))];
      if (one !== undefined) ids.push(one.id);
    }
    left[kind] = own.length - room;
  }
  return { ids, left };
}

function gapsOf({ named, failing, error }: Record<Found, number>): Gap[] {
  const why = `only ${XRAY_LIMITS.failingTraces} are read, from all over the window`;
  const origin = { source: XRAY };
  const gaps: Gap[] = [];
  if (named + failing > 0) gaps.push({ what: `${named + failing} failing traces`, why, origin, unread: true });
  // Most of them are right answers, such as 404. Some of them are always read, and a function's error is in its log too.
  if (error > 0) gaps.push({ what: `${error} traces with 4xx answers or errors`, why, origin });
  return gaps;
}
