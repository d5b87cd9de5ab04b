import type { Catalog, Knowledge } from "../catalog.ts";
import { facesOf } from "../services/table.ts";
import { ANSWERED, type Arrival, type User } from "../span.ts";
import type { Hop } from "../transaction.ts";
import { doorOf, nameOfResource } from "./entry-name.ts";

const PROBE =
  /ELB-HealthChecker|Route ?53|kube-probe|health-?check|Pingdom|UptimeRobot|StatusCake|Better ?Uptime|Site24x7/i;
const SYNTHETIC = /CloudWatchSynthetics|Synthetics?\b|Checkly|catchpoint|\bk6\/|HeadlessChrome|GatlingTool|Artillery/i;
const BROWSER = /Mozilla\/|AppleWebKit|Safari\/|Firefox\/|Opera\//;
const PHONE = /CFNetwork|okhttp|Dalvik|Alamofire|\bDart\/|\biOS\b|\bAndroid\b/;

export interface Facing {
  readonly customerFacing: boolean | null;
  readonly businessCritical: boolean | null;
  readonly why: string;
  /** Whom the catalog names for it, and where it says what to do. */
  readonly owner: string | null;
  readonly runbook: string | null;
}

/**
 * Whether a customer stands behind a request. The catalog decides where it speaks; a guess is made only from what the
 * request shows, and null is an answer. What is critical to the business only the catalog knows.
 */
export function facingOf(
  hop: Hop,
  arrival: Arrival,
  user: User | null,
  route: string | null,
  catalog: Catalog,
): Facing {
  const known = knowledgeOf(hop, arrival, route, catalog);
  const first = <K extends keyof Knowledge>(field: K): Knowledge[K] | undefined =>
    known.find((one) => one[field] !== undefined)?.[field];
  const told = {
    businessCritical: first("businessCritical") ?? null,
    owner: first("owner") ?? null,
    runbook: first("runbook") ?? null,
  };
  const said = first("customerFacing");
  if (said !== undefined) return { ...told, customerFacing: said, why: "the catalog says so" };
  return { ...told, ...guess(arrival, user) };
}

function guess(arrival: Arrival, user: User | null): Pick<Facing, "customerFacing" | "why"> {
  const agent = arrival.userAgent ?? "";
  if (arrival.kind === "schedule") return { customerFacing: false, why: "a schedule started it" };
  if (PROBE.test(agent)) return { customerFacing: false, why: "a health check sent it" };
  if (SYNTHETIC.test(agent)) return { customerFacing: false, why: "a synthetic canary sent it" };
  if (arrival.signed) return { customerFacing: false, why: "it was signed with AWS credentials: an internal caller" };
  if (!ANSWERED.has(arrival.kind)) return { customerFacing: null, why: "nothing tells who stands behind it" };
  if (user?.kind === "person") return { customerFacing: true, why: `it carries an end user's identity (${user.from})` };
  if (PHONE.test(agent)) return { customerFacing: true, why: "a phone's user agent" };
  if (BROWSER.test(agent)) return { customerFacing: true, why: "a browser's user agent" };
  return { customerFacing: null, why: "it carries neither an identity nor a browser's user agent" };
}

/** What the catalog says, the nearest first: of the route, then of the API; of any other resource by its name. */
function knowledgeOf(hop: Hop, arrival: Arrival, route: string | null, catalog: Catalog): Knowledge[] {
  const door = doorOf(hop, arrival);
  const name = nameOfResource(door, catalog);
  const found: Knowledge[] = [];
  for (const { catalog: section } of facesOf(door.service)) {
    if (section === undefined) continue;
    if (section === "apis") {
      const api = ownEntry(catalog.apis, name);
      const routes = api?.routes ?? {};
      const own = ownEntry(routes, `${arrival.method} ${route}`) ?? ownEntry(routes, `ANY ${route}`);
      found.push(...[own, api].filter((one) => one !== undefined));
    } else {
      const own = ownEntry(catalog[section], arrival.name ?? name) ?? ownEntry(catalog[section], name);
      if (own !== undefined) found.push(own);
    }
  }
  return found;
}

function ownEntry<T>(record: Readonly<Record<string, T>>, name: string | null): T | undefined {
  return name !== null && Object.hasOwn(record, name) ? record[name] : undefined;
}
