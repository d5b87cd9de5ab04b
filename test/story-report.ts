import { stringify } from "yaml";
import { incidentDocument } from "../sandbox/scenarios/incident-document.ts";
import type { Story } from "../sandbox/scenarios/story.ts";
import { answersAbout } from "../sandbox/world/configured.ts";
import type { Counted } from "../sandbox/world/counters.ts";
import { type Alert, parseAlert } from "../src/alert.ts";
import { type Catalog, parseCatalog } from "../src/catalog.ts";
import { EvidenceInMemory } from "../src/evidence/evidence.ts";
import type { Brought, Room } from "../src/pursue.ts";
import type { Chunk, Gap } from "../src/record.ts";
import { redact } from "../src/redact/redact.ts";
import type { Report } from "../src/report.ts";
import { reportOn } from "../src/report-on.ts";
import type { Source } from "../src/sources/source.ts";
import { contentsIn } from "../src/stitch/contents-in.ts";
import { think } from "../src/think.ts";
import { logChunk } from "./decode/log-chunk.ts";

/** The report on a story as of a moment, epoch ms, from all that had been written by then. */
export function storyReport(told: Story, at: number = told.at): Report {
  const catalog = catalogOf(told);
  const gaps = (told.deniedGroups ?? []).map((group): Gap => {
    return { what: group, why: "it may not be read", origin: { source: "cloudwatch-logs", group }, unread: true };
  });
  const cost = { queries: 0, bytesScanned: 0, usd: 0 };
  const brought = { ...broughtBy(told, at), gaps, awaited: [], sources: ["files"], cost, rounds: 1, lacking: 0 };
  const thought = think(alertOf(told), brought, catalog, at);
  return redact(reportOn(alertOf(told), thought, brought, catalog, 0, null), catalog);
}

function broughtBy(told: Story, at: number): Pick<Brought, "evidence" | "reads" | "asked"> {
  const evidence = new EvidenceInMemory(contentsIn);
  const denied = new Set(told.deniedGroups);
  for (const stream of told.streams) if (!denied.has(stream.group)) evidence.add(chunkOf(stream, at));
  for (const chunk of readings(told, at)) evidence.add(chunk);
  return { evidence, reads: [{ source: "files", newest: null, ingested: false }], asked: null };
}

/** What had been written by a moment. */
function chunkOf({ group, stream, lines }: Story["streams"][number], until: number) {
  const written = lines.filter(({ timestamp }) => timestamp <= until);
  return logChunk({ group, stream, lines: written.map(({ timestamp, message }) => ({ at: timestamp, message })) });
}

/** What CloudWatch had counted by then, and how things are configured. */
function readings(told: Story, until: number): Chunk[] {
  const bytes = (json: unknown) => Buffer.from(JSON.stringify(json));
  const counted = told.counted.map((one) => metricOf(one, until));
  const chunks: Chunk[] = [{ origin: { source: "files" }, format: "metrics", bytes: bytes(counted) }];
  const { functions, configured = {} } = told;
  const variables = [...functions].map(([FunctionName, Variables]) => {
    return { input: { FunctionName }, output: { FunctionName, Environment: { Variables } } };
  });
  const answers = { ...answersAbout(configured), "lambda:GetFunctionConfiguration": variables };
  chunks.push({ origin: { source: "files" }, format: "configuration", bytes: bytes(answers) });
  return chunks;
}

function metricOf({ namespace, name, dimensions, stat, values }: Counted, until: number): object {
  const whole = values.filter(([at]) => at <= until);
  const minutes = Map.groupBy(whole, ([at]) => Math.floor(at / 60_000) * 60_000);
  const points = [...minutes].map(([at, own]): readonly [string, number] => {
    const each = own.map(([, value]) => value);
    const value = stat === "Maximum" ? Math.max(...each) : each.reduce((sum, one) => sum + one, 0);
    return [new Date(at).toISOString(), value];
  });
  return {
    Metric: {
      Namespace: namespace,
      MetricName: name,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    },
    Stat: stat ?? "Sum",
    Period: 60,
    Timestamps: points.map(([at]) => at),
    Values: points.map(([, value]) => value),
  };
}

/** What an investigation of a story works with that reads files of all it left behind. */
export function storyRoom(told: Story): Room {
  return { sources: [wholeSource(told)], catalog: catalogOf(told), now: () => told.at, deadlineMs: 60_000 };
}

function wholeSource(told: Story): Source {
  return {
    name: "files",
    whole: true,
    async *ask() {
      for (const stream of told.streams) yield { chunk: chunkOf(stream, told.at) };
      for (const chunk of readings(told, told.at)) yield { chunk };
      yield { read: { source: "files", newest: null, ingested: false } };
    },
  };
}

export function alertOf(told: Story): Alert {
  return parseAlert(incidentDocument(told));
}

export function catalogOf(told: Story): Catalog {
  return parseCatalog(stringify(told.catalog), "wake-or-wait.yml");
}
