import { createRandom, type Random } from "../../sandbox/world/random.ts";
import { isObject, type Json, type JsonObject } from "../../src/json.ts";
import type { Key } from "../../src/key.ts";
import type { Hop, Link, Transaction } from "../../src/transaction.ts";
import { arrivalOf } from "../impact/arrival-of.ts";
import { hopOf } from "../impact/hop-of.ts";
import { CARRIAGES, type Carriage, eventOf, itemOf, requestOf } from "./carried.ts";
import { coatedEvent, WRITTEN } from "./coats.ts";
import { FAULTS, type Fault, pathOf, said } from "./faults.ts";

/** An incident of which it is known where the bad value was born. */
export interface Incident {
  readonly transaction: Transaction;
  readonly failing: number;
  readonly message: string;
  /** The id of the hop where the value went bad; null: it came in bad. */
  readonly born: string | null;
  /** What keeps anybody from knowing it; null: what was recorded suffices. */
  readonly hidden: string | null;
}

/** The thing that a message is about, as one program gives it to the next. */
interface Thing {
  /** Null: it is the message itself. */
  readonly holder: string | null;
  readonly field: string;
  readonly value: Json | undefined;
  readonly marks: JsonObject;
}

interface Message {
  /** Null: nobody has made it yet. */
  readonly thing: Thing | null;
  readonly decoys: JsonObject;
  readonly list: boolean;
}

const HOLDERS = ["trip", "journey", "details", "booking", "leg", null] as const;
const FIELDS = ["rideRef", "ride_id", "amount", "currency", "code"] as const;
const DECOYS = ["previous", "audit", "memo", "origin", "template"] as const;
const ITEM = 1;

/**
 * A chain of programs that hand a thing to each other. One of them spoils a field of it, or somebody did before, or a table
 * that it asked. The rule by which it is known whether the evidence suffices, from what is built here alone:
 * - every payload of a program from the failure up to the birthplace was recorded whole;
 * - in each of them the field has the name and the place of the later one, or its object is known again by what stands in it:
 *   two things, and where its name is another all things; a decoy shares one at the most;
 * - where it has another name, or is not there, nothing else that came in is bad in the same way and is gone afterwards;
 * - a field that was dropped cannot be known under another name;
 * - whatever the birthplace asked has answered in the record, and nothing in the answers is bad in the same way, but for the
 *   answer that brought it, which names it as the message does and shares a thing with it;
 * - in a batch, the received key names the item, and something beside the field tells it from the other messages;
 * - a value that changed on the way and stayed bad has kept its name, and the error tells of the other that it was bad as well: what
 *   only breaks a rule of the program tells it of none but itself;
 * - what came in could be opened, every item of a batch has a sender that was recorded, and above a tie that is not exact the
 *   value is bad as well;
 * - the error means one field alone: no other of that name is bad as well, and of several messages it shows which it is.
 */
export function createIncident(seed: number): Incident {
  const random = createRandom(seed, "provenance");
  const fault = random.pick(FAULTS);
  const programs = random.int(1, 6);
  const birth = random.chance(0.12) ? -1 : random.int(0, programs - 1);
  const how =
    birth >= 0 && fault.complaint !== "missing"
      ? random.pick(["spoiled", "spoiled", "made", "brought"] as const)
      : "spoiled";
  const messages = messagesOf(random, fault, programs, birth, how !== "spoiled");
  return new Builder(random, fault, messages, birth, how === "brought").build();
}

function messagesOf(random: Random, fault: Fault, programs: number, birth: number, late: boolean): Message[] {
  const lasting = random.chance(0.4) ? decoy(random, "anything", fault, {}) : {};
  const list = random.chance(0.2) && fault.complaint !== "missing";
  let thing: Thing = {
    holder: list ? "lines" : random.pick(HOLDERS),
    field: random.pick(FIELDS),
    value: birth === -1 ? fault.bad : fault.good,
    marks: marksOf(random, random.int(0, 4)),
  };
  const messages: Message[] = [];
  for (let i = 0; i <= programs; i++) {
    const fresh = random.chance(0.35) ? decoy(random, thing.field, fault, thing.marks) : {};
    const there = !(late && i <= birth);
    messages.push({ thing: there ? thing : null, decoys: { ...lasting, ...fresh }, list });
    // Who spoils it hands on the value as it is; whoever comes after may change it, and it stays bad.
    const changed = birth < i && random.chance(0.15) && fault.worse.length > 0;
    const value = i < birth ? fault.good : changed ? random.pick(fault.worse) : i === birth ? fault.bad : thing.value;
    thing = handedOn(random, { ...thing, value }, list);
  }
  return messages;
}

