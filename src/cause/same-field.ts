import { isArray, type Json } from "../json.ts";
import { Badness } from "./badness.ts";
import { gappyText } from "./gappy-text.ts";
import type { NamedField } from "./named-field.ts";
import { type Holder, ITEM, isEnvelope, type Payload, type Place, plainWord } from "./payload.ts";

/** A field in one payload, with what makes it known again in another: its name, the way to it, and what stands beside it. */
export interface Tracked {
  readonly name: string;
  readonly way: string;
  readonly holder: Holder;
  readonly keys: readonly string[];
  readonly value: Json;
  /** Everything that the payload holds, with the way to it: what stands there in both is explained by itself. */
  readonly all: ReadonlySet<string>;
}

/**
 * What a payload shows of a field that another one has: it is good, it is bad and this is where, nothing in it can have become it
 * (`none`), or it cannot be told, and why.
 */
export type Shows =
  | { readonly kind: "good"; readonly place: Place }
  | { readonly kind: "bad"; readonly field: Tracked }
  | { readonly kind: "none" }
  | { readonly kind: "unclear"; readonly why: string };

/**
 * Where the field that an error names stands in the input of the hop that failed, and is bad there; a reason where it cannot be
 * told. Its last name has to be equal, and the more of the names before it are, the better. A field that is missing is missing
 * in the object that should hold it.
 */
export function locate(payload: Payload, field: NamedField): { at: Tracked; bad: Badness } | string {
  const names = field.path.split(".").map(plainWord).reverse();
  const [last = ""] = names;
  const best = bestOf(
    payload.places.filter(({ name }) => name === last),
    ({ keys }) => agreeing(keys, names),
  );
  const valued = field.value ?? (sameValue(best) ? best[0]?.value : undefined);
  const bad = new Badness(field, valued);
  const found = best.filter(({ value }) => bad.isHarmful(value));
  if (bad.isAbsence) return locateAbsent(payload, field, names, found, bad);
  const [first, ...more] = found;
  if (first !== undefined && more.length === 0) return { at: trackedAt(first, payload), bad };
  if (first !== undefined) return `has ${found.length} bad fields that ${field.path} may mean`;
  const byValue =
    field.value === undefined || !isTelling(field.value)
      ? []
      : payload.places.filter(({ name, value }) => name !== ITEM && bad.isHarmful(value));
  const [only, ...others] = byValue;
  if (only !== undefined && others.length === 0) return { at: trackedAt(only, payload), bad };
  return `shows no bad ${field.path}`;
}

function locateAbsent(
  payload: Payload,
  field: NamedField,
  [last = "", ...above]: readonly string[],
  blank: readonly Place[],
  bad: Badness,
): { at: Tracked; bad: Badness } | string {
  const holders = above.length === 0 ? roots(payload) : bestOf(payload.holders, ({ keys }) => agreeing(keys, above));
  const among = new Set(holders);
  const having = holdersOf(payload, last);
  const lacking = new Set([
    ...holders.filter((holder) => !having.has(holder)),
    ...blank.map(({ holder }) => holder).filter((holder) => above.length === 0 || among.has(holder)),
  ]);
  const [first, ...more] = lacking;
  if (first === undefined) return `shows no bad ${field.path}`;
  if (more.length > 0) return `has ${lacking.size} objects in which ${field.path} may be missing`;
  return { at: absentIn(first, last, field.path.split(".").at(-1) ?? last, payload), bad };
}

/** The messages themselves, out of all envelopes. */
function roots({ holders }: Payload): Holder[] {
  return holders.filter(({ way, carries }) => way === "" && !carries);
}

function holdersOf({ places }: Payload, name: string): ReadonlySet<Holder> {
  const there = places.filter((place) => place.name === name && place.value !== null && place.value !== "");
  return new Set(there.map(({ holder }) => holder));
}

function absentIn(holder: Holder, name: string, shown: string, payload: Payload): Tracked {
  const way = holder.way === "" ? name : `${holder.way}.${name}`;
  return { name, way, holder, keys: [...holder.keys, shown], value: null, all: allOf(payload) };
}

function trackedAt({ name, way, holder, keys, value }: Place, payload: Payload): Tracked {
  return { name, way, holder, keys, value, all: allOf(payload) };
}

function allOf({ places }: Payload): ReadonlySet<string> {
  return new Set(places.map(wholeOf));
}

function isInside(value: Json): boolean {
  return typeof value === "object" && value !== null;
}

function wholeOf({ way, value }: Pick<Place, "way" | "value">): string {
  return `${way} ${isInside(value) ? "" : JSON.stringify(value)}`;
}

/** How many names, counted from the last, agree with the way down to a place. */
function agreeing(keys: readonly string[], wanted: readonly string[]): number {
  let score = 0;
  for (const name of wanted) {
    if (plainWord(keys[keys.length - 1 - score] ?? "") !== name) break;
    score++;
  }
  return score;
}

