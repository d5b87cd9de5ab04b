import { isArray, type Json } from "../json.ts";
import type { NamedField } from "./named-field.ts";

/** `unclear`: another value than the one that did the harm, of which only the program knows whether it would have done the same. */
export type Sure = "bad" | "good" | "unclear";

/** Who hides a value hides whether it was bad. */
const REDACTED = /redacted|masked|[[<(](?:hidden|filtered|removed|sensitive|secret)[\])>]|\*{3,}/i;
/** What a program may read as something else than a text. */
const READABLE = /^\s*(?:true|false|[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d\d-\d\d\b.{0,40})\s*$/i;

/** One idea of what is bad: what the error complains of, or, where a value alone cannot tell, the very value that did the harm. */
export class Badness {
  readonly #field: NamedField;
  readonly #harmful: Json | undefined;

  constructor(field: NamedField, harmful: Json | undefined) {
    this.#field = field;
    this.#harmful = harmful;
  }

  /** Of a missing field there is no value to look for. */
  get isAbsence(): boolean {
    return this.#field.complaint === "missing";
  }

  /** Whether it is told by a value alone that it is bad, whichever did the harm. */
  get isPlain(): boolean {
    return ["empty", "null", "missing"].includes(this.#field.complaint);
  }

  /** The value that did the harm, or what it was on its way, or one that is bad by itself. */
  isHarmful(value: Json, harmful: Json | undefined = this.#harmful): boolean {
    switch (this.#field.complaint) {
      case "empty":
        return isBlank(value) || value === null || (isArray(value) && value.length === 0);
      case "null":
        return value === null;
      case "missing":
        return value === null || isBlank(value);
      default:
        return harmful !== undefined && alike(value) === alike(harmful);
    }
  }

  of(value: Json): Sure {
    if (typeof value === "string" && value.length <= 200 && REDACTED.test(value)) return "unclear";
    // Of a list a program may have taken one thing.
    if (isArray(value) && value.some((one) => this.isHarmful(one))) return "unclear";
    if (this.isPlain) return this.isHarmful(value) ? "bad" : "good";
    const harmful = this.#harmful;
    if (harmful === undefined) return "unclear";
    if (JSON.stringify(value) === JSON.stringify(harmful)) return "bad";
    const { rule = {}, complaint } = this.#field;
    switch (complaint) {
      case "type":
        return byType(value, harmful, rule.expected);
      case "long":
        return byLength(value, harmful, rule.limit);
      case "enumeration":
        return byList(value, harmful, rule.allowed);
      default:
        return "unclear";
    }
  }
}

function isBlank(value: Json): boolean {
  return typeof value === "string" && value.trim() === "";
}

/** Case and blanks are changed by programs that look no further. */
function alike(value: Json): string {
  return JSON.stringify(typeof value === "string" ? value.trim().toLowerCase() : value);
}

function byType(value: Json, harmful: Json, expected: string | undefined): Sure {
  const type = typeOf(value);
  // A rule that the harmful value keeps is not what it broke.
  if (expected !== undefined && !isOf(harmful, expected)) {
    if (isOf(value, expected)) return "good";
    if (type !== typeOf(harmful)) return "unclear";
  }
  if (type !== typeOf(harmful)) return mayBeWrong(type, expected) ? "unclear" : "good";
  if (typeof value === "number" && typeof harmful === "number")
    return Number.isInteger(value) === Number.isInteger(harmful) ? "bad" : "unclear";
  if (typeof value !== "string" || typeof harmful !== "string") return "bad";
  // Some read a number, or a date, out of a text: what they could not read may have been one before.
  const read = (isNumber(value) && !isNumber(harmful)) || (READABLE.test(value) && !READABLE.test(harmful));
  return read ? "unclear" : "bad";
}

/** Where the error does not say what it wanted, what holds others is as likely wrong. */
function mayBeWrong(type: string, expected: string | undefined): boolean {
  return type === "null" || (expected === undefined && (type === "object" || type === "array"));
}

function typeOf(value: Json): string {
  return value === null ? "null" : isArray(value) ? "array" : typeof value;
}

function isOf(value: Json, expected: string): boolean {
  return expected === "integer" ? Number.isInteger(value) : typeOf(value) === expected;
}

function isNumber(text: string): boolean {
  return text.trim() !== "" && Number.isFinite(Number(text));
}

function byLength(value: Json, harmful: Json, limit: number | undefined): Sure {
  if (typeOf(value) !== typeOf(harmful)) return "unclear";
  const own = sizeOf(value);
  const most = sizeOf(harmful);
  if (own === null || most === null) return "unclear";
  if (limit !== undefined && most.least > limit) {
    return own.least > limit ? "bad" : own.most <= limit ? "good" : "unclear";
  }
  return own.least >= most.most ? "bad" : "unclear";
}

/** Some count signs, others bytes. */
function sizeOf(value: Json): { readonly least: number; readonly most: number } | null {
  if (typeof value === "string") return { least: [...value].length, most: Buffer.byteLength(value) };
  const size = isArray(value) ? value.length : typeof value === "number" ? value : null;
  return size === null ? null : { least: size, most: size };
}

function byList(value: Json, harmful: Json, allowed: readonly string[] | undefined): Sure {
  const known = allowed !== undefined && isWord(value) && isWord(harmful) && !allowed.includes(String(harmful));
  if (!known) return "unclear";
  if (allowed.includes(String(value))) return "good";
  // In other letters, some would have taken it.
  return allowed.some((one) => alike(one) === alike(String(value))) ? "unclear" : "bad";
}

function isWord(value: Json): boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}
