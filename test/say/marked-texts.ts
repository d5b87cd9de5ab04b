/**
 * Texts from outside that can be found again in whatever is made of them: each begins and ends with a mark of its own, in signs
 * that no escaping touches. So it shows whether a text stands somewhere whole, and whether what was cut says so.
 */
export class MarkedTexts {
  readonly #fill: string;
  #made = 0;
  #numbers = new Map<string, readonly number[]>();

  /** `fill`: what stands between the marks. */
  constructor(fill: string) {
    this.#fill = fill;
  }

  /** The next text; the same never comes twice. */
  next(fill: string = this.#fill): string {
    this.#made++;
    return `beg${this.#made}z${fill}z${this.#made}end`;
  }

  /** A list of items, each made with texts of its own, under a name by which a test asks whether all of it is shown. */
  list<T>(name: string, count: number, make: (place: number) => T): T[] {
    const firsts: number[] = [];
    const items = Array.from({ length: count }, (_, place) => {
      firsts.push(this.#made + 1);
      return make(place);
    });
    this.#numbers.set(name, firsts);
    return items;
  }

  /** The lists that were made: of each item the number of its first text. */
  get lists(): ReadonlyMap<string, readonly number[]> {
    return this.#numbers;
  }
}

const MARK = /beg(\d+)z|z(\d+)end/g;

/** The numbers of the texts that begin in this one. */
export function begunIn(text: string): Set<number> {
  return new Set([...text.matchAll(/beg(\d+)z/g)].map(([, number]) => Number(number)));
}

/** The texts of which a part is missing here with no ellipsis in its place, by their numbers. */
export function silentlyCutIn(text: string): number[] {
  const found: number[] = [];
  const marks = [...text.matchAll(MARK)];
  for (const [place, mark] of marks.entries()) {
    const [whole, begins, ends] = mark;
    if (begins !== undefined) {
      const next = marks[place + 1];
      const rest = text.slice(mark.index + whole.length, next?.index);
      if (next?.[2] !== begins && !rest.includes("…")) found.push(Number(begins));
    } else if (ends !== undefined) {
      const before = marks[place - 1];
      const rest = text.slice(before === undefined ? 0 : before.index + before[0].length, mark.index);
      if (before?.[1] !== ends && !rest.includes("…")) found.push(Number(ends));
    }
  }
  return found;
}

/** Whether a text says that of `all` things it shows no more than `shown`. */
export function saysHowMany(text: string, shown: number, all: number): boolean {
  const number = (count: number) => `(?:${count}|${count.toLocaleString("en")})`;
  const missing = `(?<![\\d,.])${number(all - shown)} (?:more|other|earlier|further)(?![a-z])`;
  const whole = `(?<![a-z])of ${number(all)}(?!\\d)`;
  return new RegExp(`${missing}|${whole}`).test(text);
}
