import type { AwsConfiguration } from "./aws/configuration.ts";
import type { CloudWatch } from "./cloudwatch/cloudwatch.ts";
import type { CloudWatchLogs } from "./cloudwatch/cloudwatch-logs.ts";
import type { Story } from "./scenarios/story.ts";
import type { Configured } from "./world/configured.ts";

/** The services of one account that keep what happened in it. */
export interface Account {
  readonly logs: Pick<CloudWatchLogs, "load">;
  readonly cloudwatch: CloudWatch;
  readonly aws: AwsConfiguration;
}

/** Puts everything into an account that some stories leave behind there: log lines, counts, and how things are configured. */
export function loadStories(stories: readonly Story[], { logs, cloudwatch, aws }: Account): void {
  for (const { streams, counted, functions, catalog, configured } of stories) {
    for (const { group, stream, lines } of streams) logs.load(group, stream, lines);
    for (const { values, ...metric } of counted) cloudwatch.count(metric, values);
    for (const [name, Variables] of functions) aws.setFunction(name, { Environment: { Variables } });
    for (const name of Object.keys(catalog.tables ?? {})) aws.setTable(name, { TableStatus: "ACTIVE" });
    for (const name of Object.keys(catalog.queues ?? {})) aws.setQueue(name, { MessageRetentionPeriod: "345600" });
    if (configured !== undefined) configure(aws, configured);
  }
}

function configure(aws: AwsConfiguration, { queues, mappings, tables, streams }: Configured): void {
  for (const [name, attributes] of Object.entries(queues ?? {})) aws.setQueue(name, attributes);
  for (const [name, all] of Object.entries(mappings ?? {})) for (const one of all) aws.addMapping(name, one);
  for (const [name, table] of Object.entries(tables ?? {})) aws.setTable(name, table);
  for (const [name, summary] of Object.entries(streams ?? {})) aws.setStream(name, summary);
}
