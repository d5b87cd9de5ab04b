import { createHash } from "node:crypto";
import { z } from "zod";
import { invalidParameter } from "./service-error.ts";

const TOKEN = z.strictObject({ request: z.string(), place: z.string() });

/** An opaque token for the rest of a request's pages; `request` is what must not change from page to page. */
export function nextToken(request: readonly unknown[], place: string): string {
  return Buffer.from(JSON.stringify({ request: digest(request), place })).toString("base64url");
}

/** The place in a token, or null without one. A token of another request is refused. */
export function placeInToken(request: readonly unknown[], token: string | undefined): string | null {
  if (token === undefined) return null;
  const parsed = TOKEN.safeParse(decoded(token));
  if (!parsed.success || parsed.data.request !== digest(request)) throw invalidToken();
  return parsed.data.place;
}

export function invalidToken(): Error {
  return invalidParameter("The specified nextToken is invalid.");
}

function decoded(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, "base64url").toString());
  } catch {
    return null;
  }
}

function digest(request: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(request)).digest("base64url").slice(0, 16);
}
