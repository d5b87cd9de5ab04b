import { createWriteStream } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { stringify } from "yaml";
import { eventIdOf } from "../cloudwatch/event-id.ts";
import { AWS_ACCOUNT } from "../world/aws-account.ts";
import { incidentDocument } from "./incident-document.ts";
import type { Story } from "./story.ts";

/** Where the files of a story lie. */
export interface StoryFiles {
  /** `logs.jsonl.gz`: CloudWatch Logs subscription records, one JSON object a line. */
  readonly logs: string;
  /** `incident.json`: `{"incident", "alerts"}` as PagerDuty's REST API answers them. */
  readonly incident: string;
  /** `wake-or-wait.yml`. */
  readonly catalog: string;
}

const MOST_EVENTS = 100;

/** Writes a story as the files that the terminal reads, into a directory that is made where it is missing. */
export async function writeStory(story: Story, directory: string): Promise<StoryFiles> {
  await mkdir(directory, { recursive: true });
  const files = {
    logs: join(directory, "logs.jsonl.gz"),
    incident: join(directory, "incident.json"),
    catalog: join(directory, "wake-or-wait.yml"),
  };
  await Promise.all([
    pipeline(Readable.from(subscriptionRecords(story)), createGzip(), createWriteStream(files.logs)),
    writeFile(files.incident, `${JSON.stringify(incidentDocument(story), null, 2)}\n`),
    writeFile(files.catalog, stringify(story.catalog)),
  ]);
  return files;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html */
function* subscriptionRecords({ streams }: Story): Generator<string> {
  let serial = 0;
  for (const { group, stream, lines } of streams) {
    for (let from = 0; from < lines.length; from += MOST_EVENTS) {
      const logEvents = lines.slice(from, from + MOST_EVENTS).map(({ timestamp, ingestionTime, message }) => {
        return { id: eventIdOf({ timestamp, ingestionTime, serial: serial++ }), timestamp, message };
      });
      const record = { owner: AWS_ACCOUNT.id, logGroup: group, logStream: stream, subscriptionFilters: [], logEvents };
      yield `${JSON.stringify({ messageType: "DATA_MESSAGE", ...record })}\n`;
    }
  }
}
