import type { Evidence } from "./evidence/evidence.ts";
import type { LogRecord, Origin } from "./record.ts";
import type { StreamSlice } from "./sources/source.ts";
import type { Micros } from "./time.ts";

/** Where errors stand that no invocation could be found for, by stream: the lines around them may place them. */
export function unplacedErrors(evidence: Evidence): StreamSlice[] {
  const slices = new Map<string, Slice>();
  for (const { loose } of evidence.reach("failing")) {
    for (const { at, origin, reported } of loose) {
      const slice = reported === null ? null : sliceAt(origin, at);
      if (slice === null) continue;
      const { account, region, group, stream } = slice;
      const name = `${account} ${region} ${group} ${stream}`;
      const known = slices.get(name);
      if (known === undefined) slices.set(name, slice);
      else if (at < known.from) known.from = at;
      else if (at > known.to) known.to = at;
    }
  }
  return [...slices.values()];
}

/**
 * The stretches of streams in which some invocations ran whose lines name no request, as those of Python and Java in text: what
 * else was printed meanwhile is theirs, and no id finds it.
 */
export function unnamedLines(records: Iterable<LogRecord>, invocations: ReadonlySet<string>): StreamSlice[] {
  const ran = new Map<string, Map<string, Slice>>();
  const unnamed: { readonly stream: string; readonly at: Micros }[] = [];
  for (const { at, origin, mark, requestId, positional } of records) {
    const stream = `${origin.account} ${origin.region} ${origin.group} ${origin.stream}`;
    if (mark === null && requestId === null && positional) unnamed.push({ stream, at });
    if (mark === null || requestId === null || !invocations.has(requestId)) continue;
    const own = ran.get(stream) ?? new Map<string, Slice>();
    ran.set(stream, own);
    const known = own.get(requestId);
    const slice = sliceAt(origin, at);
    if (known === undefined && slice !== null) own.set(requestId, slice);
    else if (known !== undefined) [known.from, known.to] = [earlier(known.from, at), later(known.to, at)];
  }
  const found = unnamed.flatMap(({ stream, at }) =>
    [...(ran.get(stream)?.values() ?? [])].filter(({ from, to }) => at >= from && at <= to),
  );
  return [...new Set(found)];
}

function earlier(a: Micros, b: Micros): Micros {
  return b < a ? b : a;
}

function later(a: Micros, b: Micros): Micros {
  return b > a ? b : a;
}

type Slice = StreamSlice & { from: Micros; to: Micros };

function sliceAt({ account, region, group, stream }: Origin, at: Micros): Slice | null {
  if (group === undefined || stream === undefined) return null;
  const where = { ...(account === undefined ? {} : { account }), ...(region === undefined ? {} : { region }) };
  return { group, stream, ...where, from: at, to: at };
}
