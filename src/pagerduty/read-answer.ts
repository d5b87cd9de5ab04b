import { z } from "zod";
import { Fault } from "../fault.ts";

const problem = z.looseObject({
  error: z.looseObject({ message: z.string().nullish(), errors: z.array(z.string()).nullish() }),
});

/** What PagerDuty answered, as far as it has to fit. */
export function read<T>(schema: z.ZodType<T>, data: unknown): T {
  const parsed = schema.safeParse(data);
  if (!parsed.success) throw undocumented();
  return parsed.data;
}

function undocumented(): Fault {
  return new Fault("unavailable", "PagerDuty answered something that it does not document");
}

/** What a status that is no success means. */
export function refusal(status: number, data: unknown): Fault {
  // A proxy's page, sent as if all were well.
  if (status < 400) return undocumented();
  const parsed = problem.safeParse(data);
  const said = parsed.success
    ? [parsed.data.error.message, ...(parsed.data.error.errors ?? [])].filter(Boolean).join(": ")
    : "";
  const sentence = `PagerDuty answered ${status}${said === "" ? "" : `: ${said}`}`;
  if (status === 401 || status === 403) return new Fault("unauthorized", sentence);
  if (status === 404) return new Fault("not-found", sentence);
  return new Fault(status === 429 || status >= 500 ? "unavailable" : "refused", sentence);
}
