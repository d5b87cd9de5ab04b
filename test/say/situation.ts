import type { FieldView, StepView } from "../../src/cause-detail.ts";
import type { HealthyView } from "../../src/comparison.ts";
import type { Investigation } from "../../src/investigation.ts";
import type { Json, JsonObject } from "../../src/json.ts";
import { leadOf } from "../../src/lead.ts";
import { picturesOf } from "../../src/pictures/pictures-of.ts";
import type { HopView, Report, Shown, TransactionView } from "../../src/report.ts";
import { fromMillis } from "../../src/time.ts";
import { MarkedTexts } from "./marked-texts.ts";
import { hopView, row, shown, transactionView } from "./report.ts";

const AT = Date.UTC(2026, 10, 22, 2, 30);

/** A report, its row in the store, and words from elsewhere: all that a message can be made of. */
export interface Situation {
  readonly report: Shown<Report>;
  readonly row: Investigation;
  /** One more text from outside. */
  readonly said: string;
  readonly gaps: readonly { readonly what: string; readonly why: string }[];
  readonly ids: readonly string[];
  readonly sentences: readonly { readonly text: string; readonly hops: readonly string[] }[];
  readonly texts: MarkedTexts | null;
}

/** What a generated situation is made of. */
export interface Made {
  readonly hops: number;
  /** What every name, text and id is filled with. */
  readonly fill: string;
  /** How many items there are, at least, of everything of which there are several. */
  readonly several: number;
  readonly payload: Payload;
}
export type Payload = "null" | "empty" | "short" | "deep" | "wide" | "6 MB of text" | "6 MB of fields";

/** A report on something real. */
export function situationOf(report: Shown<Report>): Situation {
  return {
    report,
    row: withPictures(row({ title: report.incident.title, url: report.incident.url }), report),
    said: "r-1",
    gaps: report.gaps,
    ids: ["r-2"],
    sentences: report.verdict.reasons.map(({ text, evidence }) => ({ text, hops: evidence })),
    texts: null,
  };
}

/** A report in which every text from outside is another, and each can be found again. */
export function situationMadeOf(made: Made): Situation {
  const texts = new MarkedTexts(made.fill);
  // No two lists are equally long: what is said of one cannot be taken for what is said of another.
  const many = <T>(name: string, make: (place: number) => T): T[] =>
    texts.list(name, made.several === 0 ? 0 : made.several + texts.lists.size, make);
  const report = madeReport(made, texts, many);
  const incident = { title: texts.next(), url: "https://own.example/Q1" };
  const done = many("deeds", () => ({ at: fromMillis(AT), did: texts.next(), who: texts.next(), of: ["Q1"] }));
  const assignees = many("assignees", (place) => ({ id: `U${place}`, name: texts.next() }));
  const before = { at: fromMillis(AT), title: texts.next(), decision: "wait", times: 3, url: null } as const;
  const suggested = { id: "P".repeat(14), name: texts.next() };
  return {
    report,
    row: withPictures(row({ ...incident, assignees }, { done, before, suggested }), report),
    said: texts.next(),
    gaps: many("gaps of a search", () => ({ what: texts.next(), why: texts.next() })),
    ids: many("other ids", () => texts.next("")),
    sentences: many("sentences", () => ({
      text: texts.next(),
      hops: report.transactions[0]?.hops.map(({ id }) => id) ?? [],
    })),
    texts,
  };
}

function withPictures(one: Investigation, report: Shown<Report>): Investigation {
  const drawn = Object.entries(picturesOf(report));
  return {
    ...one,
    pictures: Object.fromEntries(drawn.map(([name, { alt }]) => [name, { hash: "h", file: "F0", alt }])),
  };
}

type Many = <T>(name: string, make: (place: number) => T) => T[];

function madeReport(made: Made, texts: MarkedTexts, many: Many): Shown<Report> {
  // What is missing at a path stands at the first of its names.
  const path = texts.next(made.fill.replaceAll(".", ""));
  const transaction = madeTransaction(made, path, texts, many);
  const last = transaction.hops.at(-1)?.id ?? "";
  const error = { type: texts.next(), message: texts.next() };
  const moment = new Date(AT).toISOString();
  const { failing, cause, users } = shown();
  return shown({
    incident: { id: "Q1", title: texts.next(), url: "https://own.example/Q1" },
    verdict: {
      decision: "wake",
      leaning: null,
      rule: "customers-are-failing",
      reasons: many("reasons", () => ({ text: texts.next(), evidence: [last] })),
      ruledOut: [texts.next()],
      wouldChange: many("changes of mind", () => texts.next()),
      until: moment,
    },
    failing: failing === null ? null : { ...failing, function: texts.next(), error },
    entries: many("entries", (place) => ({
      ...{ name: texts.next(), kind: "http", customerFacing: true, businessCritical: true, requests: 90, total: 5120 },
      ...{ share: 0.02, trend: "steady", before: { now: 0.02, dayAgo: 0, weekAgo: null }, owner: texts.next() },
      runbook: place === 0 ? `https://own.example/${place}` : texts.next(),
    })),
    users: {
      ...users,
      hit: made.several,
      outcomes: { ...users.outcomes, failed: made.several, recovered: 0 },
      list: many("users", () => {
        return { id: texts.next(), outcome: "failed", requests: 3, stillFailing: true, example: texts.next() };
      }),
    },
    cause:
      cause === null
        ? null
        : {
            ...cause,
            kind: "bad-input",
            hop: last,
            text: texts.next(),
            field: madeField(transaction, path, texts),
          },
    healthy: madeHealthy(last, texts),
    changes: many("deploys", (place) => ({
      ...{ kind: "event", at: moment, text: texts.next(), function: texts.next(), version: null, previous: null },
      url:
        [`https://own.example/<!channel|${place}>`, `https://own.example/${"x".repeat(4000)}`, null][place % 3] ?? null,
    })),
    minutes: {
      entries: many("entries of the chart", () => texts.next()),
      list: [{ at: moment, failed: 3, healthy: 9 }],
      whole: false,
    },
    transactions: [transaction],
    gaps: many("gaps", () => ({ what: texts.next(), why: texts.next() })),
  });
}

