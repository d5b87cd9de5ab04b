import { isArray, isObject, type Json, type JsonObject, parseJson } from "../json.ts";
import { base64Text } from "../services/base64-text.ts";

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
  /** A part of it was not recorded, or there is too much of it. */
  readonly partial: boolean;
}

/** What only carries what is sent: SNS in SQS, EventBridge's detail, a body, a record of a stream, an item of a table. */
const ENVELOPES = new Set(
  "records body message messagebody detail sns kinesis data dynamodb newimage item entries payload requestpayload input value".split(
    " ",
  ),
);
const MOST_PLACES = 20_000;
const MOST_KEYS = 64;
const LEAST_BASE64 = 16;

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
  let partial = false;
  const open: Open[] = [{ value: opened(payload), keys: [], way: [], carried: false }];
  for (const one of open) {
    const { value } = one;
    const inner = isArray(value) ? itemsOf(value, one) : isObject(value) ? lookInto(value, one, places, holders) : [];
    if (open.length + inner.length > MOST_PLACES) partial = true;
    else for (const each of inner) open.push(each);
  }
  return { places, holders, partial: partial || places.some(({ keys }) => keys.at(-1) === "$cut") };
}

/** Notes what stands in an object, and returns what is to be looked into next. */
function lookInto(value: JsonObject, one: Open, places: Place[], holders: Holder[]): Open[] {
  const entries = Object.entries(value).map(([key, inside]): [string, Json] => [key, opened(inside)]);
  const holder = holderOf(value, entries, one);
  holders.push(holder);
  for (const [key, inside] of entries) places.push(placeOf(key, inside, holder, one));
  return entries.filter(([, inside]) => isInside(inside)).map(([key, inside]) => below(key, inside, one));
}

function itemsOf(list: readonly Json[], { keys, way, carried }: Open): Open[] {
  return list.slice(0, MOST_PLACES + 1).map((one, index) => ({
    ...{ value: opened(one), keys: deeper(keys, String(index)) },
    ...{ way, carried },
  }));
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

/** JSON text, base64 of it, and DynamoDB's typed values become what they say. */
function opened(value: Json): Json {
  if (typeof value === "string") return parseJson(value) ?? fromBase64(value) ?? value;
  return isObject(value) ? untyped(value) : value;
}

function fromBase64(value: string): Json | undefined {
  if (
    value.length < LEAST_BASE64 ||
    value.length % 4 !== 0 ||
    !/^(?:eyJ|eyI|ewo|W3s|Wy)[A-Za-z0-9+/]*={0,2}$/.test(value)
  )
    return undefined;
  const text = base64Text(value);
  return text === null || text === value ? undefined : parseJson(text);
}

/** `{"S": ""}` is `""`. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html */
function untyped(value: JsonObject): Json {
  const [only, ...others] = Object.entries(value);
  if (only === undefined || others.length > 0) return value;
  const [type, inner] = only;
  switch (type) {
    case "S":
      return typeof inner === "string" ? (parseJson(inner) ?? inner) : value;
    case "N":
      return typeof inner === "string" && inner.trim() !== "" && Number.isFinite(Number(inner)) ? Number(inner) : value;
    case "BOOL":
      return typeof inner === "boolean" ? inner : value;
    case "NULL":
      return inner === true ? null : value;
    case "M":
      return isObject(inner) ? inner : value;
    case "L":
      return isArray(inner) ? inner : value;
    default:
      return value;
  }
}
