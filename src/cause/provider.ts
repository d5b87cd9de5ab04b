import type { Case } from "../impact/case.ts";
import { SERVICES, titleOf } from "../services/table.ts";
import type { ServiceName } from "../span.ts";
import { MINUTE, type Micros } from "../time.ts";
import { sortOfAws } from "./aws-sort.ts";
import { ownFrame } from "./own-frame.ts";
import { thrownByAws } from "./thrown-by-aws.ts";

/** Services of the provider that failed by themselves at the same time, and a hop of each that shows it. */
export interface ProviderTrouble {
  readonly services: readonly ServiceName[];
  readonly evidence: readonly string[];
}

/** As many services, or as many requests of each of two: one that answers 500 now and then is an ordinary day. */
const SERVICES_ENOUGH = 3;
const REQUESTS_ENOUGH = 3;

/** What is further from each other than this is not at the same time. */
const AT_ONCE = 15 * MINUTE;

/**
 * Whether it is the provider: around a moment several of its services answered with errors of their own, not with throttles or refusals. One that
 * fails may be used in a way that breaks it; two that have nothing to do with each other do not fail together by chance.
 */
export function providerTrouble(cases: Iterable<Case>, around: Micros): ProviderTrouble | null {
  const found = new Map<ServiceName, { requests: Set<string>; hop: string }>();
  for (const one of cases) {
    if (Math.abs(one.at - around) > AT_ONCE) continue;
    const service = SERVICES.find(({ name }) => one.hopName.startsWith(`${name} `));
    if (service === undefined || service.foreign === true || !isServersFault(one)) continue;
    const known = found.get(service.name);
    if (known === undefined) found.set(service.name, { requests: new Set([one.transaction]), hop: one.hop });
    else known.requests.add(one.transaction);
  }
  const often = [...found.values()].filter(({ requests }) => requests.size >= REQUESTS_ENOUGH);
  if (found.size < SERVICES_ENOUGH && often.length < 2) return null;
  return { services: [...found.keys()], evidence: [...found.values()].map(({ hop }) => hop) };
}

/** In words: "DynamoDB, SQS and SNS". */
export function servicesInWords(services: readonly ServiceName[]): string {
  const names = services.map(titleOf);
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** An error that a function of the team's threw is the function's, whatever it is called: Lambda did what it was asked to. */
function isServersFault({ error, hop, functionHop }: Case): boolean {
  if (error === null || (hop === functionHop && ownFrame(error.stack) !== null)) return false;
  return sortOfAws(error, thrownByAws(error))?.detail === "server-error";
}
