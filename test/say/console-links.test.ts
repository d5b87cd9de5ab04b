import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import type { Json } from "../../src/json.ts";
import type { HopView } from "../../src/report.ts";
import { consoleLinks } from "../../src/say/console-links.ts";
import { consoleButtons } from "../../src/say/slack-console.ts";
import { hopModal } from "../../src/say/slack-hop.ts";
import { SERVICES } from "../../src/span.ts";
import type { StreamView } from "../../src/streams-view.ts";
import { hopView, transactionView } from "./report.ts";
import { assertOpenable } from "./slack-checks.ts";

const HOST = /^[a-z0-9-]+\.(console\.aws\.amazon\.com|console\.amazonaws\.cn|console\.amazonaws-us-gov\.com)$/;
const AT = "2026-11-22T02:31:00.000Z";
const AT_MS = Date.parse(AT);
const STREAM: StreamView = {
  group: "/aws/lambda/pay",
  stream: "2026/11/22/[$LATEST]0a1b2c",
  account: "111122223333",
  region: "eu-central-1",
};

describe("links to the console", () => {
  test("lead to the log stream a minute around the hop, encoded as the console encodes it", () => {
    const url = linkTo("Logs at that moment", { streams: [STREAM] });
    assert.equal(
      url,
      "https://eu-central-1.console.aws.amazon.com/cloudwatch/home?region=eu-central-1#logsV2:log-groups/log-group/$252Faws$252Flambda$252Fpay" +
        `/log-events/2026$252F11$252F22$252F$255B$2524LATEST$255D0a1b2c$3Fstart$3D${AT_MS - 60_000}$26end$3D${AT_MS + 60_121}`,
    );
    const fragment = new URL(url ?? "").hash.slice(1).replaceAll("$", "%");
    const decoded = decodeURIComponent(decodeURIComponent(fragment));
    assert.match(
      decoded,
      /^logsV2:log-groups\/log-group\/\/aws\/lambda\/pay\/log-events\/2026\/11\/22\/\[\$LATEST\]0a1b2c\?/,
    );
  });

  test("lead to every line with the request id in Logs Insights, with absolute times", () => {
    const id = "3f2e1d0c-1111-4222-8333-444455556666";
    const url = linkTo("Logs Insights by its id", { streams: [STREAM], requestId: id }) ?? "";
    assert.match(
      url,
      /#logsV2:logs-insights\$3FqueryDetail\$3D~\(end~'2026-11-22T02\*3a32\*3a00\.120Z~start~'2026-11-22T02\*3a30\*3a00\.000Z~/,
    );
    assert.match(url, /~timeType~'ABSOLUTE~tz~'UTC~editorString~'fields/);
    assert.ok(url.includes(`like*20*22${id}*22*0a`));
    assert.ok(url.endsWith("~source~(~'*2faws*2flambda*2fpay))"));
  });

  test("ask Logs Insights for no id that ends the quotes around it", () => {
    for (const requestId of ['x" | fields @message', "12345678\n", "12345678'", "short", "a".repeat(300)])
      assert.equal(linkTo("Logs Insights by its id", { streams: [STREAM], requestId }), undefined);
  });

  test("lead to the trace by its id, where X-Ray recorded it", () => {
    const trace = { id: "1-5759e988-bd862e3fe1be46a994272793", region: "us-gov-west-1" };
    assert.equal(
      linkTo("X-Ray trace", { trace }),
      `https://us-gov-west-1.console.amazonaws-us-gov.com/cloudwatch/home?region=us-gov-west-1#xray:traces/${trace.id}`,
    );
    assert.equal(linkTo("X-Ray trace", {}), undefined);
  });

  const eu = "https://eu-central-1.console.aws.amazon.com/";
  const arn = "arn:aws:states:eu-central-1:111122223333";
  const pages: readonly (readonly [string, Partial<HopView>, string])[] = [
    ["Lambda", { service: "lambda", resource: "pay" }, "lambda/home?region=eu-central-1#/functions/pay?tab=monitoring"],
    [
      "DynamoDB",
      { service: "dynamodb", resource: "rides.v2" },
      "dynamodbv2/home?region=eu-central-1#table?name=rides.v2&tab=monitoring",
    ],
    [
      "SQS",
      { service: "sqs", resource: "rides.fifo" },
      "sqs/v3/home?region=eu-central-1#/queues/https%3A%2F%2Fsqs.eu-central-1.amazonaws.com%2F111122223333%2Frides.fifo",
    ],
    [
      "SNS",
      { service: "sns", resource: "rides" },
      "sns/v3/home?region=eu-central-1#/topic/arn:aws:sns:eu-central-1:111122223333:rides",
    ],
    [
      "Kinesis",
      { service: "kinesis", resource: "rides" },
      "kinesis/home?region=eu-central-1#/streams/details/rides/monitoring",
    ],
    [
      "Firehose",
      { service: "firehose", resource: "rides" },
      "firehose/home?region=eu-central-1#/details/rides/monitoring",
    ],
    ["S3", { service: "s3", resource: "rides-media" }, "s3/buckets/rides-media?region=eu-central-1"],
    [
      "EventBridge",
      { service: "eventbridge", resource: "rides", operation: "PutEvents" },
      "events/home?region=eu-central-1#/eventbus/rides",
    ],
    [
      "EventBridge",
      { service: "eventbridge", resource: "nightly", operation: "Scheduled Event" },
      "events/home?region=eu-central-1#/eventbus/default/rules/nightly",
    ],
    [
      "Scheduler",
      {
        service: "scheduler",
        resource: "nightly",
        input: { arn: "arn:aws:scheduler:eu-central-1:111122223333:schedule/jobs/nightly" },
      },
      "scheduler/home?region=eu-central-1#schedules/jobs/nightly",
    ],
    [
      "Step Functions",
      { service: "stepfunctions", resource: "refund", requestId: `${arn}:execution:refund:run-1` },
      `states/home?region=eu-central-1#/v2/executions/details/${arn}:execution:refund:run-1`,
    ],
    [
      "Step Functions",
      { service: "stepfunctions", resource: "refund", output: { executionArn: `${arn}:express:refund:run-1:abc` } },
      `states/home?region=eu-central-1#/express-executions/details/${arn}:express:refund:run-1:abc?startDate=${AT_MS}`,
    ],
    [
      "Step Functions",
      { service: "stepfunctions", resource: "refund" },
      `states/home?region=eu-central-1#/statemachines/view/${arn}:stateMachine:refund`,
    ],
    [
      "API Gateway",
      { service: "apigateway", input: { httpMethod: "POST", requestContext: { apiId: "a1b2c3d4e5" } } },
      "apigateway/main/apis/a1b2c3d4e5/resources?api=a1b2c3d4e5&region=eu-central-1",
    ],
    [
      "API Gateway",
      {
        service: "apigateway",
        input: { version: "2.0", requestContext: { apiId: "a1b2c3d4e5", http: { method: "POST" } } },
      },
      "apigateway/main/api-detail?api=a1b2c3d4e5&region=eu-central-1",
    ],
    [
      "API Gateway",
      { service: "apigateway", input: { version: "1.0", httpMethod: "GET", requestContext: { apiId: "a1b2c3d4e5" } } },
      "apigateway/main/api-detail?api=a1b2c3d4e5&region=eu-central-1",
    ],
    [
      "API Gateway",
      { service: "apigateway", input: { requestContext: { apiId: "a1b2c3d4e5", connectionId: "c=" } } },
      "apigateway/main/api-detail?api=a1b2c3d4e5&region=eu-central-1",
    ],
    [
      "Load balancer",
      {
        service: "alb",
        input: {
          requestContext: {
            elb: { targetGroupArn: "arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/shop/0a1b" },
          },
        },
      },
      "ec2/home?region=eu-central-1#TargetGroups:search=shop",
    ],
    [
      "AppSync",
      { service: "appsync", input: { requestContext: { apiId: "abcdefghijklmnopqrstuvwxyz" } } },
      "appsync/home?region=eu-central-1#/abcdefghijklmnopqrstuvwxyz/v1/home",
    ],
    [
      "Cognito",
      { service: "cognito", resource: "eu-central-1_AbC123" },
      "cognito/v2/idp/user-pools/eu-central-1_AbC123/users?region=eu-central-1",
    ],
  ];
  for (const [title, change, page] of pages) {
    test(`lead to ${page}`, () => {
      assert.equal(linkTo(`Open in ${title}`, change), `${eu}${page}`);
    });
  }

  test("lead where the call itself said that the resource is, and not where its caller runs", () => {
    const queue = { QueueUrl: "https://sqs.cn-north-1.amazonaws.com.cn/444455556666/rides" };
    assert.equal(
      linkTo("Open in SQS", { service: "sqs", resource: "rides", account: null, input: queue }),
      "https://cn-north-1.console.amazonaws.cn/sqs/v3/home?region=cn-north-1#/queues/https%3A%2F%2Fsqs.cn-north-1.amazonaws.com.cn%2F444455556666%2Frides",
    );
    const bus = { Entries: [{ EventBusName: "arn:aws:events:us-east-1:444455556666:event-bus/rides" }] };
    assert.equal(
      linkTo("Open in EventBridge", { service: "eventbridge", resource: "rides", input: bus }),
      "https://us-east-1.console.aws.amazon.com/events/home?region=us-east-1#/eventbus/rides",
    );
    const topic = { TopicArn: "arn:aws:sns:us-east-1:444455556666:rides" };
    assert.equal(
      linkTo("Open in SNS", { service: "sns", resource: "rides", input: topic }),
      "https://us-east-1.console.aws.amazon.com/sns/v3/home?region=us-east-1#/topic/arn:aws:sns:us-east-1:444455556666:rides",
    );
  });

  test("are not there where the region or the resource is not known, or is none that a console is known for", () => {
    for (const region of [null, "", "us-iso-east-1", "eu-central-1.evil.example", "EU-CENTRAL-1"])
      assert.deepEqual(
        consoleLinks(
          hop({
            region,
            streams: [{ ...STREAM, region }],
            trace: { id: `1-${"0".repeat(8)}-${"0".repeat(24)}`, region },
          }),
        ),
        [],
      );
    assert.deepEqual(consoleLinks(hop({ resource: null })), []);
    assert.equal(linkTo("Open in SQS", { service: "sqs", resource: "rides", account: null }), undefined);
    assert.equal(linkTo("Open in API Gateway", { service: "apigateway", resource: "a1b2c3d4e5" }), undefined);
    assert.equal(
      linkTo("Open in S3", { service: "s3", resource: "rides", input: { configuration: { accessPointArn: "arn" } } }),
      undefined,
    );
  });

  test("do not lead to a function whose name is only the last part of its log group's", () => {
    const streams = [{ ...STREAM, group: "/shop/pay" }];
    assert.equal(linkTo("Open in Lambda", { resource: "pay", streams }), undefined);
    assert.ok(linkTo("Open in Lambda", { resource: "pay-live", streams }) !== undefined);
  });

  test("do not lead to a stream or a resource whose name was redacted", () => {
    assert.equal(linkTo("Logs at that moment", { streams: [{ ...STREAM, stream: "2026/[user 1]" }] }), undefined);
    assert.equal(linkTo("Open in Lambda", { resource: "pay-[user 1]" }), undefined);
  });
});

const name = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom(
    "pay",
    "rides",
    "<!channel>",
    "a|b>",
    "https://evil.example/",
    "../..",
    "\ud800",
    "a".repeat(10_000),
    "%",
    "#",
    "?",
    "@",
  ),
);
const known = (one: string) => fc.oneof({ weight: 3, arbitrary: fc.constant(one) }, { weight: 1, arbitrary: name });
const json: fc.Arbitrary<Json> = fc.oneof(
  fc.constant(null),
  name,
  fc.record({
    QueueUrl: known("https://sqs.eu-west-1.amazonaws.com/111122223333/rides"),
    TopicArn: known("arn:aws:sns:eu-west-1:111122223333:rides"),
    executionArn: known("arn:aws:states:eu-west-1:111122223333:execution:refund:run-1"),
    httpMethod: name,
    version: name,
    requestContext: fc.record({
      apiId: known("a1b2c3d4e5"),
      connectionId: name,
      elb: fc.record({ targetGroupArn: known("arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/shop/0a1b") }),
    }),
  }),
);

