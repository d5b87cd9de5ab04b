import { type Setting, settingsOf } from "../configuration.ts";
import { arrayAt, at, isArray, isObject, type Json, type JsonObject, numberAt, objectAt, textAt } from "../json.ts";
import type { Seen } from "../record.ts";
import type { HopOutcome } from "../span.ts";
import { DAY } from "../time.ts";
import { plainName } from "./arn.ts";
import { consolePage } from "./console-page.ts";
import { changed, writtenBeside, wrote, wroteJust } from "./dynamodb-content.ts";
import { limitOfError, limitOfMetric } from "./dynamodb-limits.ts";
import { itemFailures } from "./item-failures.ts";
import type { Answered, Asked, ConsoleHop, Service } from "./service.ts";
import { whereNamed } from "./where-named.ts";

const OPERATIONS = [
  "GetItem",
  "PutItem",
  "UpdateItem",
  "DeleteItem",
  "Query",
  "Scan",
  "BatchGetItem",
  "BatchWriteItem",
  "TransactGetItems",
  "TransactWriteItems",
  "ExecuteStatement",
  "BatchExecuteStatement",
  "ExecuteTransaction",
];

/** The field of an input that only one operation has. */
const TELLING: readonly (readonly [field: string, operation: string])[] = [
  ["Item", "PutItem"],
  ["UpdateExpression", "UpdateItem"],
  ["KeyConditionExpression", "Query"],
];

function asked(input: JsonObject): Asked | null {
  const table = textAt(input, "TableName");
  if (table !== null) {
    const operation = TELLING.find(([field]) => input[field] !== undefined)?.[1] ?? null;
    return { operation, resource: plainName(table), keys: [] };
  }
  const batch = objectAt(input, "RequestItems");
  if (batch !== null) {
    const tables = Object.keys(batch);
    const writes = Object.values(batch).some((requests) => Array.isArray(requests));
    return { operation: writes ? "BatchWriteItem" : "BatchGetItem", resource: only(tables), keys: [] };
  }
  const items = arrayAt(input, "TransactItems");
  if (items.length === 0) return inStatement(input);
  const tables = new Set(
    items.flatMap((one) => (isObject(one) ? Object.values(one) : []).map((part) => textAt(part, "TableName"))),
  );
  const reads = items.every((one) => isObject(one) && one["Get"] !== undefined);
  return { operation: reads ? "TransactGetItems" : "TransactWriteItems", resource: only([...tables]), keys: [] };
}

/** PartiQL names its table in the statement. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.html */
function inStatement(input: JsonObject): Asked | null {
  const one = textAt(input, "Statement");
  const transacted = arrayAt(input, "TransactStatements");
  const several = transacted.length > 0 ? transacted : arrayAt(input, "Statements");
  const statements = one === null ? several.map((each) => textAt(each, "Statement")) : [one];
  const tables = new Set(statements.map((each) => PARTIQL.exec(each ?? "")?.[1] ?? null));
  if (tables.size === 0 || tables.has(null)) return null;
  return {
    operation:
      one !== null ? "ExecuteStatement" : transacted.length > 0 ? "ExecuteTransaction" : "BatchExecuteStatement",
    resource: only([...tables]),
    keys: [],
  };
}

const PARTIQL = /^\s*(?:SELECT\b[^"]*?\bFROM|INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+"?([\w.-]{3,255})\b/i;

/** A call over several tables is one hop that has no single name. */
function only(tables: readonly (string | null)[]): string | null {
  const [first = null] = tables;
  return tables.length === 1 && first !== null ? plainName(first) : null;
}

function answered(output: JsonObject): Answered | null {
  const consumed = output["ConsumedCapacity"] !== undefined;
  const scanned = numberAt(output, "ScannedCount") !== null;
  const kind = LEFT_OVER.find((name) => objectAt(output, name) !== null);
  const refused = arrayAt(output, "Responses").flatMap((one) => objectAt(one, "Error") ?? []);
  if (!consumed && !scanned && kind === undefined && refused.length === 0) return null;
  const partial =
    kind === undefined
      ? itemFailures("statements", "not executed", refused, "Code", "Message")
      : leftOver(kind, objectAt(output, kind));
  return { operation: null, keys: [], partial };
}

const LEFT_OVER = ["UnprocessedItems", "UnprocessedKeys"] as const;

/** What a batch did not do, although the call succeeded: DynamoDB leaves it to the caller to ask again. */
function leftOver(type: string, unprocessed: JsonObject | null): Seen | null {
  const tables = Object.entries(unprocessed ?? {});
  if (tables.length === 0) return null;
  const count = tables.reduce(
    (sum, [, left]) => sum + Math.max(1, (isArray(left) ? left : arrayAt(left, "Keys")).length),
    0,
  );
  return {
    type,
    message: `${count} items of ${tables.map(([name]) => name).join(", ")} were not processed`,
    stack: [],
    causes: [],
  };
}

/**
 * A transaction is cancelled for what its message lists, one reason an item: `[None, ConditionalCheckFailed]`. A condition
 * that did not hold is an answer that the code asked for; a throttled item is a throttled call.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
function endedBy({ type, message }: Seen): HopOutcome | null {
  if (type === null || !/(^|[.#])TransactionCanceledException$/.test(type)) return null;
  const reasons =
    /\[([A-Za-z, ]+)\]/
      .exec(message)?.[1]
      ?.split(/,\s*/)
      .filter((one) => one !== "None") ?? [];
  if (reasons.some((one) => /^(ThrottlingError|ProvisionedThroughputExceeded)$/.test(one))) return "throttled";
  return reasons.length > 0 && reasons.every((one) => one === "ConditionalCheckFailed") ? "ok" : "error";
}

