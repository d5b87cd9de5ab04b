import type { LoggingConfig } from "./decode/lambda-logging.ts";
import type { Evidence } from "./evidence/evidence.ts";
import type { Lack, Logged } from "./logged.ts";
import type { LogRecord } from "./record.ts";
import type { Span } from "./span.ts";
import { stitch } from "./stitch/stitch.ts";
import type { Transaction } from "./transaction.ts";

/** A function, by the group that it writes to. */
export interface LoggingFunction {
  readonly name: string;
  readonly group: string;
}

const ENOUGH = 3;
/** Calls that something follows from elsewhere: what reads a table needs no id. */
const HANDS_ON = /^(Send|Publish|PutEvents|PutRecord|PutObject|Invoke|StartExecution)/;
const QUIET: ReadonlySet<string> = new Set(["WARN", "ERROR", "FATAL"]);

/** The transactions of all that was read. */
export function transactionsIn(evidence: Evidence): Transaction[] {
  return evidence.reach("all").flatMap(stitch);
}

/** Which functions log too little to be stitched, as far as a sample of their lines and their configuration tell. */
export function loggedBy(
  functions: readonly LoggingFunction[],
  evidence: Evidence,
  transactions: readonly Transaction[],
  configs: readonly LoggingConfig[],
): Logged[] {
  const records = Map.groupBy(evidence.records, ({ origin }) => origin.group ?? "");
  const spans = Map.groupBy(
    new Set(transactions.flatMap(({ hops }) => hops.flatMap(({ spans: own }) => own))),
    ({ origin }) => origin.group ?? "",
  );
  const configured = new Map(configs.map((one) => [one.function, one]));
  return functions.map(({ name, group }) => {
    const lines = records.get(group) ?? [];
    const own = spans.get(group) ?? [];
    const invoked = own.filter(isInvocation);
    const calls = own.filter(({ kind }) => kind === "client");
    const lacks = [...lacksIn(lines, invoked, calls), ...lacksOf(configured.get(name))];
    return { function: name, invocations: invoked.length, lacks: [...new Set(lacks)], calls: calls.length };
  });
}

function isInvocation({ kind, id }: Span): boolean {
  return kind === "server" && id.startsWith("invocation:");
}

function lacksIn(lines: readonly LogRecord[], invoked: readonly Span[], calls: readonly Span[]): Lack[] {
  const lacks: Lack[] = [];
  const said = lines.filter(({ mark }) => mark === null);
  if (invoked.length > 0 && invoked.every(({ input }) => input === null)) lacks.push("event");
  const handing = calls.filter(({ operation }) => HANDS_ON.test(operation));
  if (handing.length > 0 && handing.every(({ keys }) => !keys.some(({ role }) => role === "sent"))) {
    lacks.push("call-ids");
  }
  // Lines in text are told apart by their place after START.
  const started = lines.some(({ mark }) => mark?.kind === "start");
  if (said.length > 0 && said.every(({ requestId, positional }) => requestId === null && !(positional && started))) {
    lacks.push("request-ids");
  }
  // Of one or two, the end may lie before or after the sample.
  if (invoked.length >= ENOUGH && said.length === lines.length) lacks.push("platform-lines");
  return lacks;
}

function lacksOf(config: LoggingConfig | undefined): Lack[] {
  const lacks: Lack[] = [];
  if (QUIET.has(config?.systemLevel ?? "")) lacks.push("system-level");
  if (QUIET.has(config?.applicationLevel ?? "")) lacks.push("application-level");
  return lacks;
}
