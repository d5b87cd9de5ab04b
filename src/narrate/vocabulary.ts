import type { HopView, Report, Shown } from "../report.ts";
import { facesOf, titleOf } from "../services/table.ts";

/**
 * What a sentence may hold: names and numbers that were computed or configured. What a program wrote, lines of logs and messages
 * of errors, is not among them, although a model is shown it: whoever writes a log could put any name and any number there.
 */
export class Vocabulary {
  readonly #words = new Set<string>();
  readonly #names = new Set<string>();
  readonly #numbers = new Set<string>();
  readonly #times = new Set<string>();

  constructor(report: Shown<Report>) {
    const { incident, window, asOf, verdict, failing, entries, users, slow = null, healthy = null, lossClock } = report;
    const hops = report.transactions.flatMap((one) => one.hops);
    for (const hop of hops) this.#takeHop(hop);
    this.#take(incident.title, failing?.function, failing?.error?.type, failing?.trend, users.hit, users.stillFailing);
    this.#take(failing?.requests, users.unidentifiedRequests, ...Object.values(users.outcomes), lossClock?.items);
    for (const { name, requests, total, owner } of entries) this.#take(name, requests, total, owner);
    for (const { text } of verdict.reasons) this.#take(text);
    this.#take(
      slow?.requests,
      slow?.total,
      slow?.limitMs,
      slow?.usualMs,
      slow?.worstMs,
      slow?.step?.ms,
      slow?.step?.usualMs,
    );
    this.#take(healthy?.compared, healthy?.differs?.path, healthy?.differs?.failing, healthy?.differs?.healthy);
    for (const time of [window.from, window.to, asOf, failing?.since, lossClock?.firstLostAt])
      if (time != null) this.#times.add(time.slice(11, 16)).add(time.slice(11, 19));
  }

  hasNumber(number: string): boolean {
    return this.#numbers.has(number.replaceAll(",", ""));
  }

  hasTime(time: string): boolean {
    return this.#times.has(time);
  }

  /** A word by itself, or one that is joined of several, or a part of such a one. */
  hasName(word: string): boolean {
    const name = word.toLowerCase();
    return this.#words.has(name) || [...this.#names].some((known) => known.includes(name));
  }

  #takeHop({ service, resource, operation, outcome, durationMs, dwellMs, attempts, error }: HopView): void {
    this.#take(service, titleOf(service), resource, operation, outcome, durationMs, dwellMs, attempts, error?.type);
    for (const { catalog } of facesOf(service)) this.#take(catalog);
  }

  #take(...all: readonly (string | number | null | undefined)[]): void {
    for (const one of all) {
      if (typeof one === "number") this.#takeNumber(one);
      if (typeof one !== "string") continue;
      this.#names.add(one.toLowerCase());
      for (const word of one.toLowerCase().match(/[a-z][\w-]*/g) ?? []) this.#words.add(word);
      for (const number of numbersIn(one)) this.#takeNumber(Number(number));
    }
  }

  /** As it is, whole, and, since times are milliseconds and told as seconds, as tenths of a thousand. */
  #takeNumber(value: number): void {
    this.#numbers
      .add(`${value}`)
      .add(`${Math.round(value)}`)
      .add((value / 1000).toFixed(1));
    if (value >= 10_000) this.#numbers.add(`${Math.round(value / 1000)}`);
  }
}

export function numbersIn(text: string): string[] {
  const found = text.match(/(?<![\w.-])\d[\d,]*(?:\.\d+)?/g) ?? [];
  return found.map((number) => number.replaceAll(",", "").replace(/^0+(?=\d)/, ""));
}
