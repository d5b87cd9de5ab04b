import { arn } from "../aws-account.ts";
import type { Failure } from "../logging/log-style.ts";
import { metadata } from "./javascript-answer.ts";
import { attemptsOf, type Retries } from "./retries.ts";

const MODULES = "/var/task/node_modules";

/** The error that the SDK for JavaScript throws when DynamoDB throttled every try of a write. `calledFrom`: its last frame. */
export function throughputExceeded(table: string, requestId: string, tries: Retries, calledFrom: string): Failure {
  return {
    name: "ProvisionedThroughputExceededException",
    message:
      "The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.",
    frames: [
      `    at AwsJson1_0Protocol.handleError (${MODULES}/@aws-sdk/core/dist-cjs/submodules/protocols/index.js:263:27)`,
      "    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)",
      `    at async AwsJson1_0Protocol.deserializeResponse (${MODULES}/@smithy/core/dist-cjs/submodules/protocols/index.js:833:13)`,
      `    at async ${MODULES}/@smithy/core/dist-cjs/submodules/retry/index.js:205:50`,
      `    at async ${MODULES}/@aws-sdk/core/dist-cjs/submodules/client/index.js:137:26`,
      `    at async ${calledFrom}`,
    ],
    fields: {
      $fault: "client",
      $metadata: metadata(400, { requestId, ...attemptsOf(tries) }),
      ThrottlingReasons: [
        { reason: "TableWriteProvisionedThroughputExceeded", resource: arn("dynamodb", `table/${table}`) },
      ],
      __type: "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException",
    },
  };
}
