import type { Seen } from "../record.ts";
import type { Hop, Transaction } from "../transaction.ts";
import { isVariableName } from "./is-variable-name.ts";
import { type NamedField, namedField } from "./named-field.ts";
import { type Payload, type Place, payloadOf, plainWord } from "./payload.ts";
import { variableAtFault } from "./variable-at-fault.ts";

/** The field of the input that an error complains about. `refused`: it names something, and nothing shows that it is of the input. */
export interface FieldAtFault {
  readonly field: NamedField | null;
  readonly refused: boolean;
}

/**
 * What broke over a name, or speaks of one in prose, may mean a local variable, a key of a table in the code or a setting. It is a
 * field of the input only where something recorded shows it as one: of what is said to be missing that is another hop that had it,
 * while the one that failed had none. A validator knows what it looks at, but for the environment.
 */
export function fieldAtFault(transaction: Transaction, hop: Hop): FieldAtFault {
  const { error } = hop;
  const field = error === null ? null : namedField(error);
  if (error === null || field === null) return { field: null, refused: false };
  if (variableAtFault(error, hop.environment) !== null) return { field: null, refused: true };
  if (field.origin !== "guess" && !isVariableName(lastOf(field))) return { field, refused: false };
  const shown = field.complaint === "missing" ? isMissing(field, transaction, hop) : isShown(field, transaction, hop);
  return { field: shown ? field : null, refused: !shown };
}

/** An error of a sort that only what looks at input throws, whatever it names. */
export function saysValidation({ type }: Seen): boolean {
  return /valid|schema|zod|bad.?request/i.test(type ?? "");
}

/** That the failing hop was given it anywhere leaves open what was missing: something else broke. */
function isMissing(field: NamedField, { hops }: Transaction, failing: Hop): boolean {
  if (failing.input === null) return false;
  const own = placesOf(field, payloadOf(failing.input));
  if (own.some(({ value }) => !isBlank(value))) return false;
  return own.length > 0 || hops.some((hop) => hop !== failing && held(field, hop).some(({ value }) => !isBlank(value)));
}

function isShown(field: NamedField, { hops }: Transaction, failing: Hop): boolean {
  return failing.input === null || hops.some((hop) => held(field, hop).length > 0);
}

function held(field: NamedField, { input, output }: Hop): Place[] {
  return [input, output].flatMap((part) => (part === null ? [] : placesOf(field, payloadOf(part))));
}

/** An envelope's own fields are the service's. */
function placesOf(field: NamedField, { places }: Payload): Place[] {
  const name = plainWord(lastOf(field));
  const enveloped = places.some(({ carried }) => carried);
  return places.filter((place) => place.name === name && (place.carried || !enveloped));
}

function lastOf({ path }: NamedField): string {
  return path.split(".").at(-1) ?? path;
}

function isBlank(value: Place["value"]): boolean {
  return value === null || (typeof value === "string" && value.trim() === "");
}