function marksOf(random: Random, count: number): JsonObject {
  return Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`m${random.int(1, 9)}${i}`, `${random.hex(8)}-${i}`]),
  );
}

function handedOn(random: Random, thing: Thing, list: boolean): Thing {
  const holder = list || random.chance(0.8) ? thing.holder : random.pick(HOLDERS);
  const field = random.chance(0.8) ? thing.field : random.pick(FIELDS);
  const kept = Object.entries(thing.marks).filter(() => random.chance(0.9));
  const marks = { ...Object.fromEntries(kept), ...(random.chance(0.3) ? marksOf(random, 1) : {}) };
  return { ...thing, holder, field, marks };
}

/** Something else that is bad in the same way, and innocent: under the same name elsewhere, or under another name. */
function decoy(random: Random, field: string, fault: Fault, marks: JsonObject): JsonObject {
  const value = random.chance(0.7) ? fault.innocent : fault.good;
  const [mark] = Object.entries(marks);
  const shares = mark !== undefined && random.chance(0.4) ? { [mark[0]]: mark[1] } : { since: random.hex(6) };
  const name = random.pick(DECOYS);
  return random.chance(0.6) ? { [name]: { [field]: value, ...shares } } : { [name]: value };
}

function render({ thing, decoys, list }: Message, random: Random, good: Json): JsonObject {
  const rest = { tenant: "acme", ...decoys };
  if (thing === null) return { ...rest, wanted: random.hex(8) };
  const { holder, field, value, marks } = thing;
  const own: JsonObject = { ...marks, ...(value === undefined ? {} : { [field]: value }) };
  if (!list) return holder === null ? { ...rest, ...own } : { ...rest, [holder]: own };
  const other = (n: number): JsonObject => ({ [field]: good, [`x${n}`]: random.hex(8) });
  return { ...rest, [holder ?? "lines"]: [other(0), own, other(2)] };
}

class Builder {
  readonly #random: Random;
  readonly #fault: Fault;
  readonly #messages: readonly Message[];
  readonly #birth: number;
  readonly #brought: boolean;
  readonly #hops: Hop[] = [];
  readonly #links: Link[] = [];
  readonly #batched = new Set<number>();
  #hidden: string | null = null;
  #born: string | null = null;
  #birthPlace: number | null = null;

  constructor(random: Random, fault: Fault, messages: readonly Message[], birth: number, brought: boolean) {
    this.#random = random;
    this.#fault = fault;
    this.#messages = messages;
    this.#birth = birth;
    this.#brought = brought;
  }

