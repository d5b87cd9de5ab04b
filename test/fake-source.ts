import { asksForTraces, type Question, type Source, type Told } from "../src/sources/source.ts";
import { fromMillis, type Micros } from "../src/time.ts";

export const GROUP = "/aws/lambda/checkout";
/** The moment of the alert, epoch ms. */
export const NOW = Date.UTC(2026, 10, 22, 2, 32);

export interface FakeSource extends Source {
  /** Every question, in the order in which it was asked. */
  readonly asked: readonly Question[];
}

/** A source that answers each question with what `answer` tells, and remembers that it was asked. */
export function fakeSource(
  name: string,
  answer: (question: Question, until: AbortSignal) => Iterable<Told> | AsyncIterable<Told>,
  whole = false,
): FakeSource {
  const asked: Question[] = [];
  return {
    name,
    whole,
    asked,
    async *ask(question, until) {
      asked.push(question);
      yield* answer(question, until);
    },
  };
}

/** A source that says nothing and never ends, whatever it is asked. */
export function silentSource(name: string): FakeSource {
  return fakeSource(name, async function* () {
    await new Promise(() => {});
    yield lines("never", []);
  });
}

/** A store of log lines that answers questions as a live one does: with the lines that each asks for, and no more. */
export function logSource(streams: readonly Invocation[][], group = GROUP): FakeSource {
  const stored = streams.map((invocations) => invocations.flatMap(invocationLines));
  return fakeSource("fake", function* (question) {
    if (!asksForTraces(question)) return;
    for (const [i, own] of stored.entries()) {
      const found = own.filter(([at, message]) => isAsked(question, at, message));
      if (found.length > 0) yield lines(`stream-${i}`, found, group);
    }
    yield { cost: { queries: 1, bytesScanned: 1024, usd: 0.01 } };
    yield readUpTo("fake", NOW);
  });
}

function isAsked(question: Question, atMs: number, message: string): boolean {
  const at = moment(atMs);
  if (at < question.window.from || at > question.window.to) return false;
  if ("find" in question) return question.find.some((id) => message.includes(id));
  if ("failures" in question) return /error|fail/i.test(message);
  return true;
}

/** Lines of one stream, each with the milliseconds that it was written after a moment. */
export function lines(
  stream: string,
  said: readonly (readonly [atMs: number, message: string])[],
  group = GROUP,
): Told {
  const logEvents = said.map(([timestamp, message]) => ({ timestamp, message, ingestionTime: timestamp + 3000 }));
  const bytes = Buffer.from(JSON.stringify({ logGroup: group, logStream: stream, logEvents }));
  return { chunk: { origin: { source: "fake" }, format: "log-events", bytes } };
}

export function readUpTo(source: string, newestMs: number): Told {
  return { read: { source, newest: fromMillis(newestMs), ingested: true } };
}

export function invocationId(n: number): string {
  return `4c9a3d1e-0d1c-4d5e-9a70-${String(n).padStart(12, "0")}`;
}

export interface Invocation {
  readonly n: number;
  readonly atMs: number;
  /** The message of the error that the handler let through, where it did. */
  readonly error?: string;
  /** How long it ran, in milliseconds; 50 unless told otherwise. */
  readonly tookMs?: number;
  /** An event to log, as JSON. */
  readonly event?: object;
}

/** What a Node function writes about one invocation in the text format. */
export function invocationLines({ n, atMs, error, event, tookMs = 50 }: Invocation): [number, string][] {
  const id = invocationId(n);
  const time = (ms: number): string => new Date(ms).toISOString();
  const failure = JSON.stringify({
    errorType: "Error",
    errorMessage: error,
    stack: [`Error: ${error}`, "    at handler (/var/task/index.mjs:1:1)"],
  });
  return [
    [atMs, `START RequestId: ${id} Version: $LATEST\n`],
    ...(event === undefined
      ? []
      : [[atMs + 1, `${time(atMs + 1)}\t${id}\tINFO\tevent ${JSON.stringify(event)}\n`] as [number, string]]),
    ...(error === undefined
      ? []
      : [[atMs + 40, `${time(atMs + 40)}\t${id}\tERROR\tInvoke Error\t${failure}\n`] as [number, string]]),
    [atMs + tookMs, `END RequestId: ${id}\n`],
    [
      atMs + tookMs,
      `REPORT RequestId: ${id}\tDuration: ${tookMs}.00 ms\tBilled Duration: ${tookMs} ms\tMemory Size: 128 MB\tMax Memory Used: 80 MB\t${error === undefined ? "" : "Status: error\tError Type: Error"}\n`,
    ],
  ];
}

/** What an HTTP API hands to a function. */
export function httpEvent(n: number, user: string, atMs: number): object {
  return {
    version: "2.0",
    routeKey: "POST /checkout",
    rawPath: "/checkout",
    headers: { "user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)" },
    requestContext: {
      accountId: "111122223333",
      apiId: "a1b2c3d4e5",
      http: { method: "POST", path: "/checkout", sourceIp: "192.0.2.7", userAgent: "Mozilla/5.0 (iPhone)" },
      authorizer: { jwt: { claims: { sub: user }, scopes: null } },
      requestId: `Req${String(n).padStart(12, "0")}=`,
      routeKey: "POST /checkout",
      stage: "$default",
      timeEpoch: atMs,
    },
  };
}

export function moment(epochMs: number): Micros {
  return fromMillis(epochMs);
}
