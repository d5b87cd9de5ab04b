import { serve } from "../serve.ts";
import { serveHttp2 } from "../serve-http2.ts";
import { answerOperations, type Called, type Operations } from "./answer-operations.ts";
import { OperationFaultPlan, type OperationFaults } from "./operation-faults.ts";
import { Refusal } from "./refusal.ts";

/**
 * How queues, functions, tables and streams of one account are configured, and what is tagged, served at `url`; for Kinesis,
 * whose client speaks HTTP/2, at `http2Url`.
 */
export interface AwsConfiguration {
  readonly url: string;
  readonly http2Url: string;
  readonly faults: OperationFaults;
  /** How many requests came, by `service:Operation`. */
  readonly requests: ReadonlyMap<string, number>;
  setQueue(name: string, attributes: Readonly<Record<string, string>>): void;
  setFunction(name: string, configuration: Readonly<Record<string, unknown>>): void;
  setInvokes(name: string, configuration: Readonly<Record<string, unknown>>): void;
  addMapping(name: string, mapping: Readonly<Record<string, unknown>>): void;
  setTable(name: string, table: Readonly<Record<string, unknown>>): void;
  setStream(name: string, summary: Readonly<Record<string, unknown>>): void;
  /** Also of what is not configured here, by its ARN. */
  setTags(arn: string, tags: Readonly<Record<string, string>>): void;
  stop(): Promise<void>;
}

const ACCOUNT = "123456789012";
/** Functions on a page of their list. https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html */
const PAGE = 50;

/** Starts with nothing in it: whatever is asked about is gone. */
export async function startAwsConfiguration(): Promise<AwsConfiguration> {
  const faults = new OperationFaultPlan();
  const queues = new Map<string, Readonly<Record<string, string>>>();
  const functions = new Map<string, object>();
  const invokes = new Map<string, object>();
  const mappings = new Map<string, object[]>();
  const tables = new Map<string, object>();
  const streams = new Map<string, object>();
  const tagged = new Map<string, Readonly<Record<string, string>>>();
  const requests = new Map<string, number>();
  const operations: Operations = new Map(
    Object.entries({
      "sqs:GetQueueUrl": (input: Called["input"]) => {
        const name = textIn(input, "QueueName");
        if (!queues.has(name)) throw noQueue();
        return { QueueUrl: `https://sqs.eu-central-1.amazonaws.com/${ACCOUNT}/${name}` };
      },
      "sqs:GetQueueAttributes": (input: Called["input"]) => {
        const attributes = queues.get(textIn(input, "QueueUrl").split("/").at(-1) ?? "");
        if (attributes === undefined) throw noQueue();
        const asked = Array.isArray(input["AttributeNames"]) ? input["AttributeNames"] : [];
        const given = Object.entries(attributes).filter(([name]) => asked.includes("All") || asked.includes(name));
        return { Attributes: Object.fromEntries(given) };
      },
      "lambda:GetFunctionConfiguration": (input: Called["input"]) => {
        const name = textIn(input, "FunctionName");
        return { FunctionName: name, ...existing(functions, name, `Function not found: ${functionArn(name)}`) };
      },
      "lambda:GetFunctionEventInvokeConfig": (input: Called["input"]) => {
        const name = textIn(input, "FunctionName");
        existing(functions, name, `Function not found: ${functionArn(name)}`);
        const none = `The function ${functionArn(name)}:$LATEST doesn't have an EventInvokeConfig`;
        return { FunctionArn: functionArn(name), ...existing(invokes, name, none) };
      },
      "lambda:ListFunctions": (input: Called["input"]) => {
        const names = [...functions.keys()].sort();
        const from = Number(textIn(input, "Marker"));
        const Functions = names
          .slice(from, from + PAGE)
          .map((name) => ({ FunctionName: name, FunctionArn: functionArn(name), ...functions.get(name) }));
        return { Functions, ...(from + PAGE < names.length ? { NextMarker: String(from + PAGE) } : {}) };
      },
      "lambda:ListEventSourceMappings": (input: Called["input"]) => {
        const asked = textIn(input, "FunctionName");
        const own = [...mappings].filter(([name]) => asked === "" || name === asked);
        return {
          EventSourceMappings: own.flatMap(([name, all]) =>
            all.map((one) => ({ FunctionArn: functionArn(name), ...one })),
          ),
        };
      },
      "dynamodb:DescribeTable": (input: Called["input"]) => {
        const name = textIn(input, "TableName");
        return {
          Table: { TableName: name, ...existing(tables, name, `Requested resource not found: Table: ${name}`, 400) },
        };
      },
      "kinesis:DescribeStreamSummary": (input: Called["input"]) => {
        const name = textIn(input, "StreamName");
        const found = existing(streams, name, `Stream ${name} under account ${ACCOUNT} not found.`, 400);
        return { StreamDescriptionSummary: { StreamName: name, ...found } };
      },
      "tag:GetResources": (input: Called["input"]) => taggedResources(tagged, input),
    }).map(([operation, answer]) => [
      operation,
      (input: Called["input"]): object => {
        requests.set(operation, (requests.get(operation) ?? 0) + 1);
        return answer(input);
      },
    ]),
  );
  const answer = answerOperations(operations, faults);
  const [served, served2] = await Promise.all([serve(answer), serveHttp2(answer)]);
  return {
    url: served.url,
    http2Url: served2.url,
    faults,
    requests,
    setQueue: (name, attributes) => void queues.set(name, attributes),
    setFunction: (name, configuration) => void functions.set(name, configuration),
    setInvokes: (name, configuration) => void invokes.set(name, configuration),
    addMapping: (name, mapping) => void mappings.set(name, [...(mappings.get(name) ?? []), mapping]),
    setTable: (name, table) => void tables.set(name, table),
    setStream: (name, summary) => void streams.set(name, summary),
    setTags: (arn, tags) => void tagged.set(arn, tags),
    stop: async () => {
      await Promise.all([served.stop(), served2.stop()]);
    },
  };
}

