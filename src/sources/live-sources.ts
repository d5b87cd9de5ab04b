import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient, type CloudWatchLogsClientConfig } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KinesisClient } from "@aws-sdk/client-kinesis";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SQSClient } from "@aws-sdk/client-sqs";
import { XRayClient } from "@aws-sdk/client-xray";
import type { Catalog } from "../catalog.ts";
import { awsConfiguration } from "./aws-configuration.ts";
import { cloudwatchLogs } from "./cloudwatch-logs.ts";
import { cloudwatchMetrics } from "./cloudwatch-metrics.ts";
import type { Source } from "./source.ts";
import { xray } from "./xray.ts";

/** Where and as whom AWS is asked, instead of what the SDK finds in its environment. */
export type AwsAccess = Pick<CloudWatchLogsClientConfig, "region" | "credentials">;

/** Other addresses of the services than their own. */
export type Endpoints = Readonly<
  Partial<Record<"logs" | "cloudwatch" | "sqs" | "lambda" | "dynamodb" | "kinesis" | "xray", string>>
>;

/** The sources of one AWS account and region, and how to let go of their connections. */
export interface LiveSources {
  readonly logs: Source;
  readonly metrics: Source;
  readonly configuration: Source;
  readonly traces: Source;
  close(): void;
}

export function liveSources(catalog: Pick<Catalog, "logs">, access: AwsAccess = {}, at: Endpoints = {}): LiveSources {
  const config = (endpoint: string | undefined) => ({ ...access, ...(endpoint === undefined ? {} : { endpoint }) });
  const logs = new CloudWatchLogsClient(config(at.logs));
  const cloudwatch = new CloudWatchClient(config(at.cloudwatch));
  const traces = new XRayClient(config(at.xray));
  const described = {
    sqs: new SQSClient(config(at.sqs)),
    lambda: new LambdaClient(config(at.lambda)),
    dynamodb: new DynamoDBClient(config(at.dynamodb)),
    kinesis: new KinesisClient(config(at.kinesis)),
  };
  return {
    logs: cloudwatchLogs(logs, catalog),
    metrics: cloudwatchMetrics(cloudwatch),
    configuration: awsConfiguration(described),
    traces: xray(traces),
    close: () => {
      for (const client of [logs, cloudwatch, traces, ...Object.values(described)]) client.destroy();
    },
  };
}