function bestOf<T>(all: readonly T[], scoreOf: (one: T) => number): T[] {
  const scored = all.map((one) => ({ one, score: scoreOf(one) }));
  const best = scored.reduce((most, { score }) => Math.max(most, score), 0);
  return best === 0 ? [] : scored.filter(({ score }) => score === best).map(({ one }) => one);
}

function sameValue(places: readonly Place[]): boolean {
  return new Set(places.map(({ value }) => JSON.stringify(value))).size === 1;
}

/** A value that hardly stands anywhere by chance. */
function isTelling(value: Json): boolean {
  return typeof value === "string" ? value.trim().length >= 6 : typeof value === "number" && Math.abs(value) >= 1000;
}

/**
 * What a payload, from which another was made, shows of a field of that other. It is the same field where the whole way to it
 * is the same, or where its name is and the object around it holds the same things. Else only this is sure: if nothing bad is in
 * the payload that is not in the other at the same place as well, then what is bad there was not bad here.
 */
export function follow(payload: Payload, field: Tracked, bad: Badness): Shows {
  const named = payload.places.filter(({ name }) => name === field.name);
  if (bad.isAbsence) return followAbsence(payload, field, named);
  const sameWay = named.filter(({ way }) => way === field.way);
  const alike = bestOf(payload.holders, (holder) => shared(holder, field));
  const most = alike[0] === undefined ? 0 : shared(alike[0], field);
  if (sameWay.length > 0) {
    // What holds the same things as the object around the field goes before what has the same name.
    if (most >= 2 && sameWay.every(({ holder }) => shared(holder, field) < most))
      return { kind: "unclear", why: `has ${field.way}, but something else in it holds the same things` };
    return verdictOf(narrowed(sameWay, field), payload, bad);
  }
  const known = most < 2 ? [] : named.filter(({ holder }) => alike.includes(holder));
  if (known.length > 0 && known.length === alike.length) return verdictOf(known, payload, bad);
  if (payload.hidden !== null) return { kind: "unclear", why: payload.hidden };
  return followOthers(payload, field, bad);
}

function verdictOf(known: readonly Place[], payload: Payload, bad: Badness): Shows {
  const [first, ...others] = known;
  if (known.some(({ value }) => isCut(value))) return { kind: "unclear", why: "was recorded in part" };
  const wrong = known.filter(({ value }) => bad.of(value) === "bad");
  if (first !== undefined && known.every(({ value }) => bad.of(value) === "good"))
    return { kind: "good", place: first };
  if (first !== undefined && others.length === 0)
    return wrong.length === 1
      ? { kind: "bad", field: trackedAt(first, payload) }
      : { kind: "unclear", why: `has another value at ${first.path}, and nothing tells whether that is bad as well` };
  return { kind: "unclear", why: `has several fields of that name, of which ${wrong.length} are bad` };
}

/** Of several items of a list, the one that holds the same things, else the one at the same place. */
function narrowed(same: readonly Place[], field: Tracked): readonly Place[] {
  if (same.length < 2) return same;
  const most = bestOf(same, (place) => sharedBeside(place, field));
  if (most.length === 1) return most;
  const among = most.length > 0 ? most : same;
  const there = among.filter(({ keys }) => indexIn(keys) !== null && indexIn(keys) === indexIn(field.keys));
  return there.length === 1 ? there : among;
}

/** The place in a list of the message itself. That in a batch says nothing of another batch. */
function indexIn(keys: readonly string[]): string | null {
  return keys.findLast((key, place) => /^\d+$/.test(key) && !isEnvelope(keys[place - 1] ?? "")) ?? null;
}

function isCut(value: Json): boolean {
  return typeof value === "object" && value !== null && Object.hasOwn(value, "$cut");
}

/** How much of what tells the object around the field apart stands in another one too. */
function shared({ marks }: Holder, { holder, value }: Tracked): number {
  const common = marks.intersection(holder.marks);
  return common.size - (common.has(JSON.stringify(value)) ? 1 : 0);
}

/** What stands at the place itself tells nothing of what stands around it. */
function sharedBeside({ holder, value }: Place, field: Tracked): number {
  const own = JSON.stringify(value);
  const counted = holder.marks.has(own) && field.holder.marks.has(own) && own !== JSON.stringify(field.value);
  return shared(holder, field) - (counted ? 1 : 0);
}

/** Of what stands beside a place, nothing is gone afterwards: only the place itself has no other name. */
function isRenamed({ name, holder }: Place, field: Tracked): boolean {
  const later = new Set(Object.keys(field.holder.object).map(plainWord));
  return Object.entries(holder.object).every(
    ([key, value]) =>
      plainWord(key) === name || later.has(plainWord(key)) || field.holder.marks.has(JSON.stringify(value)),
  );
}

