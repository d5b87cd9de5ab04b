import type { Key } from "../key.ts";
import type { LogRecord } from "../record.ts";
import type { Span } from "../span.ts";
import type { Micros } from "../time.ts";
import type { Maker, Session } from "./contents.ts";
import type { Invocation } from "./invocation.ts";
import { Union } from "./union.ts";

/**
 * What may have to do with each other: whatever shares an id with whatever else, or wrote what the other saw changed,
 * directly or not.
 */
export interface Component {
  readonly invocations: readonly Invocation[];
  /** Lines of no invocation that is known. */
  readonly loose: readonly LogRecord[];
  readonly spans: readonly Span[];
  /** By the id of the span of a change that carries no id of its write, the call that made it; also those of others. */
  readonly makers: ReadonlyMap<string, Maker>;
  /** By its id, each session whose beginning was read; also those of others. */
  readonly sessions: ReadonlyMap<string, Session>;
}

/** An invocation, a span or a loose line, when it began, and the ids in it: true where it is more than mentioned. */
export interface Unit {
  readonly what: Invocation | LogRecord | Span;
  readonly at: Micros;
  readonly name: string;
  readonly ids: ReadonlyMap<string, boolean>;
  readonly failing: boolean;
}

/** A unit that was added. `home` is null until it was joined with others, or found to be alone. */
interface Member {
  readonly unit: Unit;
  readonly holders: Holder[];
  home: Home | null;
  dropped: boolean;
}

/** Everybody in whom one id stands. */
interface Holder {
  members: Member[];
  own: number;
  mentioning: number;
  dropped: number;
  /** Where all of them are, if anything is joined over this id; it may be gone. */
  home: Home | null;
  /** The first of them among those that are being joined, and in which turn. */
  first: number;
  turn: number;
}

/** A component, and who makes it up. */
interface Home {
  readonly component: Component;
  readonly members: readonly Member[];
  readonly first: Unit;
  readonly failing: boolean;
  gone: boolean;
}

/** So many may mention an id that none of them has: beyond it is a constant, such as a tenant or a version, and joins nobody. */
const MOST_MENTIONING = 500;

/**
 * Units joined over equal ids. What comes or goes takes apart no more than the components that it touches, so that being
 * asked often costs as much as what changed in between.
 */
export class Components {
  readonly #makers: ReadonlyMap<string, Maker>;
  readonly #sessions: ReadonlyMap<string, Session>;
  readonly #members = new Map<Unit, Member>();
  readonly #holders = new Map<string, Holder>();
  readonly #homes = new Set<Home>();
  readonly #failing = new Set<Home>();
  #fresh: Member[] = [];
  readonly #broken = new Set<Home>();
  /** Ids that began or ceased to be constants, and whether they were. */
  readonly #turned = new Map<Holder, boolean>();
  #turn = 0;

  constructor(makers: ReadonlyMap<string, Maker>, sessions: ReadonlyMap<string, Session>) {
    this.#makers = makers;
    this.#sessions = sessions;
  }