/**
 * Which table or index was throttled, in exceptions of SDKs since autumn 2025: an ARN such as `…:table/orders/index/by-date`.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/throttling-diagnosing.html
 */
function refusedBy(error: JsonObject): string | null {
  for (const name of ["ThrottlingReasons", "throttlingReasons"]) {
    const arn = textAt(error, name, 0, "resource");
    const table = arn === null ? null : /:table\/([^/]+)/.exec(arn)?.[1];
    if (table) return table;
  }
  return null;
}

/**
 * A table whose changes go into a stream. What lies in it is trimmed after a day, which nobody can configure.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
 */
function described(_input: Json, output: Json): Setting[] {
  const resource = textAt(output, "Table", "TableName");
  if (resource === null || at(output, "Table", "StreamSpecification", "StreamEnabled") !== true) return [];
  return [{ settings: settingsOf({ service: "dynamodb", resource }, { retention: DAY, keptSince: "arrival" }) }];
}

function tablePage(hop: ConsoleHop): string | null {
  return consolePage(
    whereNamed(hop, "TableName").region,
    hop.resource,
    /^[\w.-]{3,255}$/,
    (table, { name }) => `dynamodbv2/home?region=${name}#table?name=${table}&tab=monitoring`,
  );
}

const KEPT = { namespace: "AWS/DynamoDB", dimension: "TableName", stat: "Sum", tells: "throttles" } as const;

export const dynamodb: Service = {
  name: "dynamodb",
  title: "DynamoDB",
  operations: new Set(OPERATIONS),
  resourceFields: ["tablename", "table"],
  asked,
  answered,
  wording: /\bprovisioned throughput for the table\b|\bUpdateTable API\b|\bthe table exceeds\b|dynamodb/i,
  endedBy,
  refusedBy,
  limitOfError,
  limitOfMetric,
  changed,
  wrote,
  wroteJust,
  writtenBeside,
  contentWords: {
    changed: /aws:dynamodb|aws:kinesis/,
    wrote: /TableName|RequestItems|TransactItems|Statement/,
  },
  catalog: "tables",
  console: tablePage,
  xray: {
    origins: ["AWS::DynamoDB", "AWS::DynamoDB::Table"],
    calls: ["dynamodb", "dynamodbv2"],
    resource: (segment) => {
      const table = textAt(segment, "aws", "table_name") ?? textAt(segment, "aws", "resource_names", 0);
      return table === null ? null : plainName(table);
    },
  },
  alarms: [
    {
      namespace: "AWS/DynamoDB",
      dimension: "TableName",
      signals: {
        ThrottledRequests: "throttle",
        ReadThrottleEvents: "throttle",
        WriteThrottleEvents: "throttle",
        OnlineIndexThrottleEvents: "throttle",
        ReadKeyRangeThroughputThrottleEvents: "throttle",
        WriteKeyRangeThroughputThrottleEvents: "throttle",
        ReadAccountLimitThrottleEvents: "throttle",
        WriteAccountLimitThrottleEvents: "throttle",
        ReadMaxOnDemandThroughputThrottleEvents: "throttle",
        WriteMaxOnDemandThroughputThrottleEvents: "throttle",
        SystemErrors: "error",
        UserErrors: "error",
        SuccessfulRequestLatency: "latency",
      },
    },
  ],
  metrics: [
    { ...KEPT, name: "ReadThrottleEvents" },
    { ...KEPT, name: "WriteThrottleEvents" },
    { ...KEPT, name: "ReadKeyRangeThroughputThrottleEvents" },
    { ...KEPT, name: "WriteKeyRangeThroughputThrottleEvents" },
    {
      ...KEPT,
      name: "ThrottledRequests",
      by: {
        dimension: "Operation",
        values: ["GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan", "BatchGetItem", "BatchWriteItem"],
      },
    },
  ],
  describe: { "dynamodb:DescribeTable": described },
};
