import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient, type CloudWatchLogsClientConfig } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KinesisClient } from "@aws-sdk/client-kinesis";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { ResourceGroupsTaggingAPIClient } from "@aws-sdk/client-resource-groups-tagging-api";
import { SQSClient } from "@aws-sdk/client-sqs";
import { XRayClient } from "@aws-sdk/client-xray";
import type { AwsPlace } from "../aws-place.ts";
import { awsPlaces, type Catalog } from "../catalog.ts";
import { assumedRole } from "./assumed-role.ts";
import { awsConfiguration } from "./aws-configuration.ts";
import { awsInventory, type InventorySource } from "./aws-inventory.ts";
import { cloudwatchLogs } from "./cloudwatch-logs.ts";
import { cloudwatchMetrics } from "./cloudwatch-metrics.ts";
import { inPlace } from "./in-place.ts";
import { inRegion } from "./in-region.ts";
import { type LogsPlace, logGroupsOf } from "./log-groups.ts";
import { NamedGroups } from "./named-groups.ts";
import type { Source } from "./source.ts";
import { xray } from "./xray.ts";

/** Where and as whom AWS is asked, instead of what the SDK finds in its environment. */
export type AwsAccess = Pick<CloudWatchLogsClientConfig, "region" | "credentials">;

/** Other addresses of the services than their own. */
export type Endpoints = Readonly<
  Partial<
    Record<"logs" | "cloudwatch" | "sqs" | "lambda" | "dynamodb" | "kinesis" | "tagging" | "xray" | "sts", string>
  >
>;

/** The sources of AWS, of each kind one for every account and region, and how to let go of their connections. */
export interface LiveSources {
  readonly logs: readonly Source[];
  readonly metrics: readonly Source[];
  readonly configuration: readonly Source[];
  readonly traces: readonly Source[];
  readonly inventories: readonly InventorySource[];
  /** The log groups that begin so, beside those that the catalog names. Throws what a client throws. */
  logGroups(prefixes: readonly string[], until: AbortSignal): Promise<readonly string[]>;
  close(): void;
}

/**
 * The accounts and regions that the catalog names; where it names none, that of the credentials that the SDK finds. `at`: the
 * addresses of the services of a place.
 */
export function liveSources(
  catalog: Catalog,
  access: AwsAccess = {},
  at: (place: AwsPlace | null) => Endpoints = () => ({}),
  xrayIsOn = true,
): LiveSources {
  const places = awsPlaces(catalog);
  const named = new NamedGroups(places.length);
  const opened = places.map((place) =>
    openPlace(place, places.length === 1, access, at(place), { catalog, named, xrayIsOn }),
  );
  if (opened.length === 0) opened.push(open(access, at(null), catalog, null, xrayIsOn));
  return {
    logs: opened.map(({ logs }) => logs),
    metrics: opened.map(({ metrics }) => metrics),
    configuration: opened.map(({ configuration }) => configuration),
    traces: opened.map(({ traces }) => traces),
    inventories: opened.map(({ inventory }) => inventory),
    logGroups: async (prefixes, until) =>
      [...new Set((await Promise.all(opened.map((one) => one.logGroups(prefixes, until)))).flat())].sort(),
    close: () => {
      for (const one of opened) one.close();
    },
  };
}

interface Opened {
  readonly logs: Source;
  readonly metrics: Source;
  readonly configuration: Source;
  readonly traces: Source;
  readonly inventory: InventorySource;
  /** The log groups that begin so, beside those that the catalog names. Throws what the client throws. */
  logGroups(prefixes: readonly string[], until: AbortSignal): Promise<readonly string[]>;
  close(): void;
}

/** The sources of a place of the catalog, read with its role where it has one. */
function openPlace(
  place: AwsPlace,
  alone: boolean,
  access: AwsAccess,
  at: Endpoints,
  { catalog, named, xrayIsOn }: { readonly catalog: Catalog; readonly named: NamedGroups; readonly xrayIsOn: boolean },
): Opened {
  const here = { ...access, region: place.region };
  const role = place.role === null ? null : assumedRole({ ...place, role: place.role }, configOf(here, at.sts));
  const own = role === null ? here : { ...here, credentials: () => role.credentials() };
  const opened = open(own, at, catalog, { place, named }, xrayIsOn);
  const placed = (source: Source): Source => inPlace(source, place, role, alone);
  return {
    logs: placed(opened.logs),
    metrics: placed(opened.metrics),
    configuration: placed(opened.configuration),
    traces: placed(opened.traces),
    inventory: opened.inventory,
    logGroups: opened.logGroups,
    close: () => {
      opened.close();
      role?.close();
    },
  };
}

function open(access: AwsAccess, at: Endpoints, catalog: Catalog, logsAt: LogsPlace | null, xrayIsOn: boolean): Opened {
  const logs = new CloudWatchLogsClient(configOf(access, at.logs));
  const cloudwatch = new CloudWatchClient(configOf(access, at.cloudwatch));
  const traces = new XRayClient(configOf(access, at.xray));
  const tagging = new ResourceGroupsTaggingAPIClient(configOf(access, at.tagging));
  const described = {
    sqs: new SQSClient(configOf(access, at.sqs)),
    lambda: new LambdaClient(configOf(access, at.lambda)),
    dynamodb: new DynamoDBClient(configOf(access, at.dynamodb)),
    kinesis: new KinesisClient(configOf(access, at.kinesis)),
  };
  return {
    logs: inRegion(cloudwatchLogs(logs, catalog, logsAt), logs.config.region),
    metrics: cloudwatchMetrics(cloudwatch),
    configuration: awsConfiguration(described, catalog),
    traces: inRegion(xray(traces), traces.config.region),
    inventory: awsInventory(described.lambda, tagging, xrayIsOn ? traces : null),
    logGroups: async (prefixes, until) => {
      const wanted = { groups: catalog.logs.groups, prefixes: [...prefixes] };
      return (await logGroupsOf(logs, wanted, logsAt, until)).groups.map(({ name }) => name);
    },
    close: () => {
      for (const client of [logs, cloudwatch, traces, tagging, ...Object.values(described)]) client.destroy();
    },
  };
}

function configOf(access: AwsAccess, endpoint: string | undefined): AwsAccess & { readonly endpoint?: string } {
  return { ...access, ...(endpoint === undefined ? {} : { endpoint }) };
}
