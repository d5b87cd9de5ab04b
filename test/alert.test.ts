import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { incidentDocument } from "../sandbox/scenarios/incident-document.ts";
import { type Alert, evaluatedWindow, parseAlert } from "../src/alert.ts";
import { Fault } from "../src/fault.ts";
import { iso } from "../src/time.ts";
import { story } from "./sandbox/scenarios/night.ts";

const ARN = "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:rides throttled";
/** What SNS delivers when an alarm on one metric goes off. */
const NOTIFICATION = {
  AlarmName: "rides throttled",
  AlarmDescription: "The table rides refuses requests.",
  AWSAccountId: "111122223333",
  NewStateValue: "ALARM",
  NewStateReason: "Threshold Crossed: 3 out of the last 3 datapoints were greater than the threshold (10.0).",
  StateChangeTime: "2026-11-22T02:31:52.118+0000",
  Region: "EU (Frankfurt)",
  AlarmArn: ARN,
  Trigger: {
    MetricName: "ThrottledRequests",
    Namespace: "AWS/DynamoDB",
    Statistic: "SUM",
    Dimensions: [
      { name: "TableName", value: "rides" },
      { name: "Operation", value: "PutItem" },
    ],
    Period: 60,
    EvaluationPeriods: 3,
    ComparisonOperator: "GreaterThanThreshold",
    Threshold: 5,
  },
};
const EXPECTED = {
  name: "rides throttled",
  arn: ARN,
  account: "111122223333",
  region: "eu-central-1",
  namespace: "AWS/DynamoDB",
  metric: "ThrottledRequests",
  dimensions: { TableName: "rides", Operation: "PutItem" },
  changedAt: Date.UTC(2026, 10, 22, 2, 31, 52, 118) * 1000,
  evaluatedMs: 180_000,
  reason: NOTIFICATION.NewStateReason,
  threshold: 5,
};

test("a CloudWatch alarm is read from wherever a PagerDuty integration leaves it", () => {
  const places = {
    "CloudWatch integration": { details: NOTIFICATION },
    "Events API, Common Event Format": {
      details: NOTIFICATION,
      cef_details: { details: NOTIFICATION, severity: "critical" },
    },
    "Events API, custom details": { details: { custom: { alarm: NOTIFICATION } } },
    "SNS, message as text": { details: { Type: "Notification", Message: JSON.stringify(NOTIFICATION) } },
    email: { details: { body: [JSON.stringify(NOTIFICATION)] } },
  };
  for (const [place, body] of Object.entries(places)) assert.deepEqual(alertWith(body).alarms, [EXPECTED], place);
});

test("the same alarm in several places is one, and several alarms are several", () => {
  const other = { ...NOTIFICATION, AlarmName: "rides slow" };
  const { alarms } = parseAlert({
    incident: { id: "Q1" },
    alerts: [{ body: { details: NOTIFICATION } }, { body: { details: NOTIFICATION } }, { body: { details: other } }],
  });
  assert.deepEqual(
    alarms.map(({ name }) => name),
    ["rides throttled", "rides slow"],
  );
});

test("of an alarm that stands in several places the first one counts, which is the whole one", () => {
  const cut = { AlarmName: NOTIFICATION.AlarmName, Trigger: "…" };
  assert.deepEqual(alertWith({ details: NOTIFICATION, cef_details: { details: cut } }).alarms, [EXPECTED]);
});

test("an alarm that EventBridge delivered names its metric, its period and its moment", () => {
  const detail = {
    alarmName: "checkout errors",
    state: {
      ...{ value: "ALARM", reason: "Threshold Crossed", timestamp: "2026-11-22T02:31:52.118+0000" },
      reasonData: JSON.stringify({ statistic: "Sum", threshold: 3.0 }),
    },
    previousState: { value: "OK", timestamp: "2026-11-22T01:00:00.000+0000" },
    configuration: {
      metrics: [
        {
          id: "m1",
          metricStat: {
            metric: { namespace: "AWS/Lambda", name: "Errors", dimensions: { FunctionName: "checkout" } },
            period: 300,
            stat: "Sum",
          },
          returnData: true,
        },
      ],
    },
  };
  const [alarm] = alertWith({
    details: { source: "aws.cloudwatch", "detail-type": "CloudWatch Alarm State Change", detail },
  }).alarms;
  assert.equal(alarm?.name, "checkout errors");
  assert.equal(alarm.namespace, "AWS/Lambda");
  assert.equal(alarm.metric, "Errors");
  assert.deepEqual(alarm.dimensions, { FunctionName: "checkout" });
  assert.equal(alarm.changedAt, EXPECTED.changedAt);
  assert.equal(alarm.reason, "Threshold Crossed");
  assert.equal(alarm.evaluatedMs, 300_000);
  assert.equal(alarm.threshold, 3);
});

test("what an alarm falls below is no time that something may take", () => {
  const Trigger = { ...NOTIFICATION.Trigger, ComparisonOperator: "LessThanThreshold" };
  assert.equal(alertWith({ details: { ...NOTIFICATION, Trigger } }).alarms[0]?.threshold, null);
});

