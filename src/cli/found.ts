import type { Catalog } from "../catalog.ts";
import { type LoggingConfig, loggingConfigsIn } from "../decode/lambda-logging.ts";
import type { Draft } from "../draft.ts";
import { draftOf } from "../draft-of.ts";
import { EvidenceInMemory } from "../evidence/evidence.ts";
import { sentenceOf } from "../fault.ts";
import { gather } from "../gather.ts";
import type { Logged } from "../logged.ts";
import { loggedBy, transactionsIn } from "../logged-by.ts";
import { lambda } from "../services/lambda.ts";
import type { LiveSources } from "../sources/live-sources.ts";
import { fromMillis, MINUTE, micros } from "../time.ts";

/** Where services write by default, beside functions: access logs, workflows, spans, containers. */
const OTHER_PREFIXES = ["/aws/apigateway/", "API-Gateway-Execution-Logs_", "/aws/vendedlogs/", "aws/spans", "/ecs/"];
const SAMPLE = 15 * MINUTE;
/** Each is described with a few calls, at a few a second. */
const MOST_DESCRIBED = 100;

/** What the account was found to hold. */
export interface Found {
  readonly draft: Draft;
  readonly logged: readonly Logged[];
  /** What was left out of it, and why. */
  readonly gaps: readonly { readonly what: string; readonly why: string }[];
}

/** Lists the functions, describes them, and reads a sample of their lines of the last minutes with one query for each batch of groups. */
export async function findIn(live: LiveSources, catalog: Catalog, until: AbortSignal): Promise<Found> {
  const gaps: { what: string; why: string }[] = [];
  const list = (prefixes: readonly string[]): Promise<readonly string[]> =>
    live.logGroups(prefixes, until).catch((error: unknown) => {
      gaps.push({ what: "log groups", why: sentenceOf(error).split("\n")[0] ?? "" });
      return [];
    });
  const searched = await list(catalog.logs.prefixes);
  const others = await list(OTHER_PREFIXES);
  const prefix = lambda.logGroup?.("") ?? "";
  const functions = searched
    .filter((group) => group.startsWith(prefix))
    .map((group) => ({ name: group.slice(prefix.length), group }));
  const beyond = functions.length - MOST_DESCRIBED;
  if (beyond > 0) gaps.push({ what: `${beyond} functions`, why: `only ${MOST_DESCRIBED} are described` });
  const describe = functions.slice(0, MOST_DESCRIBED).map(({ name }) => ({ service: lambda.name, resource: name }));
  const to = fromMillis(Date.now());
  const window = { from: micros(to - SAMPLE), to };
  const evidence = new EvidenceInMemory();
  const configs: LoggingConfig[] = [];
  const questions = [
    { window, keyed: null },
    { window, describe },
  ];
  for await (const told of gather([...live.logs, ...live.configuration], questions, until)) {
    if ("chunk" in told) {
      gaps.push(...evidence.add(told.chunk));
      configs.push(...loggingConfigsIn(told.chunk));
    } else if ("gap" in told) gaps.push(told.gap);
  }
  const transactions = transactionsIn(evidence);
  const draft = draftOf({
    functions: functions.map(({ name }) => name),
    configuration: evidence.configuration,
    transactions,
    logs: catalog.logs,
    otherGroups: others.filter((group) => !searched.includes(group)),
  });
  // Of each function, the same may be missing.
  const once = new Map(gaps.map((gap) => [`${gap.what}\n${gap.why}`, gap]));
  return { draft, logged: loggedBy(functions, evidence, transactions, configs), gaps: [...once.values()] };
}
