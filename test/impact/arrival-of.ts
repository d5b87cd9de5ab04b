import type { Arrival } from "../../src/span.ts";

/** How a request came in; unless told otherwise, a POST to /checkout from a program that says nothing of itself. */
export function arrivalOf(words: Partial<Arrival> = {}): Arrival {
  return {
    kind: "http",
    method: "POST",
    route: "/checkout",
    path: "/checkout",
    name: null,
    user: null,
    userAgent: null,
    clientAddress: "203.0.113.7",
    signed: false,
    root: true,
    ...words,
  };
}
