import { randomInt } from "node:crypto";

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/**
 * A new id in PagerDuty's alphabet, `length` characters long with the prefix.
 * Random, not counted: a receiver may keep the ids of an earlier run and would take an equal one for a repeat.
 */
export function newId(prefix: string, length: number): string {
  let id = prefix;
  while (id.length < length) id += DIGITS.charAt(randomInt(DIGITS.length));
  return id;
}
