import type { Attributes, RecordedSpan } from "../../traces/span.ts";
import { AWS_ACCOUNT } from "../aws-account.ts";
import { type Json, objectOf } from "../json.ts";
import type { Failure } from "../logging/log-style.ts";

/** A call that a handler made. */
export interface MadeCall {
  /** `DynamoDB PutItem`, `POST https://api.example.com/v1/posts`. */
  readonly name: string;
  readonly input: Json;
  /** Null: it failed. */
  readonly output: Json;
  readonly failure: Failure | null;
}

type Told = Pick<RecordedSpan, "name" | "kind" | "attributes">;

/** A call as the instrumentations of the two languages record it. */
export function recordedCall(call: MadeCall, language: "javascript" | "python"): Told {
  if (/^[A-Z]+ https?:/.test(call.name)) return httpCall(call);
  return language === "python" ? botocoreCall(call) : sdkCall(call);
}

/** https://github.com/open-telemetry/opentelemetry-js-contrib/tree/main/packages/instrumentation-http */
function httpCall({ name, failure, output }: MadeCall): Told {
  const [method = "", text = ""] = name.split(" ");
  const url = new URL(text);
  const { status } = objectOf(output);
  return {
    name: method,
    kind: "client",
    attributes: {
      "http.request.method": method,
      "url.full": url.href,
      "server.address": url.hostname,
      "server.port": 443,
      ...(failure === null ? { "http.response.status_code": typeof status === "number" ? status : 200 } : {}),
    },
  };
}

/**
 * https://github.com/open-telemetry/opentelemetry-js-contrib/tree/main/packages/instrumentation-aws-sdk: of a call that failed it
 * does not record the request's id, and of what was published no message's.
 */
function sdkCall({ name, input, output, failure }: MadeCall): Told {
  const [service = "", operation = ""] = name.split(" ");
  const { requestId, httpStatusCode } = objectOf(
    failure === null ? objectOf(output)["$metadata"] : failure.fields["$metadata"],
  );
  const own = OF_SERVICES[service]?.(objectOf(input), objectOf(output), operation) ?? { attributes: {} };
  return {
    name: `${service}.${operation}`,
    kind: "client",
    ...own,
    attributes: {
      "rpc.system": "aws-api",
      "rpc.service": service,
      "rpc.method": operation,
      "cloud.region": AWS_ACCOUNT.region,
      ...own.attributes,
      ...(typeof requestId === "string" && failure === null ? { "aws.request.id": requestId } : {}),
      ...(typeof httpStatusCode === "number" ? { "http.status_code": httpStatusCode } : {}),
    },
  };
}

/** https://github.com/open-telemetry/opentelemetry-python-contrib/tree/main/instrumentation/opentelemetry-instrumentation-botocore */
function botocoreCall({ name, input, output, failure }: MadeCall): Told {
  const [service = "", operation = ""] = name.split(" ");
  const { RequestId, HTTPStatusCode, RetryAttempts } = objectOf(
    failure === null ? objectOf(output)["ResponseMetadata"] : failure.fields["ResponseMetadata"],
  );
  return {
    name: `${service}.${operation}`,
    kind: "client",
    attributes: {
      "rpc.system": "aws-api",
      "rpc.service": service,
      "rpc.method": operation,
      "cloud.region": AWS_ACCOUNT.region,
      ...(service === "DynamoDB" ? { "db.system": "dynamodb", ...tablesOf(objectOf(input)) } : {}),
      ...(typeof RequestId === "string" ? { "aws.request_id": RequestId } : {}),
      ...(typeof HTTPStatusCode === "number" ? { "http.status_code": HTTPStatusCode } : {}),
      ...(typeof RetryAttempts === "number" ? { retry_attempts: RetryAttempts } : {}),
    },
  };
}

type Payload = ReturnType<typeof objectOf>;
type OfService = (
  input: Payload,
  output: Payload,
  operation: string,
) => Partial<Told> & Pick<RecordedSpan, "attributes">;

const OF_SERVICES: Readonly<Record<string, OfService | undefined>> = {
  DynamoDB: (input, _, operation) => ({
    attributes: { "db.system": "dynamodb", "db.operation": operation, ...tablesOf(input) },
  }),
  SQS({ QueueUrl }, { MessageId }) {
    const queue = String(QueueUrl).split("/").at(-1) ?? "";
    return {
      name: `${queue} send`,
      kind: "producer",
      attributes: {
        "messaging.system": "aws_sqs",
        "messaging.destination.name": queue,
        "url.full": String(QueueUrl),
        ...(typeof MessageId === "string" ? { "messaging.message.id": MessageId } : {}),
      },
    };
  },
  SNS({ TopicArn }) {
    const topic = String(TopicArn).split(":").at(-1) ?? "";
    return {
      name: `${topic} send`,
      kind: "producer",
      attributes: {
        "messaging.system": "aws.sns",
        "messaging.destination.name": topic,
        "aws.sns.topic.arn": String(TopicArn),
      },
    };
  },
  S3: ({ Bucket }) => ({ attributes: { "aws.s3.bucket": String(Bucket) } }),
};

function tablesOf({ TableName, RequestItems }: Payload): Attributes {
  const tables = typeof TableName === "string" ? [TableName] : Object.keys(objectOf(RequestItems));
  return { "aws.dynamodb.table_names": tables };
}
