import type { HopView, Report, Shown } from "../report.ts";
import { facesOf, titleOf } from "../services/table.ts";
import { isNumberWord } from "./number-words.ts";
import { PLAIN, QUANTIFIERS } from "./plain-words.ts";

/** `hop`: "hop 3". `kind`: "table", "function". `entry`: as such it is no hop. `error`: the type of an error. `other`: an owner, a field. */
export interface Name {
  readonly sort: "resource" | "hop" | "service" | "kind" | "operation" | "entry" | "error" | "other";
  /** Those that are meant by it. */
  readonly hops: ReadonlySet<string>;
  /** In small letters. */
  readonly key: string;
}

/**
 * The names that a sentence may hold: those that were computed or configured. What a program wrote, lines of logs and messages
 * of errors, is not among them, although a model is shown it: whoever writes a log could put any name there. A name holds whole
 * and not in parts, whatever its case.
 */
export class Vocabulary {
  readonly #names = new Map<string, { sort: Name["sort"]; readonly hops: Set<string> }>();

  constructor({ transactions, failing, entries, cause, healthy = null, changes }: Shown<Report>) {
    const hops = transactions.flatMap((one) => one.hops);
    for (const hop of hops) this.#takeHop(hop);
    if (failing !== null) {
      this.#take("resource", failing.function, []);
      this.#take("error", failing.error?.type ?? null, []);
    }
    for (const { name, owner } of entries) {
      this.#take("entry", name, []);
      this.#take("other", owner, []);
    }
    for (const path of [cause?.field?.path, healthy?.differs?.path]) this.#takeField(path ?? "");
    for (const { function: name } of changes) this.#take("resource", name, []);
  }

  name(written: string): Name | null {
    const key = written.toLowerCase();
    const known = this.#names.get(key);
    return known === undefined ? null : { ...known, key };
  }

  #takeHop({ id, n, service, resource, operation, error }: HopView): void {
    this.#take("resource", resource, [id]);
    this.#take("hop", `hop ${n}`, [id]);
    for (const name of [service, titleOf(service)]) this.#take("service", name, [id]);
    for (const { catalog } of facesOf(service))
      this.#take("kind", catalog === undefined ? null : kindOf(catalog), [id]);
    this.#take("operation", operation, [id]);
    this.#take("error", error?.type ?? null, [id]);
    this.#take("error", error?.type?.split(".").at(-1) ?? null, [id]);
  }

  /** Whoever sends a payload may choose what its fields are called: where that looks like a word, it has to be called a field. */
  #takeField(path: string): void {
    if (path === "" || /\s/.test(path)) return;
    this.#take("other", `field ${path}`, []);
    if (/[A-Z\d_.[]/.test(path)) this.#take("other", path, []);
  }

  #take(sort: Name["sort"], name: string | null, hops: readonly string[]): void {
    if (name === null || !isFit(sort, name)) return;
    const key = name.toLowerCase();
    const known = this.#names.get(key);
    const isSurer = known === undefined || SUREST.indexOf(sort) < SUREST.indexOf(known.sort);
    const all = new Set([...(known?.hops ?? []), ...hops]);
    this.#names.set(key, { sort: isSurer ? sort : known.sort, hops: all });
  }
}

/** A longer one fits into no sentence. */
const MOST_OF_A_NAME = 200;
/** What a name is first of all, where it names several things. */
const SUREST: readonly Name["sort"][] = ["resource", "hop", "entry", "service", "kind", "operation", "error", "other"];

/** What is a plain word already stays one. An application chooses its operations and its errors: a name of those looks like one, so that it cannot say anything. */
function isFit(sort: Name["sort"], name: string): boolean {
  const key = name.toLowerCase();
  if (
    name.length > MOST_OF_A_NAME ||
    QUANTIFIERS.has(key) ||
    PLAIN.has(key) ||
    isNumberWord(key) ||
    /^[\d.,:%-]*$/.test(key)
  )
    return false;
  if (sort === "error") return /^[A-Za-z][\w.$]*$/.test(name) && /[A-Z].*[A-Z]|\./.test(name);
  if (sort === "operation") return !/\s/.test(name.replace(/^[A-Z]{1,10} /, "")) && /[A-Z\d/_.:]/.test(name);
  return true;
}

/** "tables" is what a catalog lists, "table" what one of them is called. */
function kindOf(listed: string): string {
  return listed.slice(0, listed.endsWith("ses") ? -2 : -1);
}
