import { hash } from "node:crypto";

/** A version 4 UUID that is always the same for the same words. */
export function uuid(words: string): string {
  const digits = hash("sha1", words);
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-8${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
}