/** https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html */
function taggedResources(
  tagged: ReadonlyMap<string, Readonly<Record<string, string>>>,
  { ResourceTypeFilters: types, ResourcesPerPage: most, PaginationToken: token }: Called["input"],
): object {
  if (most !== undefined && !(Number(most) >= 1 && Number(most) <= 100))
    throw new Refusal("InvalidParameterException", "ResourcesPerPage must be between 1 and 100");
  const all = [...tagged].filter(([arn]) => !Array.isArray(types) || types.some((type) => isOfType(arn, String(type))));
  const [from, page] = [Number(token ?? 0), Number(most ?? PAGE)];
  return {
    ResourceTagMappingList: all.slice(from, from + page).map(([ResourceARN, tags]) => ({
      ResourceARN,
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    })),
    PaginationToken: from + page < all.length ? String(from + page) : "",
  };
}

/** `service`, or `service:type` as they stand in an ARN. */
function isOfType(arn: string, wanted: string): boolean {
  const [, , service, , , resource = ""] = arn.split(":");
  const [type] = resource.split("/");
  return wanted === service || wanted === `${service}:${type}`;
}

function existing(all: ReadonlyMap<string, object>, name: string, message: string, status = 404): object {
  const found = all.get(name);
  if (found === undefined) throw new Refusal("ResourceNotFoundException", message, { status });
  return found;
}

function noQueue(): Refusal {
  const message = "The specified queue does not exist.";
  return new Refusal("com.amazonaws.sqs#QueueDoesNotExist", message, {
    query: "AWS.SimpleQueueService.NonExistentQueue",
  });
}

function functionArn(name: string): string {
  return `arn:aws:lambda:eu-central-1:${ACCOUNT}:function:${name}`;
}

function textIn(input: Called["input"], name: string): string {
  const value = input[name];
  if (typeof value !== "string") throw new Refusal("ValidationException", `${name} must not be null`);
  return value;
}
