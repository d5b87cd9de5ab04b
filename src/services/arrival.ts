import type { Arrival } from "../span.ts";

/** What an event tells where it tells no more than what is given: nobody known, signed by nobody, sent by somebody unknown. */
export function arrivalOf(kind: Arrival["kind"], known: Partial<Arrival> = {}): Arrival {
  return {
    kind,
    method: null,
    route: null,
    path: null,
    name: null,
    user: null,
    userAgent: null,
    clientAddress: null,
    signed: false,
    root: false,
    ...known,
  };
}
