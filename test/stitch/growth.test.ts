import { EMPTY_CATALOG } from "../../src/catalog.ts";
import { EvidenceInMemory } from "../../src/evidence/evidence.ts";
import { Impact } from "../../src/impact/impact.ts";
import { judgedIn } from "../../src/judged-in.ts";
import { stitch } from "../../src/stitch/stitch.ts";
import { logChunk } from "../decode/log-chunk.ts";
import { testGrowth } from "../growth/growth-of.ts";
import { AT, longInvocation } from "../growth/lines.ts";
import { sqsEvent } from "../services/sqs-event.ts";
import { functionLog } from "./function-log.ts";
import { spanOf } from "./span-of.ts";
import { uuid } from "./uuid.ts";

/** No other component has to do with it. */
const ALONE = { makers: new Map(), sessions: new Map() };

const TEXTS: Readonly<Record<string, { readonly most: number; readonly texts: readonly string[] }>> = {
  "the lines of one invocation": {
    most: 300_000,
    texts: ["INFO\tone thing after another", `INFO\tsays ${uuid("said")}`, "ERROR\tnot good"],
  },
  "requests that nobody answers": {
    most: 30_000,
    texts: Array.from({ length: 20 }, (_, i) => `INFO\tPutItem {"TableName":"t${i}","Item":{"id":{"S":"${i}"}}}`),
  },
  "requests that nobody answers, beside others that fail": {
    most: 30_000,
    texts: [
      'INFO\tPutItem {"TableName":"orders","Item":{"id":{"S":"1"}}}',
      'INFO\tGetItem {"TableName":"orders","Key":{"id":{"S":"1"}}}',
      'ERROR\tPutItem failed {"input":{"TableName":"orders","Item":{"id":{"S":"2"}}},"err":{"name":"Boom","message":"no"}}',
      'INFO\tGetItem done {"TableName":"lines","$metadata":{"httpStatusCode":200,"requestId":"R1"}}',
    ],
  },
};

for (const [name, { most, texts }] of Object.entries(TEXTS)) {
  testGrowth(name, most, {
    make: (n) => longInvocation(n, texts),
    work: (invocation) => stitch({ spans: [], invocations: [invocation], loose: [], ...ALONE }),
  });
}

testGrowth("invocations in log lines", 30_000, {
  make: (n) =>
    Array.from({ length: n }, (_, i) => {
      const requestId = uuid(`f ${i}`);
      const [lines, stream] = [["INFO\tdone"], `sandbox ${i % 100}`];
      return logChunk(functionLog({ name: "f", requestId, at: AT + 100 * i, lines, stream }));
    }),
  work: (chunks) => {
    const evidence = new EvidenceInMemory();
    for (const chunk of chunks) evidence.add(chunk);
    return evidence.reach("all").flatMap(stitch);
  },
});

testGrowth("messages in one batch that failed", 30_000, {
  make: (n) => {
    const invocation = longInvocation(2, [
      "INFO\tEVENT {}",
      'ERROR\tInvoke Error {"errorType":"Boom","errorMessage":"no"}',
    ]);
    const messages = Array.from({ length: n }, (_, i) => ({ messageId: `m ${i}`, body: "{}", sentAt: AT - 100 }));
    const body = sqsEvent("orders", messages);
    const lines = invocation.lines.map((line, i) => (i === 1 ? { ...line, body } : line));
    return { ...invocation, lines };
  },
  work: (invocation) => {
    const impact = new Impact();
    for (const judged of judgedIn({ spans: [], invocations: [invocation], loose: [], ...ALONE }, EMPTY_CATALOG))
      impact.add(judged);
    return impact;
  },
});

testGrowth("traces that callers of one hop carry", 300_000, {
  make: (n) =>
    Array.from({ length: n }, (_, i) => {
      const keys = [{ kind: "xray-trace", value: `${i}`, role: "shared", path: "test" } as const];
      return { ...spanOf({ id: "same", start: i, keys }), id: `span:${i}`, kind: "client" as const };
    }),
  work: (spans) => stitch({ spans, invocations: [], loose: [], ...ALONE }),
});
