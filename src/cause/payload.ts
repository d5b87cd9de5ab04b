import { isArray, isObject, type Json, type JsonObject } from "../json.ts";
import { Opener } from "./opener.ts";

/** A value in a payload. `way`: the names of the objects above it, of which envelopes and places in lists are left out. */
export interface Place {
  /** Dotted, as the payload was recorded. */
  readonly path: string;
  readonly keys: readonly string[];
  readonly name: string;
  readonly way: string;
  readonly value: Json;
  readonly holder: Holder;
  /** It lies in what an envelope carries, and is not the envelope's own. */
  readonly carried: boolean;
}

/** An object in a payload, and what stands in it. */
export interface Holder {
  readonly path: string;
  readonly keys: readonly string[];
  readonly way: string;
  readonly object: JsonObject;
  /** An object inside of it is what it carries: it is an envelope. */
  readonly carries: boolean;
  /** Values that hardly stand anywhere by chance, by which the object is known again under other names. */
  readonly marks: ReadonlySet<string>;
}

/** A payload, looked through once: every value that stands under a name, through the envelopes that carry it. */
export interface Payload {
  readonly places: readonly Place[];
  readonly holders: readonly Holder[];
  /** Why something may stand in it that is not found here: it was not recorded, is too much, or could not be opened. Null: nothing may. */
  readonly hidden: string | null;
}

/** What only carries what is sent: SNS in SQS, EventBridge's detail, a body, a record of a stream, an item of a table. */
const ENVELOPES = new Set(
  "records body message messagebody detail sns kinesis data dynamodb newimage item entries payload requestpayload input value".split(
    " ",
  ),
);
/** No envelopes, and yet what stands in them may be a text that holds fields: GraphQL, a page. */
const TEXTS = new Set("query content rawbody".split(" "));
const MOST_PLACES = 20_000;
const MOST_KEYS = 64;

interface Open {
  readonly value: Json;
  readonly keys: readonly string[];
  readonly way: readonly string[];
  readonly carried: boolean;
}

/** Names are written as each language likes: `ride_id`, `rideId` and `RideID` are one. */
export function plainWord(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/** Whether a name is that of something which only carries what is sent. */
export function isEnvelope(name: string): boolean {
  return ENVELOPES.has(plainWord(name));
}

/** Bounded, and without recursion. */
export function payloadOf(payload: Json): Payload {
  const places: Place[] = [];
  const holders: Holder[] = [];
  const opener = new Opener();
  let partial = false;
  const open: Open[] = [{ value: opener.open(payload, true), keys: [], way: [], carried: false }];
  for (const one of open) {
    const { value } = one;
    const inner = isArray(value)
      ? itemsOf(value, one, opener)
      : isObject(value)
        ? lookInto(value, one, opener, places, holders)
        : noteItem(one, places);
    if (open.length + inner.length > MOST_PLACES) partial = true;
    else for (const each of inner) open.push(each);
  }
  const cut = partial || places.some(({ keys }) => keys.at(-1) === "$cut");
  const hidden = cut ? "was recorded in part" : opener.gaveUp ? "holds what could not be read" : null;
  return { places, holders, hidden };
}

/** Notes what stands in an object, and returns what is to be looked into next. */
function lookInto(value: JsonObject, one: Open, opener: Opener, places: Place[], holders: Holder[]): Open[] {
  const entries = Object.entries(value).map(([key, inside]): [string, Json] => [
    key,
    opener.open(inside, mayHold(key)),
  ]);
  const holder = holderOf(value, entries, one);
  holders.push(holder);
  for (const [key, inside] of entries) places.push(placeOf(key, inside, holder, one));
  return entries.filter(([, inside]) => isInside(inside)).map(([key, inside]) => below(key, inside, one));
}

/** A plain value in a list bears no name: it is there, and is no field. */
export const ITEM = "[]";

function noteItem({ value, keys, way, carried }: Open, places: Place[]): Open[] {
  if (keys.length === 0) return [];
  const path = keys.join(".");
  const own = way.join(".");
  const holder = { path, keys, way: own, object: {}, carries: false, marks: new Set<string>() };
  places.push({ path, keys, name: ITEM, way: own, value, holder, carried });
  return [];
}

function itemsOf(list: readonly Json[], { keys, way, carried }: Open, opener: Opener): Open[] {
  const mayCarry = mayHold(keys.at(-1) ?? "");
  return list.slice(0, MOST_PLACES + 1).map((one, index) => ({
    ...{ value: opener.open(one, mayCarry), keys: deeper(keys, String(index)) },
    ...{ way, carried },
  }));
}

function mayHold(name: string): boolean {
  return isEnvelope(name) || TEXTS.has(plainWord(name));
}

function placeOf(key: string, value: Json, holder: Holder, { keys, carried }: Open): Place {
  const name = plainWord(key);
  const own = deeper(keys, key);
  const way = holder.way === "" ? name : `${holder.way}.${name}`;
  return { path: own.join("."), keys: own, name, way, value, holder, carried };
}

function below(key: string, value: Json, { keys, way, carried }: Open): Open {
  const own = deeper(keys, key);
  if (isEnvelope(key)) return { value, keys: own, way, carried: true };
  return { value, keys: own, way: deeper(way, plainWord(key)), carried };
}

/** Beyond a depth that no payload has, names are no longer told apart: their number stays linear. */
function deeper(names: readonly string[], name: string): readonly string[] {
  return names.length < MOST_KEYS ? [...names, name] : names;
}

function holderOf(object: JsonObject, inside: [string, Json][], { keys, way }: Open): Holder {
  const marks = new Set(inside.flatMap(([, value]) => (isMark(value) ? [JSON.stringify(value)] : [])));
  const carries = inside.some(([key, value]) => isEnvelope(key) && isInside(value));
  return { path: keys.join("."), keys, way: way.join("."), object, carries, marks };
}

function isMark(value: Json): boolean {
  if (typeof value === "string") return value.trim().length >= 3 && value.length <= 200;
  return typeof value === "number" && (Math.abs(value) >= 10 || !Number.isInteger(value));
}

function isInside(value: Json): boolean {
  return isArray(value) || isObject(value);
}