test("whatever a hop is called, each of its links is one that leads to the console of AWS, and Slack takes the window", () => {
  fc.assert(
    fc.property(
      fc.record({
        service: fc.constantFrom(...SERVICES),
        resource: known("rides"),
        operation: name,
        requestId: known("3f2e1d0c-1111-4222-8333-444455556666"),
        account: known("111122223333"),
        region: known("eu-west-1"),
        startedAt: known(AT),
        durationMs: fc.oneof(fc.constant(null), fc.double()),
        input: json,
        output: json,
        streams: fc.array(
          fc.record({
            group: known("/aws/lambda/pay"),
            stream: known("a/[$LATEST]b"),
            account: name,
            region: known("eu-west-1"),
          }),
          { maxLength: 3 },
        ),
        trace: fc.record({ id: known("1-5759e988-bd862e3fe1be46a994272793"), region: known("eu-west-1") }),
      }),
      (change) => {
        const one = hop(change);
        for (const { url } of consoleLinks(one)) {
          assert.match(new URL(url).host, HOST);
          assert.equal(new URL(url).username, "");
          assert.match(url, /^https:\/\/[^<>|"`\s\\]+$/);
          assert.ok(url.length <= 3000);
        }
        assertOpenable({
          type: "modal",
          title: { type: "plain_text", text: "Hop" },
          blocks: [...consoleButtons(one), { type: "divider" }],
        });
      },
    ),
    { numRuns: 500 },
  );
});

test("the window of a hop has a button for each link", () => {
  const one = hop({ streams: [STREAM], requestId: "3f2e1d0c-1111-4222-8333-444455556666" });
  const view = hopModal({ investigation: "i-1", revision: 1 }, transactionView([one]), one);
  assertOpenable(view);
  const urls = [...JSON.stringify(view).matchAll(/"url":"([^"]+)"/g)].map(([, url]) => url);
  assert.deepEqual(
    urls,
    consoleLinks(one).map(({ url }) => url),
  );
  assert.equal(urls.length, 3);
});

function hop(change: Partial<HopView>): HopView {
  return hopView(2, { resource: "pay", startedAt: AT, ...change });
}

function linkTo(label: string, change: Partial<HopView>): string | undefined {
  return consoleLinks(hop(change)).find((one) => one.label === label)?.url;
}
