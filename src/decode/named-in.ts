import { type Json, type JsonObject, objectAt } from "../json.ts";
import { mostTrusted, type NamedUser, named } from "../user.ts";
import type { Carried } from "./carriers.ts";

/** What programs call a user in the fields that they add to every line, and in annotations, in the order of trust. */
const NAMES = ["user_id", "userId", "customer_id", "customerId", "enduser.id", "user.id", "sub"];
const IN_BAGGAGE = /^baggage (user\.id|enduser\.id|user_id|userid)$/;

/** Whose request a line says it is: in a field of its own, or in what it shows being carried along. */
export function namedIn(carried: readonly Carried[], body: Json): NamedUser | null {
  return mostTrusted([fieldIn(objectAt(body) ?? {}, "log", "log: "), ...carried.map(carriedUser)]);
}

/** Whose request a segment's annotations say it is. */
export function annotatedUser(annotations: JsonObject): NamedUser | null {
  return fieldIn(annotations, "annotation", "X-Ray annotation: ");
}

function fieldIn(fields: JsonObject, by: NamedUser["by"], from: string): NamedUser | null {
  for (const name of NAMES) {
    const value = Object.hasOwn(fields, name) ? fields[name] : null;
    const user =
      typeof value === "string" || typeof value === "number" ? named(`${value}`, by, `${from}${name}`) : null;
    if (user !== null) return user;
  }
  return null;
}

function carriedUser({ name, value }: Carried): NamedUser | null {
  if (name === "x-correlation-user-id") return named(value, "carrier", name);
  return IN_BAGGAGE.test(name) ? named(value, "baggage", name.replace(" ", ": ")) : null;
}
