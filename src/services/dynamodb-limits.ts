import type { Seen } from "../record.ts";
import type { Limit } from "./limit.ts";

const GUIDE = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide";

type Kind = "Provisioned" | "KeyRange" | "AccountLimit" | "MaxOnDemand" | "Scaling";

const KINDS: Readonly<Record<Kind, Omit<Limit, "text"> & { readonly what: string }>> = {
  Provisioned: {
    what: "the provisioned % capacity",
    healsItself: null,
    ends: "with auto scaling after at least two consecutive minutes above its target; without it, when the load falls or somebody raises the capacity",
    source: "https://repost.aws/knowledge-center/dynamodb-auto-scaling",
  },
  KeyRange: {
    what: "what one partition can take of %s (a hot key)",
    healsItself: null,
    ends: "when the load on that key falls, or when DynamoDB has split the partition for it; one item alone never gets more than one partition's 1,000 writes or 3,000 reads a second",
    source: `${GUIDE}/throttling-key-range-limit-exceeded-mitigation.html`,
  },
  AccountLimit: {
    what: "the account's quota of %s",
    healsItself: false,
    ends: "when the load falls, or the quota is raised in Service Quotas",
    source: `${GUIDE}/throttling-account-limit-exceeded-mitigation.html`,
  },
  MaxOnDemand: {
    what: "the maximum of on-demand %s that is configured",
    healsItself: false,
    ends: "when the load falls, or somebody raises the configured maximum",
    source: `${GUIDE}/on-demand-capacity-mode-max-throughput.html`,
  },
  Scaling: {
    what: "what on-demand capacity has scaled to for %s",
    healsItself: true,
    ends: "as DynamoDB scales: on-demand takes at once double its previous peak, and more where growth is spread over 30 minutes",
    source: `${GUIDE}/on-demand-capacity-mode.html`,
  },
};

/** `TableWriteProvisionedThroughputExceeded`. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ThrottlingReason.html */
const REASON =
  /^(Table|Index)(Read|Write)(?:(Provisioned|KeyRange|MaxOnDemand)ThroughputExceeded|(AccountLimit)Exceeded)$/;

/** What exceptions say that carry no reasons, or come from SDKs that do not show them. */
const WORDS: readonly (readonly [RegExp, Kind, onIndex: boolean])[] = [
  [/provisioned throughput for one or more global secondary indexes/i, "Provisioned", true],
  [/configured provisioned throughput for the table/i, "Provisioned", false],
  [/throughput exceeds the maximum OnDemandThroughput/i, "MaxOnDemand", false],
  [/throughput exceeds the current (?:throughput limit|throughput quota) for your account/i, "AccountLimit", false],
  [/throughput exceeds the current capacity for one or more global secondary indexes/i, "Scaling", true],
  [/throughput exceeds the current capacity of your table or index/i, "Scaling", false],
];

/** Which limit of a table or index a refused call ran into: by the reasons that the exception lists, else by its words. */
export function limitOfError({ reasons = [], message }: Pick<Seen, "reasons" | "message">): Limit | null {
  for (const { reason, resource } of reasons) {
    const found = REASON.exec(reason);
    if (found === null) continue;
    const [, on, way = "", kind, account] = found;
    return limit(kindNamed(kind ?? account), way.toLowerCase(), on === "Index", resource);
  }
  const words = WORDS.find(([said]) => said.test(message));
  return words === undefined ? null : limit(words[1], null, words[2], null);
}

/** `ReadKeyRangeThroughputThrottleEvents`. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html */
const METRIC = /^(Read|Write)(?:(Provisioned|KeyRange|MaxOnDemand)Throughput|(AccountLimit))ThrottleEvents$/;

/** Which limit a metric counts, if it counts one alone. */
export function limitOfMetric(name: string): Limit | null {
  const found = METRIC.exec(name);
  if (found === null) return null;
  const [, way = "", kind, account] = found;
  return limit(kindNamed(kind ?? account), way.toLowerCase(), null, null);
}

function kindNamed(name: string | undefined): Kind {
  return name === "Provisioned" || name === "KeyRange" || name === "MaxOnDemand" ? name : "AccountLimit";
}

function limit(kind: Kind, way: string | null, onIndex: boolean | null, arn: string | null): Limit {
  const { what, ...rest } = KINDS[kind];
  const [, table, index] = /:table\/([^/]{1,255})(?:\/index\/([^/]{1,255}))?/.exec(arn ?? "") ?? [];
  const where =
    index !== undefined
      ? ` of index ${index} of table ${table}`
      : table !== undefined
        ? ` of table ${table}`
        : onIndex === null
          ? ""
          : onIndex
            ? " of an index"
            : " of the table";
  const ways = way === null ? "reads or writes" : `${way}s`;
  const text = what.replace("%s", ways).replace("%", way ?? "read or write");
  return { ...rest, text: `${text}${where}` };
}
