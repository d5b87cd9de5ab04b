import type { Json } from "../json.ts";
import { findValue, holderIsPresent } from "./find-value.ts";
import type { NamedField } from "./named-field.ts";

/** What a payload shows of a field: nothing was recorded, it is good or was never there, or it is bad. */
export type Sight =
  | { readonly kind: "unrecorded" }
  | { readonly kind: "good"; readonly value: Json }
  | { readonly kind: "none" }
  | { readonly kind: "bad"; readonly value: Json };

/**
 * Looks for a field in payloads, with one idea of what is bad: what the error complains of, or, where a value alone cannot
 * tell (a wrong type, an invalid value), the very value that did the harm.
 */
export class Looker {
  readonly #field: NamedField;
  readonly #harmful: Json | undefined;

  constructor(field: NamedField, harmful: Json | undefined) {
    this.#field = field;
    this.#harmful = harmful;
  }

  /**
   * What a payload shows. `same`: it is the very message that failed, so that a field which is not in it is missing; of any
   * other payload that holds only where the object that should hold the field is there.
   */
  at(payload: Json, same: boolean): Sight {
    if (payload === null) return { kind: "unrecorded" };
    const found = findValue(payload, this.#field.path);
    // Of several places that the field may be, the bad one speaks: envelopes use the same names for other things.
    const bad = found.find(({ value }) => this.#isBad(value));
    if (bad !== undefined) return { kind: "bad", value: bad.value };
    const [first] = found;
    if (first !== undefined) return { kind: "good", value: first.value };
    const wanted = same || (this.#field.path.includes(".") && holderIsPresent(payload, this.#field.path));
    return wanted && this.#field.complaint === "missing" ? { kind: "bad", value: null } : { kind: "none" };
  }

  #isBad(value: Json): boolean {
    const blank = typeof value === "string" && value.trim() === "";
    switch (this.#field.complaint) {
      case "empty":
        return blank || value === null || (Array.isArray(value) && value.length === 0);
      case "null":
        return value === null;
      case "missing":
        return value === null || blank;
      default:
        return this.#harmful !== undefined && JSON.stringify(value) === JSON.stringify(this.#harmful);
    }
  }
}
