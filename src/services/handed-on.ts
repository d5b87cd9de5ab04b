import type { Key, KeyKind } from "../key.ts";

/** An id that a call was given for what it handed over: the call's own, and the one that whoever receives it will carry. */
export function handedOn(kind: KeyKind, value: string | null, path: string, item?: number): Key[] {
  if (value === null) return [];
  const id = { kind, value, path, ...(item === undefined ? {} : { item }) };
  return [
    { ...id, role: "self" },
    { ...id, role: "sent" },
  ];
}
