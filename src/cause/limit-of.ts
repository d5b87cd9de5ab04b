import type { Seen } from "../record.ts";
import type { Limit } from "../services/limit.ts";
import { facesOf, SERVICES } from "../services/table.ts";
import type { Hop } from "../transaction.ts";

/** The limit that an error tells of: that of the hop's own service, or, of a program, of the service that refused its call. */
export function limitOf({ service, error }: Hop): Limit | null {
  if (error === null) return null;
  for (const face of facesOf(service)) {
    const limit = face.limitOfError?.(error) ?? null;
    if (limit !== null) return limit;
  }
  for (const one of SERVICES) {
    const limit = speaksOf(one.wording, error) ? (one.limitOfError?.(error) ?? null) : null;
    if (limit !== null) return limit;
  }
  return null;
}

function speaksOf(wording: RegExp | undefined, { message, reasons = [] }: Seen): boolean {
  return wording?.test(message) === true || reasons.some(({ resource }) => wording?.test(resource ?? "") === true);
}