function madeTransaction(made: Made, path: string, texts: MarkedTexts, many: Many): TransactionView {
  const link = { certainty: "exact", by: "sqs-message", outcome: "ok" } as const;
  const middle = Math.ceil(made.hops / 2);
  const hops = texts.list("hops", made.hops, (place): HopView => {
    const n = place + 1;
    const resource = texts.next();
    const parent = n === 1 ? null : { ...link, hop: n - 1, key: texts.next() };
    return hopView(n, {
      resource,
      operation: texts.next(),
      requestId: texts.next(),
      account: n % 2 === 0 ? "111122223333" : "444455556666",
      outcome: (["error", "throttled", "timeout", "ok"] as const)[n % 4] ?? "unknown",
      attempts: 3,
      delivery: 7,
      dwellMs: 4200,
      decidedBy: texts.next(),
      error: { type: texts.next(), message: texts.next(), stack: [texts.next()], causes: [] },
      from: parent,
      ...(n === middle ? rich(made, path, texts, many) : {}),
    });
  });
  const entry = shown().transactions[0]?.entry ?? null;
  return transactionView(hops, {
    query: { id: texts.next(), kind: "external", foundIn: many("places", () => texts.next()) },
    entry: entry === null ? null : { ...entry, name: texts.next() },
    user: { id: texts.next(), kind: "person", from: texts.next() },
    skew: many("clocks", () => ({ clock: texts.next(), ms: 2300, hops: [hops[0]?.id ?? ""] })),
    gaps: many("gaps of the request", () => ({ what: texts.next(), why: texts.next() })),
  });
}

/** One hop has everything that a hop can have, and much of it. */
function rich(made: Made, path: string, texts: MarkedTexts, many: Many): Partial<HopView> {
  const link = { certainty: "exact", by: "sqs-message", outcome: "ok", hop: null } as const;
  const tags = many("tags", (place) => [place === 0 ? "__proto__" : texts.next(), texts.next()] as const);
  return {
    error: {
      ...{ type: texts.next(), message: texts.next() },
      stack: many("frames", () => texts.next()),
      causes: many("causes", () => ({ type: texts.next(), message: texts.next() })),
    },
    alsoFrom: many("parents", () => ({ ...link, key: texts.next(), entry: texts.next() })),
    tags: Object.fromEntries(tags),
    logs: many("log lines", (place) => ({
      id: `l${place}`,
      at: new Date(AT).toISOString(),
      level: "error",
      text: texts.next(),
    })),
    source: ["cloudwatch-logs"],
    ...madePayloads(made, path, texts),
  };
}

const SIX_MB = 6_000_000;

function madePayloads(
  { payload }: Made,
  path: string,
  texts: MarkedTexts,
): Pick<HopView, "input" | "output" | "environment"> {
  const same = (value: Json) => ({ input: value, output: value, environment: value });
  const fields = (name: string, count: number): JsonObject =>
    Object.fromEntries(texts.list(name, count, () => [texts.next(""), texts.next()]));
  switch (payload) {
    case "null":
      return same(null);
    case "empty":
      return { input: "", output: {}, environment: [] };
    case "short":
      return {
        input: { ...fields("fields that went in", 3), [path]: texts.next() },
        output: texts.next(),
        environment: JSON.stringify(texts.next()),
      };
    case "deep":
      return { input: nested(texts.next(), 200), output: JSON.stringify(nested(texts.next(), 200)), environment: null };
    case "wide":
      return {
        input: fields("fields that went in", 400),
        output: fields("fields that came out", 400),
        environment: null,
      };
    case "6 MB of text":
      return { input: texts.next("é".repeat(SIX_MB / 2)), output: null, environment: null };
    case "6 MB of fields":
      return {
        input: fields("fields that went in", 400),
        output: JSON.stringify(Array(60_000).fill("x".repeat(98))),
        environment: null,
      };
  }
}

function nested(inner: Json, depth: number): Json {
  let value = inner;
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? { a: value } : [value];
  return value;
}

/** The walk of a value through all of a request; its states come in turn. */
function madeField({ hops }: TransactionView, path: string, texts: MarkedTexts): FieldView {
  const states: readonly StepView["state"][] = ["bad", "good", "none", "unclear", "unrecorded"];
  const steps = hops.toReversed().map(({ id }, place) => ({
    hop: id,
    state: states[place % states.length] ?? "bad",
    value: place % 7 === 3 ? null : texts.next(),
    path: place % 5 === 4 ? null : path,
    in: "input" as const,
  }));
  const [first] = hops;
  return { path, firstBadHop: first?.id ?? null, seen: [], trailEnds: texts.next(), steps };
}

function madeHealthy(hop: string, texts: MarkedTexts): HealthyView {
  const differs = { hop, in: "input", path: texts.next(), failing: texts.next(), healthy: texts.next() } as const;
  return { transaction: "t1", compared: 5, example: { id: "r-9", kind: "apigateway-request" }, differs };
}

/** The request that a report is about. */
export function requestOf({ report }: Situation): TransactionView | null {
  return leadOf(report) ?? null;
}
