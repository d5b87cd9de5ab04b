import { z } from "zod";

const missing = (name: string): string => `'${name}' is missing or blank`;

/** A string that must be there, and says so in PagerDuty's words. */
const text = (name: string): z.ZodString =>
  z
    .string({ error: missing(name) })
    .trim()
    .min(1, missing(name));

const limited = (name: string, most: number): z.ZodString =>
  text(name).max(most, `Length of '${name}' is incorrect (should be at most ${most} characters)`);

const routingKey = z
  .string({ error: "'routing_key' cannot be blank" })
  .length(32, "Length of 'routing_key' is incorrect (should be 32 characters)")
  .regex(/^[0-9A-Za-z]*$/, "'routing_key' cannot contain non-alphanumeric characters.");

const links = z.array(z.object({ href: z.string(), text: z.string().optional() })).optional();

const SEVERITIES = ["critical", "warning", "error", "info"] as const;

/** https://github.com/PagerDuty/developer-docs/blob/main/docs/events-API-v2/02-Trigger-Events.md */
export const alertEvent = z.object({
  routing_key: routingKey,
  event_action: z.enum(["trigger", "acknowledge", "resolve"], {
    error: ({ input }) =>
      input === undefined || input === ""
        ? missing("event_action")
        : "'event_action' is invalid (must be one of the following: 'trigger', 'acknowledge' or 'resolve')",
  }),
});

export const triggerEvent = z.object({
  dedup_key: limited("dedup_key", 255).optional(),
  client: z.string().optional(),
  client_url: z.string().optional(),
  links,
  payload: z.object(
    {
      summary: limited("payload.summary", 1024),
      source: text("payload.source"),
      severity: z.enum(SEVERITIES, {
        error: ({ input }) =>
          input === undefined || input === ""
            ? missing("payload.severity")
            : "'payload.severity' is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')",
      }),
      component: z.string().optional(),
      group: z.string().optional(),
      class: z.string().optional(),
      custom_details: z.unknown().optional(),
    },
    { error: missing("payload") },
  ),
});

export const followUpEvent = z.object({ dedup_key: limited("dedup_key", 255) });

/** https://github.com/PagerDuty/developer-docs/blob/main/docs/events-API-v2/03-Change-Events.md */
export const changeEvent = z.object({
  routing_key: routingKey,
  links,
  payload: z.object(
    {
      summary: limited("payload.summary", 1024),
      source: z.string().optional(),
      timestamp: z
        .string()
        .refine((value) => !Number.isNaN(Date.parse(value)), "'payload.timestamp' is invalid")
        .optional(),
      custom_details: z.unknown().optional(),
    },
    { error: missing("payload") },
  ),
});
