import { at, type Json } from "./json.ts";
import type { Certainty, Key } from "./key.ts";
import type { Span } from "./span.ts";
import type { Hop } from "./transaction.ts";

/** What an id was read in: an SDK's request or answer, the event that came in, log lines, or what a tracer or another recorder wrote. */
export type Sight = "request" | "answer" | "event" | "lines" | "access-log" | "segment" | "span" | "record";

export interface SightView {
  readonly in: Sight;
  readonly path: string;
}

/**
 * How a link was proven. `handed-on`: an id that one side sent and the other received. `mentioned`: the parent wrote it down, and
 * nobody recorded sending it. `made`: the parent's own lines show the call. `parent`, `linked`: a recorder wrote it down. `event`: the
 * event shows what it came through, without an id. `shared`: both belong to it, no more. `alike`: no id on both sides.
 */
export type How = "handed-on" | "mentioned" | "made" | "parent" | "linked" | "event" | "shared" | "alike";

/** Where the id of a link stands on either side; null where that side is not in this transaction, or there is no id. */
export interface ProofView {
  readonly how: How;
  readonly sent: SightView | null;
  readonly received: SightView | null;
}

/** Tells where the ids of links were read, from the spans that carry them. Linear in the keys of the hops that are asked about. */
export class Proofs {
  readonly #spans = new Map<Hop, ReadonlyMap<Key, Span>>();

  of(by: readonly [sent: Key, received: Key], certainty: Certainty, parent: Hop | null, child: Hop): ProofView {
    const [sent, received] = by;
    const how = howBy(sent, received, certainty);
    if (how === "alike") return { how, sent: null, received: null };
    return { how, sent: parent === null ? null : this.#sight(parent, sent), received: this.#sight(child, received) };
  }

  #sight(hop: Hop, key: Key): SightView | null {
    const span = this.#spansOf(hop).get(key);
    return span === undefined ? null : { in: inWhat(span, key), path: key.path };
  }

  #spansOf(hop: Hop): ReadonlyMap<Key, Span> {
    const known = this.#spans.get(hop);
    if (known !== undefined) return known;
    const made = new Map(hop.spans.flatMap((span) => span.keys.map((key) => [key, span] as const)));
    this.#spans.set(hop, made);
    return made;
  }
}

function howBy(sent: Key, received: Key, certainty: Certainty): How {
  if (certainty === "content" || certainty === "time") return "alike";
  if (certainty === "trace") return "shared";
  if (sent.role === "mentioned") return "mentioned";
  if (received.kind === "invocation") return "made";
  if (received.kind !== "span") return "handed-on";
  if (received.path === "event") return "event";
  return received.path.startsWith("links[") ? "linked" : "parent";
}

function inWhat(span: Span, key: Key): Sight {
  if (span.drawn) return "event";
  if (span.witness === "access-log") return "access-log";
  const own = span.keys.find(({ kind }) => kind === "invocation")?.role;
  // Of an invocation, what it received is what its event holds; a call is that of the invocation that logged it.
  if (own === "sent") return key.role === "received" ? "event" : "lines";
  if (own === "received") return stands(span.output, key) ? "answer" : stands(span.input, key) ? "request" : "lines";
  return span.traced === "xray" ? "segment" : span.traced === "otel" ? "span" : "record";
}

/** Whether an id stands in a payload at its path. */
function stands(payload: Json, { path, value }: Key): boolean {
  const parts = path.match(/[^.[\]]+/g) ?? [];
  return at(payload, ...parts.map((part) => (/^\d+$/.test(part) ? Number(part) : part))) === value;
}
