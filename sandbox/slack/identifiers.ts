import { randomBytes } from "node:crypto";

/** Ids in Slack's form ("F00000001A"): a letter for the kind, then a counter. The same run makes the same ids. */
export function createIdentifiers(): (prefix: string) => string {
  let last = 0;
  return (prefix) => {
    last += 1;
    return `${prefix}${last.toString(36).toUpperCase().padStart(9, "0")}`;
  };
}

/** What nobody may guess: tokens, trigger ids, response URLs. */
export function secret(bytes = 16): string {
  return randomBytes(bytes).toString("hex");
}
