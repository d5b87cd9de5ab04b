import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { z } from "zod";
import { Fault } from "../fault.ts";
import { type Change, type Happening, type Investigation, type Lease, PICTURES, STEPS } from "../investigation.ts";
import type { Micros } from "../time.ts";

export type Item = Record<string, AttributeValue>;

/** Rows whose fields are kept as JSON text, each in an attribute of its own, so that writers of one leave the others alone. */
const JSON_FIELDS = [
  "incident",
  "due",
  "posted",
  "told",
  "noteOnly",
  "done",
  "traits",
  "others",
  "suggested",
  "answers",
  "queued",
  "before",
  "pictures",
] as const;

const moment = z.number().transform((value) => value as Micros);
const person = z.object({ id: z.string(), name: z.string() });
const incident = z.object({
  id: z.string(),
  title: z.string(),
  url: z.string(),
  status: z.enum(["triggered", "acknowledged", "resolved"]),
  urgency: z.string().nullable(),
  service: z.string().nullable(),
  escalationPolicy: z.string().nullable(),
  assignees: z.array(person),
  priority: z.string().nullable().default(null),
  key: z.string().nullable().default(null),
  createdAt: moment,
});
const queued = z.object({
  id: z.string(),
  at: moment,
  user: z.string(),
  channel: z.string().nullable(),
  thread: z.string().nullable(),
});
const step = z.enum(STEPS);
const happening = z.object({
  id: z.string(),
  at: moment,
  incident,
  also: z.array(incident).default([]),
  did: z.string().nullable(),
  who: z.string().nullable(),
  wants: step.nullable(),
  right: z.boolean().exactOptional(),
  queues: queued.exactOptional(),
});
const decision = z.enum(["wake", "wait", "unclear"]);
const fields = z.object({
  incident,
  due: z.partialRecord(step, moment),
  posted: z
    .object({
      channel: z.string(),
      root: z.string().nullable(),
      stack: z.string().nullable(),
      shows: z.object({ url: z.string(), hops: z.record(z.string(), z.number()) }).exactOptional(),
    })
    .nullable(),
  told: z
    .object({
      decision,
      at: moment,
      noted: z.boolean(),
      unclearSince: moment.nullable().default(null),
    })
    .nullable(),
  noteOnly: z.object({ decision, at: moment }).nullable().exactOptional(),
  done: z.array(
    z.object({ at: moment, did: z.string(), who: z.string().nullable(), of: z.array(z.string()).default([]) }),
  ),
  traits: z.array(z.string()),
  others: z.array(incident),
  suggested: person.nullable(),
  answers: z.array(z.object({ at: moment, by: z.string(), decision, right: z.boolean() })),
  queued: queued.nullable(),
  before: z
    .object({ at: moment, title: z.string(), decision, times: z.number(), url: z.string().nullable() })
    .nullable()
    .exactOptional(),
  pictures: z
    .partialRecord(z.enum(PICTURES), z.object({ hash: z.string(), file: z.string(), alt: z.string() }))
    .exactOptional(),
});
/** Of these a row has none until there is something in them. */
const LISTS = { done: [], traits: [], others: [], answers: [] };

export function pkOf(id: string): string {
  return `investigation#${id}`;
}

export function happeningText(one: Happening): string {
  return JSON.stringify(one);
}

/** A row as it was read; an attribute that does not hold what it should is a fault, and nothing is guessed. */
export function investigationOf(id: string, item: Item): Investigation {
  const stored = JSON_FIELDS.filter((name) => item[name] !== undefined);
  const values = Object.fromEntries(stored.map((name) => [name, JSON.parse(item[name]?.S ?? "null")]));
  const parsed = fields.safeParse({
    due: {},
    posted: null,
    told: null,
    suggested: null,
    queued: null,
    ...LISTS,
    ...values,
  });
  const inbox = z.array(happening).safeParse((item["inbox"]?.L ?? []).map(({ S: text = "null" }) => JSON.parse(text)));
  if (!parsed.success || !inbox.success)
    throw new Fault("unreadable", `the stored row of investigation ${id} is broken`);
  return {
    id,
    ...parsed.data,
    due: dueOf(parsed.data.due),
    inbox: inbox.data,
    revision: Number(item["revision"]?.N ?? 0),
    foldedInto: item["foldedInto"]?.S ?? null,
  };
}

function dueOf(due: Partial<Record<z.infer<typeof step>, Micros | undefined>>): Investigation["due"] {
  return Object.fromEntries(Object.entries(due).filter(([, at]) => at !== undefined));
}

export function leaseOf(id: string, item: Item, owner: string): Lease {
  return { owner, fence: Number(item["fence"]?.N ?? 0), row: investigationOf(id, item) };
}

/** The changed fields as attributes. */
export function changedAttributes(change: Change): [string, AttributeValue][] {
  const texts: [string, AttributeValue][] = JSON_FIELDS.flatMap((name): [string, AttributeValue][] =>
    change[name] === undefined ? [] : [[name, { S: JSON.stringify(change[name]) }]],
  );
  if (change.revision !== undefined) texts.push(["revision", { N: String(change.revision) }]);
  if (change.foldedInto !== undefined)
    texts.push(["foldedInto", change.foldedInto === null ? { NULL: true } : { S: change.foldedInto }]);
  return texts;
}

/** When the row is next to be looked at: the earliest of its steps; null for never. */
export function nextDue(due: Investigation["due"]): Micros | null {
  const times = Object.values(due);
  return times.length === 0 ? null : times.reduce((a, b) => (b < a ? b : a));
}