/** Nothing bears its name. */
function followOthers(payload: Payload, field: Tracked, bad: Badness): Shows {
  const enveloped = payload.places.some(({ carried }) => carried);
  const unexplained = payload.places.filter(
    // Envelopes are full of nulls that mean nothing.
    ({ value, way, carried }) =>
      (bad.isHarmful(value) || bad.isHarmful(value, field.value)) &&
      !field.all.has(wholeOf({ way, value })) &&
      !(enveloped && !carried && (value === null || isArray(value))),
  );
  const [only, ...more] = unexplained;
  if (only === undefined) {
    if (mayBeRenamed(payload, field, bad)) return { kind: "unclear", why: "may have it under another name" };
    const part = bad.isPlain ? gappyText(payload.places.filter((place) => !field.all.has(wholeOf(place)))) : undefined;
    return part === undefined ? { kind: "none" } : { kind: "unclear", why: `may have it as a part of ${part.path}` };
  }
  const alike = bestOf(payload.holders, (holder) => shared(holder, field));
  if (
    more.length === 0 &&
    alike.length === 1 &&
    alike[0] === only.holder &&
    shared(only.holder, field) >= 2 &&
    isRenamed(only, field)
  )
    return { kind: "bad", field: trackedAt(only, payload) };
  return { kind: "unclear", why: `names no such field, and ${only.path} in it is bad as well` };
}

/**
 * Where a value may change and stay bad, what is gone afterwards may have become it: in the object that holds the same things
 * whatever it was, elsewhere what reads alike.
 */
function mayBeRenamed({ places }: Payload, field: Tracked, bad: Badness): boolean {
  if (bad.isPlain) return false;
  return places.some((place) => {
    const sure = isInside(place.value) || field.all.has(wholeOf(place)) ? "good" : bad.of(place.value);
    if (sure === "good") return false;
    const alike = readAlike(place.value, field.value);
    if (place.name === field.name) return alike || sure === "bad" || sharedBeside(place, field) >= 1;
    return isForeign(place, field) && (alike || sharedBeside(place, field) >= 2);
  });
}

/** `12,50 EUR` and `12.50`: but for signs, one is a part of the other. */
function readAlike(one: Json, other: Json): boolean {
  const [a, b] = [plainWord(String(one)), plainWord(String(other))];
  return Math.min(a.length, b.length) >= 3 && (a.includes(b) || b.includes(a));
}

/** The object that lacks the field may be there, under its name or known by what it holds: with the field, or without it as well. */
function followAbsence(payload: Payload, field: Tracked, named: readonly Place[]): Shows {
  const holderWay = field.way.split(".").slice(0, -1).join(".");
  const alike = bestOf(payload.holders, (holder) => shared(holder, field));
  const sameWay = payload.holders.filter(({ way, carries }) => way === holderWay && !carries);
  const [holder, ...more] = alike.length > 0 ? alike : sameWay;
  if (holder === undefined || (holder.way !== holderWay && shared(holder, field) < 2))
    return { kind: "unclear", why: "shows nothing that should have held it" };
  if (more.length > 0) return { kind: "unclear", why: "has several objects that should have held it" };
  if (payload.hidden !== null) return { kind: "unclear", why: payload.hidden };
  const there = named.find((place) => place.holder === holder && place.value !== null && place.value !== "");
  if (there !== undefined) return { kind: "good", place: there };
  const elsewhere = named.find(
    ({ value, way }) => value !== null && value !== "" && way !== field.way && !field.all.has(wholeOf({ way, value })),
  );
  if (elsewhere !== undefined) return { kind: "unclear", why: `has ${elsewhere.path}, which may be another` };
  const strange = payload.places.some((place) => place.holder === holder && isForeign(place, field));
  if (strange) return { kind: "unclear", why: "may have it under another name" };
  return { kind: "bad", field: absentIn(holder, field.name, field.keys.at(-1) ?? field.name, payload) };
}

/** Asked once for each of its fields. */
const NAMES = new WeakMap<Holder, ReadonlySet<string>>();

/** What the later object has under no name may be the missing field under its former one. */
function isForeign({ name }: Place, { holder }: Tracked): boolean {
  const known = NAMES.get(holder) ?? new Set(Object.keys(holder.object).map(plainWord));
  NAMES.set(holder, known);
  return !known.has(name);
}

/**
 * What an answer shows of a field. Where it shares nothing with the object around the field, the same name alone is chance, and
 * that something is missing in it means nothing.
 */
export function followAnswer(payload: Payload, field: Tracked, bad: Badness): Shows {
  const related = payload.holders.some((holder) => shared(holder, field) >= 1);
  if (bad.isAbsence && !related) return { kind: "none" };
  const shows = follow(payload, field, bad);
  if (shows.kind !== "bad" || related || field.way.includes(".")) return shows;
  return { kind: "unclear", why: "has a bad field of that name" };
}