  build(): Incident {
    const bodies = this.#messages.map((one) => render(one, this.#random, this.#fault.good));
    const entry = hopOf("apigateway shop", { start: 0, kind: "server", drawn: true, arrival: arrivalOf() });
    this.#hops.push(entry);
    let above = 0;
    let carriage: Carriage = "api";
    for (let i = 0; i < bodies.length - 1; i++) {
      above = this.#program(i, bodies[i] ?? {}, carriage, above);
      carriage = this.#random.pick(CARRIAGES.filter((one) => one !== "api"));
      above = this.#carriers(i, bodies[i + 1] ?? {}, carriage, above);
    }
    const last = this.#messages.length - 1;
    const failing = this.#program(last, bodies[last] ?? {}, carriage, above);
    for (let i = last - 1; i >= Math.max(0, this.#birth); i--) this.#judge(i);
    const thing = this.#messages[last]?.thing;
    this.#judgeError(last);
    const path = pathOf(thing?.holder ?? null, this.#messages[last]?.list === true ? ITEM : null, thing?.field ?? "");
    return {
      transaction: {
        ...{ id: "t", hops: this.#hops, links: this.#links, outside: [], user: null, session: null, gaps: [] },
        ...{ skew: new Map(), entry: { hop: 0, kind: "http", arrival: arrivalOf() } },
      },
      failing,
      message: said(this.#fault, path),
      born: this.#birth === -1 ? null : this.#born,
      hidden: this.#hidden,
    };
  }

  /** A program, with what it was given: alone, in a batch, in part, or nothing that anybody recorded. */
  #program(i: number, body: JsonObject, carriage: Carriage, above: number): number {
    const random = this.#random;
    const batched = ["queue", "topic-and-queue", "stream", "changes"].includes(carriage) && random.chance(0.3);
    if (batched) this.#batched.add(i);
    const others = batched ? [this.#another(i), this.#another(i)] : [];
    const item = batched ? random.int(0, 2) : 0;
    const all = [...others.slice(0, item), body, ...others.slice(item)];
    const hop = hopOf(`lambda p${i}`, { start: this.#hops.length, input: this.#given(i, all, carriage) });
    const at = this.#placed(i, hop, above, batched ? item : undefined);
    for (const [n] of others.entries())
      if (random.chance(0.8)) this.#sender(at, n >= item ? n + 1 : n, others[n] ?? {}, carriage);
    if (i === this.#birth) this.#born = this.#hops[at]?.id ?? null;
    if (i < this.#messages.length - 1) this.#asks(i, at);
    return at;
  }

  /** What was recorded of an input: all of it, mostly, and mostly so that it can be read. */
  #given(i: number, all: readonly JsonObject[], carriage: Carriage): Json {
    const random = this.#random;
    const shown = random.chance(0.08) ? "nothing" : random.chance(0.04) ? "part" : "all";
    if (shown !== "all" && i >= this.#birth) this.#hide(`the input of p${i} was not recorded whole`);
    if (shown !== "all") return shown === "part" ? { $cut: 4096 } : null;
    if (!WRITTEN.includes(carriage) || random.chance(0.8)) return eventOf(carriage, all, random);
    const readable = random.chance(0.7);
    if (!readable && i >= this.#birth) this.#hide(`the input of p${i} could not be read`);
    return coatedEvent(carriage, all, readable, random);
  }

  /** Of an item of a batch it may not be known who sent it, although it is of others. */
  #placed(i: number, hop: Hop, above: number, item: number | undefined): number {
    const sent = item === undefined || this.#random.chance(0.85);
    if (!sent && i > this.#birth) this.#hide(`nobody recorded who sent the item to p${i}`);
    const place = sent ? this.#add(hop, above, i > this.#birth, item) : this.#hops.push(hop) - 1;
    if (i === this.#birth) this.#birthPlace = place;
    return place;
  }

  /** What else came in the batch: the same sort of thing, and nothing is wrong with it. */
  #another(i: number): JsonObject {
    const thing = this.#messages[i]?.thing ?? null;
    const fine = thing === null ? null : { ...thing, value: this.#fault.good, marks: marksOf(this.#random, 2) };
    return render({ thing: fine, decoys: {}, list: false }, this.#random, this.#fault.good);
  }

  #sender(child: number, item: number, body: JsonObject, carriage: Carriage): void {
    const hop = hopOf("sqs others", { start: 0.5, kind: "producer", input: requestOf(carriage, body) });
    const place = this.#hops.push({ ...hop, id: `${hop.id} ${child} ${item}` }) - 1;
    this.#links.push(linkOf(place, child, item));
  }

  /** What a program asks before it hands on: answers that are innocent, or the one that brought the bad value. */
  #asks(i: number, program: number): void {
    if (i === this.#birth && this.#brought) this.#asksSource(i, program, this.#messages[i + 1]?.thing ?? null);
    else if (this.#random.chance(0.25)) this.#asksOther(i, program);
  }

  #asksSource(i: number, program: number, next: Thing | null): void {
    const field = next !== null && this.#random.chance(0.8) ? next.field : "plain";
    const own = { ...next?.marks, [field]: this.#fault.bad ?? null };
    const recorded = this.#random.chance(0.85);
    const table = hopOf(`dynamodb things${i}`, {
      ...{ start: this.#hops.length, operation: "GetItem", input: { TableName: "things", Key: itemOf({ key: "k" }) } },
      output: recorded ? { Item: itemOf(own) } : null,
    });
    this.#born = this.#hops[this.#add(table, program, true)]?.id ?? null;
    if (!recorded) this.#hide("the answer that brought it was not recorded");
    if (field === "plain") this.#hide("the answer has it under another name");
    if (Object.keys(next?.marks ?? {}).length < (next?.holder === null ? 1 : 2))
      this.#hide("the answer shares too little with the thing");
  }

  #asksOther(i: number, program: number): void {
    const random = this.#random;
    const recorded = random.chance(0.7);
    const spoilt = random.chance(0.3);
    const field = random.chance(0.5) ? "note" : (this.#messages[i + 1]?.thing?.field ?? "note");
    const answer = { since: random.hex(8), [field]: spoilt ? this.#fault.innocent : this.#fault.good };
    const output = recorded ? { Item: itemOf(answer) } : null;
    this.#add(
      hopOf(`dynamodb other${i}`, { start: this.#hops.length, operation: "GetItem", input: {}, output }),
      program,
      false,
    );
    if (i === this.#birth && (!recorded || spoilt)) this.#hide("another answer may have brought it");
  }

  #carriers(i: number, body: JsonObject, carriage: Carriage, above: number): number {
    if (carriage === "call") return above;
    const input = this.#random.chance(0.6) ? requestOf(carriage, body) : null;
    const name = {
      queue: "sqs",
      "topic-and-queue": "sns",
      bus: "eventbridge",
      stream: "kinesis",
      changes: "dynamodb",
    } as const;
    const service = name[carriage === "api" ? "queue" : carriage];
    const put = service === "dynamodb" ? { operation: "PutItem" } : {};
    const first = this.#add(
      hopOf(`${service} c${i}`, { start: this.#hops.length, kind: "producer", input, ...put }),
      above,
      i >= this.#birth,
    );
    if (carriage !== "topic-and-queue") return first;
    return this.#add(
      hopOf(`sqs q${i}`, { start: this.#hops.length, kind: "server", drawn: true }),
      first,
      i >= this.#birth,
    );
  }

  /** `onWay`: the value came this way. A tie that is not exact proves that only where the one above shows the bad value too. */
  #add(hop: Hop, parent: number, onWay: boolean, item?: number): number {
    const place = this.#hops.push(hop) - 1;
    const link = linkOf(parent, place, item);
    const loose = this.#random.chance(0.04);
    this.#links.push(loose ? { ...link, certainty: this.#random.pick(["trace", "content", "time"]) } : link);
    if (loose && onWay && (this.#hops[parent]?.input === null || parent === this.#birthPlace))
      this.#hide("only a tie that is not exact leads on");
    return place;
  }

  /** Whether what program `i` was given tells what became of the field in the message after it. */
  #judge(i: number): void {
    const [before, after] = [this.#messages[i], this.#messages[i + 1]];
    if (!before || !after?.thing) return;
    const place = { birth: i === this.#birth, batched: this.#batched.has(i) };
    const why = hiddenBy(before, { ...after, thing: after.thing }, place, this.#fault);
    if (why !== null) this.#hide(`${why}, in p${i}`);
  }

  #judgeError(last: number): void {
    const { thing, decoys } = this.#messages[last] ?? {};
    if (!thing) return;
    const valued = ["type", "enumeration", "long", "invalid"].includes(this.#fault.complaint);
    const like = Object.values(decoys ?? {}).some(
      (one) => isObject(one) && thing.field in one && (valued || one[thing.field] === this.#fault.innocent),
    );
    if (thing.holder === null && like) this.#hide("the error may mean another field");
    if (valued && this.#batched.has(last)) this.#hide("the error does not show which message it means");
  }

  #hide(why: string): void {
    this.#hidden ??= why;
  }
}

function linkOf(parent: number, child: number, item: number | undefined): Link {
  const key: Key = { kind: "span", value: `${parent} ${child}`, role: "sent", path: "test" };
  const received: Key = { ...key, role: "received", ...(item === undefined ? {} : { item }) };
  return { parent, child, certainty: "exact", by: [key, received], outcome: "ok" };
}

/** What keeps a payload from telling what became of the field in the next; null: it tells. */
function hiddenBy(
  before: Message,
  after: Message & { readonly thing: Thing },
  { birth, batched }: { readonly birth: boolean; readonly batched: boolean },
  { complaint, innocent }: Fault,
): string | null {
  const bad = JSON.stringify(innocent);
  const strange = Object.entries(before.decoys).some(
    ([name, value]) =>
      JSON.stringify(after.decoys[name]) !== JSON.stringify(value) && JSON.stringify(value).includes(bad),
  );
  if (before.thing === null) return strange ? "something else that came in is bad as well" : null;
  const later = Object.values(after.thing.marks);
  const marks = Object.values(before.thing.marks);
  const common = marks.filter((mark) => later.includes(mark)).length;
  const renamed = before.thing.field !== after.thing.field;
  const moved = before.thing.holder !== after.thing.holder;
  if (batched && common < 1) return "nothing tells which of the batch it was";
  if (complaint === "missing") return absenceHiddenBy(birth, renamed || moved, common === marks.length);
  const known = renamed ? common >= 2 && common === marks.length && before.thing.holder !== null : common >= 2;
  const hides = hiddenByChange(before.thing, after.thing, renamed && !birth, complaint);
  if (hides !== null) return hides;
  const told = (!renamed && !moved) || (known && !(renamed && strange)) || (birth && !strange);
  return told ? null : "nothing tells that it is the same";
}

/** Of another value only some errors tell whether it was bad, and of one that has another name as well none does. */
function hiddenByChange(before: Thing, after: Thing, renamed: boolean, complaint: Fault["complaint"]): string | null {
  if (JSON.stringify(before.value) === JSON.stringify(after.value)) return null;
  if (complaint === "invalid") return "only the program knows whether the other value was bad";
  return renamed && complaint !== "empty" ? "it changed, and has another name" : null;
}

function absenceHiddenBy(birth: boolean, changed: boolean, whole: boolean): string | null {
  if (!birth && !whole) return "it may have been there under another name";
  return changed ? "what was dropped has no name" : null;
}
