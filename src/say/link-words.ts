import type { Sight, SightView } from "../link-proof.ts";
import type { LinkView } from "../report.ts";
import { code, escaped } from "./mrkdwn.ts";

/** What people call an id, by the kind that a link names. */
const IDS: Readonly<Record<string, string>> = {
  "lambda-request": "Lambda request id",
  "apigateway-request": "API request id",
  "xray-trace": "trace id",
  "sqs-message": "SQS message id",
  "sns-message": "SNS message id",
  "eventbridge-event": "EventBridge event id",
  "s3-request": "S3 request id",
  "kinesis-sequence": "Kinesis sequence number",
  "stepfunctions-execution": "execution",
  "aws-request": "AWS request id",
  correlation: "correlation id",
};

const THERE: Readonly<Record<Sight, string>> = {
  request: "the request of that call",
  answer: "the answer to that call",
  event: "the event that came through it",
  lines: "the log lines there",
  "access-log": "the access log there",
  segment: "the X-Ray segment there",
  span: "the span there",
  record: "what was recorded there",
};

const HERE: Readonly<Record<Sight, string>> = {
  request: "the request here",
  answer: "the answer here",
  event: "the event here",
  lines: "the log lines here",
  "access-log": "the access log here",
  segment: "the X-Ray segment here",
  span: "the span here",
  record: "what was recorded here",
};

/** Sights in which a path leads to the id: everybody can look there. */
const PATHED: ReadonlySet<Sight> = new Set(["request", "answer", "event", "access-log", "segment", "span"]);

/** What a link was made by: which id, and where it was read on either side. Of one that is only likely, why it is no more. */
export function linkWords({ hop, certainty, by, key, entry, proof }: LinkView): string {
  const entryName = entry == null ? "" : ` (${escaped(entry, 80)})`;
  const from = hop === null ? `From another request${entryName}` : `From hop ${hop}`;
  const id = `${IDS[by] ?? "id"} ${code(key, 120)}`;
  const sure = certainty === "exact" ? "exact" : `likely (${certainty})`;
  if (proof === undefined) return `${from}: ${sure}, by ${escaped(by, 60)} ${code(key, 120)}`;
  const { how, sent, received } = proof;
  const both = sides(sent, received);
  const words = {
    "handed-on": `${id}${both}`,
    mentioned: `${id}${both}; of those that wrote it down, it alone can have sent it`,
    made: `the call stands in the log lines of Lambda request ${code(key, 120)}`,
    parent: `${here(received)} names ${code(key, 120)} as its parent`,
    linked: `${here(received)} links to ${code(key, 120)}`,
    event: "the event here shows that it came through it, and holds no id of it",
    shared: `${id}${both}: they belong together, which does not say that one called the other`,
    alike:
      certainty === "time"
        ? "no id on both sides, but the same resource at the same moment"
        : "no id on both sides, but what came in here is what was written there, within the seconds that this can have taken",
  };
  return `${from}: ${sure}, ${words[how]}`;
}

function sides(sent: SightView | null, received: SightView | null): string {
  if (sent?.in === "event" && received?.in === "event") return `, read in the event on both sides${at(received)}`;
  const there = sent === null ? null : `in ${THERE[sent.in]}${at(sent)}`;
  const own = received === null ? null : `in ${HERE[received.in]}${at(received)}`;
  const known = [there, own].filter((one) => one !== null);
  return known.length === 0 ? "" : ` ${known.join(" and ")}`;
}

function here(received: SightView | null): string {
  return received === null ? "what was recorded here" : HERE[received.in];
}

function at({ in: sight, path }: SightView): string {
  return PATHED.has(sight) ? ` (${code(path, 60)})` : "";
}
