import { z } from "zod";
import type { AwsPlace } from "./aws-place.ts";
import { Fault } from "./fault.ts";
import { mistakesIn, yamlDocuments } from "./yaml-file.ts";

const Knowledge = z.strictObject({
  customerFacing: z.boolean().optional(),
  businessCritical: z.boolean().optional(),
  owner: z.string().optional(),
  runbook: z.string().optional(),
  /** The id of the PagerDuty service that is about it: what depends on that tells whether it is critical. */
  pagerdutyService: z
    .string()
    .regex(/^P[A-Z0-9]{5,20}$/, "the id of a PagerDuty service is written PABC123")
    .optional(),
});
/** What the team knows of one resource that no log line can tell. */
export type Knowledge = z.infer<typeof Knowledge>;

const Route = z.string().regex(/^([A-Z]+|ANY) \/\S*$/, "a route is written METHOD /path, as in POST /rides/{rideId}");
const Api = Knowledge.extend({
  /** The ids under which events name the API, where its name is another. */
  ids: z.array(z.string()).default([]),
  routes: z.record(Route, Knowledge).default({}),
});
const Resource = Knowledge.extend({
  /** The outside writes to it: it is an entry although no sender is known. */
  entry: z.boolean().default(false),
});
const share = z.number().min(0).max(1);
const count = z.int().min(1);

const Policy = z.strictObject({
  /** Still-failing people of a customer-facing entry that suffice to wake. */
  people: count.default(5),
  /** Failing requests without identity that suffice, if they come from at least `addresses`. */
  anonymousRequests: count.default(20),
  addresses: count.default(5),
  /** The share of an entry's requests that suffices, if at least `shareRequests` fail. */
  share: share.default(0.05),
  shareRequests: count.default(10),
  /** The same for business-critical entries, where either suffices. */
  criticalPeople: count.default(2),
  criticalRequests: count.default(3),
  /** An identity that a larger share of the healthy requests carries is not a person. */
  sharedIdentity: share.default(0.3),
  /** Successes after the last failure that show that it has stopped. */
  successesToStop: count.default(10),
  /** How much larger than a day and a week ago a failure share may be and is still the same. */
  usualShare: z.number().min(0).default(1.25),
  /** Minutes without any traffic after which a failure is quiet. */
  quietMinutes: count.default(3),
  /** Minutes after which a verdict that stays unclear, while failures do not fall, becomes one to wake. */
  unclearMinutes: count.default(10),
  /** Whom a customer-facing entry keeps waiting for longer than this is counted as if it had failed, although it answers. */
  waitSeconds: count.default(10),
  /** What one investigation, or one search for an id, may spend on queries, in US dollars. */
  budgetUsd: z.number().min(0).default(0.25),
});
export type Policy = z.infer<typeof Policy>;

const AccountNumber = z.string().regex(/^\d{12}$/, 'an account is twelve digits in quotes, as in "111122223333"');
const ROLE = /^arn:aws[\w-]*:iam::(\d{12}):role\/[\w+=,.@/-]{1,600}$/;
const Account = z
  .strictObject({
    name: z.string().min(1).optional(),
    account: AccountNumber,
    /** Assumed to read there. Without it, the process's own credentials are those of this account. */
    role: z.string().regex(ROLE, "a role is written arn:aws:iam::111122223333:role/wake-or-wait").optional(),
    externalId: z.string().min(2).max(1224).optional(),
    regions: z.array(z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "a region is written eu-central-1")).min(1),
    /** It sees the log groups of the accounts that are linked to it (CloudWatch's cross-account observability). */
    monitoring: z.boolean().default(false),
  })
  .superRefine(({ account, role, externalId }, { addIssue }) => {
    const owner = ROLE.exec(role ?? "")?.[1] ?? account;
    if (owner !== account)
      addIssue({ code: "custom", path: ["role"], message: `this role is one of account ${owner}, not of ${account}` });
    if (externalId !== undefined && role === undefined)
      addIssue({ code: "custom", path: ["externalId"], message: "only a role that is assumed asks for one" });
  });
const Accounts = z
  .array(Account)
  .default([])
  .superRefine((all, { addIssue }) => {
    const seen = new Set<string>();
    for (const [i, { account, regions }] of all.entries()) {
      for (const [j, region] of regions.entries()) {
        const place = `${account} ${region}`;
        if (seen.has(place))
          addIssue({ code: "custom", path: [i, "regions", j], message: `${account} is read in ${region} already` });
        seen.add(place);
      }
    }
  });