  /** The units in which an id stands. */
  holding(id: string): Unit[] {
    return (this.#holders.get(id)?.members ?? []).filter(isThere).map(({ unit }) => unit);
  }

  add(unit: Unit): void {
    const member: Member = { unit, holders: [], home: null, dropped: false };
    this.#members.set(unit, member);
    this.#fresh.push(member);
    for (const [id, own] of unit.ids) {
      let holder = this.#holders.get(id);
      if (holder === undefined) {
        holder = { members: [], own: 0, mentioning: 0, dropped: 0, home: null, first: 0, turn: 0 };
        this.#holders.set(id, holder);
      }
      holder.members.push(member);
      member.holders.push(holder);
      this.#count(holder, own, 1);
    }
  }

  drop(unit: Unit): void {
    const member = this.#members.get(unit);
    if (member === undefined) return;
    this.#members.delete(unit);
    member.dropped = true;
    if (member.home !== null) this.#broken.add(member.home);
    for (const [id, own] of unit.ids) {
      const holder = this.#holders.get(id);
      if (holder === undefined) continue;
      this.#count(holder, own, -1);
      // Now and then, so that each is stepped over only a few times.
      if (++holder.dropped * 2 < holder.members.length) continue;
      holder.members = holder.members.filter(isThere);
      holder.dropped = 0;
    }
  }

  all(): Component[] {
    this.#settle();
    return inOrder([...this.#homes]);
  }

  failing(): Component[] {
    this.#settle();
    return inOrder([...this.#failing]);
  }

  with(keys: readonly Key[]): Component[] {
    this.#settle();
    const found = new Set<Home>();
    for (const { value } of keys) {
      const holder = this.#holders.get(value);
      if (holder === undefined || holder.members.length === holder.dropped) continue;
      if (!isConstant(holder) && holder.home !== null) found.add(holder.home);
      else for (const { home, dropped } of holder.members) if (home !== null && !dropped) found.add(home);
    }
    return inOrder([...found]);
  }

  #count(holder: Holder, own: boolean, by: number): void {
    const was = isConstant(holder);
    if (own) holder.own += by;
    else holder.mentioning += by;
    if (isConstant(holder) !== was && !this.#turned.has(holder)) this.#turned.set(holder, was);
  }

  /** Joins what came, what hung together with what went, and what an id joins that is or was a constant. */
  #settle(): void {
    for (const [holder, was] of this.#turned) {
      if (isConstant(holder) === was) continue;
      for (const { home } of holder.members) if (home !== null && !home.gone) this.#broken.add(home);
    }
    this.#turned.clear();
    for (const { holders } of this.#fresh) {
      for (const holder of holders)
        if (!isConstant(holder) && holder.home !== null && !holder.home.gone) this.#broken.add(holder.home);
    }
    const apart = [...this.#broken].flatMap(({ members }) => members).filter(isThere);
    for (const group of this.#joined(apart.concat(this.#fresh.filter(isThere)))) this.#house(group);
    for (const home of this.#broken) {
      if (home.members.some((one) => one.home === home && !one.dropped)) continue;
      home.gone = true;
      this.#homes.delete(home);
      this.#failing.delete(home);
    }
    this.#broken.clear();
    this.#fresh = [];
  }

  #joined(members: readonly Member[]): Iterable<Member[]> {
    if (members.length === 0) return [];
    const union = new Union(members.length);
    const turn = ++this.#turn;
    for (const [place, { holders }] of members.entries()) {
      for (const holder of holders) {
        if (isConstant(holder)) continue;
        if (holder.turn === turn) union.join(holder.first, place);
        else Object.assign(holder, { turn, first: place });
      }
    }
    const groups = new Map<number, Member[]>();
    for (const [place, member] of members.entries()) {
      const group = groups.get(union.find(place));
      if (group === undefined) groups.set(union.find(place), [member]);
      else group.push(member);
    }
    return groups.values();
  }

  /** A component to which nothing was added stays the same object. */
  #house(members: readonly Member[]): void {
    const before = members[0]?.home ?? null;
    const same = before !== null && before.members.length === members.length;
    const home = same && members.every((one) => one.home === before) ? before : this.#homeOf(members);
    for (const member of members) {
      member.home = home;
      for (const holder of member.holders) holder.home = home;
    }
    this.#homes.add(home);
    if (home.failing) this.#failing.add(home);
  }

  #homeOf(members: readonly Member[]): Home {
    const parts: { invocations: Invocation[]; loose: LogRecord[]; spans: Span[] } = {
      invocations: [],
      loose: [],
      spans: [],
    };
    for (const { unit } of members) {
      const { what } = unit;
      if ("lines" in what) parts.invocations.push(what);
      else if ("operation" in what) parts.spans.push(what);
      else parts.loose.push(what);
    }
    const units = members.map(({ unit }) => unit);
    return {
      component: { ...parts, makers: this.#makers, sessions: this.#sessions },
      members,
      first: units.reduce((a, b) => (isEarlier(b, a) ? b : a)),
      failing: units.some(({ failing }) => failing),
      gone: false,
    };
  }
}

function isThere({ dropped }: Member): boolean {
  return !dropped;
}

function isConstant({ own, mentioning }: Holder): boolean {
  return own === 0 && mentioning > MOST_MENTIONING;
}

/** What began earlier comes first, whatever was read first. */
function isEarlier(a: Unit, b: Unit): boolean {
  return a.at === b.at ? a.name < b.name : a.at < b.at;
}

function inOrder(homes: readonly Home[]): Component[] {
  return homes.toSorted((a, b) => (isEarlier(a.first, b.first) ? -1 : 1)).map(({ component }) => component);
}