test("an alarm on a calculation is about the first metric that it reads", () => {
  const metric = {
    Namespace: "AWS/Lambda",
    MetricName: "Throttles",
    Dimensions: [{ name: "FunctionName", value: "pay" }],
  };
  const Trigger = {
    EvaluationPeriods: 2,
    Metrics: [
      { Id: "share", Expression: "100 * throttles / calls", ReturnData: true },
      { Id: "throttles", MetricStat: { Metric: metric, Period: 60, Stat: "Sum" } },
    ],
  };
  const [alarm] = alertWith({ details: { ...NOTIFICATION, Trigger } }).alarms;
  assert.deepEqual(
    [alarm?.namespace, alarm?.metric, alarm?.dimensions, alarm?.evaluatedMs],
    ["AWS/Lambda", "Throttles", { FunctionName: "pay" }, 120_000],
  );
});

test("a composite alarm names no metric, and is an alarm all the same", () => {
  const { Trigger: _, ...composite } = NOTIFICATION;
  const [alarm] = alertWith({ details: { ...composite, AlarmRule: 'ALARM("rides throttled")' } }).alarms;
  assert.deepEqual(
    [alarm?.name, alarm?.metric, alarm?.dimensions, alarm?.evaluatedMs],
    ["rides throttled", null, {}, null],
  );
});

test("the window that was looked at spans every alarm, from its first period to its last change", () => {
  const later = { ...NOTIFICATION, AlarmName: "later", StateChangeTime: "2026-11-22T02:40:00.000+0000" };
  const alert = parseAlert({ incident: { id: "Q1" }, alerts: [{ body: NOTIFICATION }, { body: later }] });
  const window = evaluatedWindow(alert);
  assert.ok(window !== null);
  assert.deepEqual([iso(window.from), iso(window.to)], ["2026-11-22T02:28:52.118Z", "2026-11-22T02:40:00.000Z"]);
  assert.equal(evaluatedWindow(alertWith({ details: "no alarm" })), null);
});

test("an alert of another monitoring tool keeps every text in which a name may stand", () => {
  const { alarms, texts, service, incident } = parseAlert({
    incident: {
      id: "Q2",
      title: "[P1] checkout-api p99 latency is high",
      html_url: "https://example.pagerduty.com/incidents/Q2",
      created_at: "2026-11-22T02:32:00Z",
      service: { summary: "Checkout" },
    },
    alerts: [
      {
        summary: "p99 on checkout",
        body: {
          details: {
            query: "avg(last_5m):p99:aws.lambda.duration{functionname:checkout} > 3",
            tags: ["service:checkout", "team:payments"],
            priority: 1,
            empty: "",
          },
        },
      },
    ],
  });
  assert.deepEqual(alarms, []);
  assert.deepEqual(texts.slice(0, 2), ["[P1] checkout-api p99 latency is high", "p99 on checkout"]);
  assert.ok(texts.includes("avg(last_5m):p99:aws.lambda.duration{functionname:checkout} > 3"));
  assert.ok(texts.includes("service:checkout"));
  assert.ok(!texts.includes(""));
  assert.equal(service, "Checkout");
  assert.equal(incident.url, "https://example.pagerduty.com/incidents/Q2");
});

test("an alert of plain text is its text", () => {
  const { texts, at, alarms } = parseAlert({
    incident: { id: "Q3", summary: "orders is throttled", created_at: "2026-11-22T02:32:00Z" },
    alerts: [{ summary: "orders is throttled", body: "the table orders refuses writes" }],
  });
  assert.deepEqual(texts, ["orders is throttled", "the table orders refuses writes"]);
  assert.equal(iso(at), "2026-11-22T02:32:00.000Z");
  assert.deepEqual(alarms, []);
});

test("an incident without alerts, title, time or service is still an incident", () => {
  assert.deepEqual(parseAlert({ incident: { id: "Q4", title: null, service: null } }), {
    incident: { id: "Q4", title: "Q4", url: "" },
    at: 0,
    service: null,
    alarms: [],
    texts: ["Q4"],
  });
});

test("what PagerDuty answers about the sandbox's incidents is read whole", () => {
  const { alarms, at, texts } = parseAlert(incidentDocument(story("export-throttled", 1)));
  assert.deepEqual(
    alarms.map(({ namespace, metric, dimensions, evaluatedMs }) => [namespace, metric, dimensions, evaluatedMs]),
    [["AWS/DynamoDB", "ReadThrottleEvents", { TableName: "ledger" }, 180_000]],
  );
  assert.equal(iso(at), "2026-11-22T03:04:00.000Z");
  assert.ok(texts.some((text) => text.includes("DynamoDB is throttling (ledger)")));
});

test("rubbish is refused in one line that a person can read", () => {
  for (const rubbish of [
    null,
    3,
    "text",
    [],
    {},
    { incident: {} },
    { incident: { id: "" } },
    { incident: { id: "Q" }, alerts: 7 },
  ]) {
    assert.throws(
      () => parseAlert(rubbish),
      (error) =>
        error instanceof Fault && error.code === "unreadable" && /^not an incident .+[^\n]$/.test(error.message),
      JSON.stringify(rubbish),
    );
  }
});

test("no body, however strange, stops the alert from being read", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (body) => {
      assert.equal(parseAlert({ incident: { id: "Q" }, alerts: [{ body }] }).incident.id, "Q");
    }),
  );
});

test("an alarm is found behind hundreds of fields that say nothing", () => {
  const noise = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`tag${i}`, i]));
  assert.equal(alertWith({ details: { ...noise, inner: { Message: JSON.stringify(NOTIFICATION) } } }).alarms.length, 1);
});

function alertWith(body: unknown): Alert {
  return parseAlert({ incident: { id: "Q1", created_at: "2026-11-22T02:32:00Z" }, alerts: [{ body }] });
}