const UserGroup = z.string().regex(/^S[A-Z0-9]{2,20}$/, "a user group is written by its id, as in S0614TZR7");
const Words = z.array(z.string().min(1)).default([]);
const Backstage = z
  .strictObject({
    /** Files, and patterns of files, beside this one. */
    files: z.array(z.string().min(1)).default([]),
    /** Tags, and labels as `name=value`, by which the team says so of an entity. */
    customerFacing: Words,
    businessCritical: Words,
  })
  .prefault({});

const resources = z.record(z.string(), Resource).default({});
const Schema = z.strictObject({
  timeZone: z
    .string()
    .default("UTC")
    .refine((zone) => isTimeZone(zone), "not a time zone; write one like Europe/Berlin"),
  morning: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "write the time as 08:00")
    .default("08:00"),
  accounts: Accounts,
  apis: z.record(z.string(), Api).default({}),
  functions: resources,
  queues: resources,
  topics: resources,
  buses: resources,
  schedules: resources,
  tables: resources,
  streams: resources,
  buckets: resources,
  workflows: resources,
  users: z
    .strictObject({
      /** Paths in the entry's event that hold an identity, tried before the known ones. */
      paths: z.array(z.string()).default([]),
      /** Identities of the team's own testers: not users. */
      internal: z.array(z.string()).default([]),
    })
    .prefault({}),
  logs: z
    .strictObject({
      groups: z.array(z.string()).default([]),
      prefixes: z.array(z.string()).default(["/aws/lambda/"]),
    })
    .prefault({}),
  /** Tags of the team that say to which application a resource belongs. */
  applicationTags: z.array(z.string().min(1)).default([]),
  backstage: Backstage,
  redaction: z
    .strictObject({
      keys: z.array(z.string()).default([]),
      /** Whether ids of users are shown, replaced by a number each, or left out but for how many there are. */
      users: z.enum(["full", "masked", "count"]).default("full"),
    })
    .prefault({}),
  pagerduty: z
    .strictObject({
      /** Whom "wake the team" calls: an escalation policy. By default the incident's own. */
      wakeEscalationPolicy: z.string().optional(),
      /** Business services, by name or id, of which what supports them is business-critical. None otherwise. */
      criticalBusinessServices: z.union([z.literal("all"), z.array(z.string().min(1))]).default([]),
    })
    .prefault({}),
  slack: z
    .strictObject({
      /** Whose members may press what acts in PagerDuty, without an account there. */
      pressers: UserGroup.optional(),
      /** Whose members alone see what went in and came out of a hop, its environment and its logs. */
      payloads: UserGroup.optional(),
    })
    .prefault({}),
  policy: Policy.prefault({}),
});

/** What the team says about its own system, with every default filled in. See docs/catalog.md. */
export type Catalog = z.infer<typeof Schema>;

export const EMPTY_CATALOG: Catalog = Schema.parse({});

/** Every account and region that the catalog names; none, and the process's own are meant. */
export function awsPlaces({ accounts }: Pick<Catalog, "accounts">): AwsPlace[] {
  return accounts.flatMap(({ name, account, role = null, externalId = null, regions, monitoring }) =>
    regions.map((region) => ({ name: name ?? account, account, region, role, externalId, monitoring })),
  );
}

/** What stands in `wake-or-wait.yml`. With mistakes there is no catalog; where else to read is told all the same, as far as it is right. */
export interface ReadCatalog {
  readonly catalog: Catalog | null;
  /** With file and line. */
  readonly mistakes: readonly string[];
  readonly backstage: Catalog["backstage"];
  readonly lineOf: (path: readonly PropertyKey[]) => number;
}

export function readCatalog(text: string, file: string): ReadCatalog {
  const { documents, mistakes } = yamlDocuments(text, file);
  const [document = { data: null, lineOf: () => 1 }, second] = documents;
  const { lineOf } = document;
  const { backstage } = EMPTY_CATALOG;
  if (mistakes.length > 0) return { catalog: null, mistakes, backstage, lineOf };
  if (second !== undefined) {
    const why = `${file}:${second.lineOf([])}: a second document begins here; the catalog is one`;
    return { catalog: null, mistakes: [why], backstage, lineOf };
  }
  const data = document.data ?? {};
  const parsed = Schema.safeParse(data);
  if (parsed.success) return { catalog: parsed.data, mistakes: [], backstage: parsed.data.backstage, lineOf };
  const elsewhere = z.looseObject({ backstage: Backstage }).safeParse(data);
  return {
    catalog: null,
    mistakes: mistakesIn(parsed.error, document, file),
    backstage: elsewhere.data?.backstage ?? backstage,
    lineOf,
  };
}

/** Reads `wake-or-wait.yml` alone. Throws one fault that names every mistake with file and line. */
export function parseCatalog(text: string, file: string): Catalog {
  const { catalog, mistakes } = readCatalog(text, file);
  if (catalog === null) throw new Fault("configuration", mistakes.join("\n"));
  return catalog;
}

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
