import { queueUrl } from "./aws-account.ts";
import type { JsonObject } from "./json.ts";

/** How resources are configured, by name, in the words of the operations that describe them. */
export interface Configured {
  /** Attributes of queues. */
  readonly queues?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Event source mappings, by function. */
  readonly mappings?: Readonly<Record<string, readonly JsonObject[]>>;
  readonly tables?: Readonly<Record<string, JsonObject>>;
  /** Summaries of Kinesis streams. */
  readonly streams?: Readonly<Record<string, JsonObject>>;
}

/** What the operations answer about it, as a file of configuration holds it. */
export function answersAbout({ queues, mappings, tables, streams }: Configured): JsonObject {
  return {
    "sqs:GetQueueAttributes": Object.entries(queues ?? {}).map(([name, Attributes]) => ({
      input: { QueueUrl: queueUrl(name), AttributeNames: ["All"] },
      output: { Attributes },
    })),
    "lambda:ListEventSourceMappings": Object.entries(mappings ?? {}).map(([FunctionName, EventSourceMappings]) => ({
      input: { FunctionName },
      output: { EventSourceMappings },
    })),
    "dynamodb:DescribeTable": Object.entries(tables ?? {}).map(([TableName, table]) => ({
      input: { TableName },
      output: { Table: { TableName, ...table } },
    })),
    "kinesis:DescribeStreamSummary": Object.entries(streams ?? {}).map(([StreamName, summary]) => ({
      input: { StreamName },
      output: { StreamDescriptionSummary: { StreamName, ...summary } },
    })),
  };
}
