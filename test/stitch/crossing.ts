import type { Json, JsonObject } from "../../src/json.ts";
import type { Transaction } from "../../src/transaction.ts";
import type { LoggedStream } from "../decode/log-chunk.ts";
import { ANSWERS, MESSAGE_SID, REQUESTS, STRIPE_REQUEST } from "../services/calls-and-answers.ts";
import { eventbridgeEvent } from "../services/eventbridge-event.ts";
import {
  AT,
  albEvent,
  appsyncEvent,
  arn,
  batchRecord,
  bounce,
  deadLetterEvent,
  destinationRecord,
  durableEvent,
  FAILED_INVOCATION,
  firehoseEvent,
  functionUrlEvent,
  kafkaEvent,
  kinesisEvent,
  restEvent,
  SEQUENCE,
  s3Event,
  s3ThroughBus,
  TRACE,
  taskInput,
} from "../services/handed-events.ts";
import { httpApiEvent } from "../services/http-api-event.ts";
import { snsNotification } from "../services/sns-notification.ts";
import { sqsEvent } from "../services/sqs-event.ts";
import { functionLog } from "./function-log.ts";
import { uuid } from "./uuid.ts";

/** One row of what is known about how a request crosses a service: who hands over, who gets it, what is in between. */
export interface Crossing {
  readonly what: string;
  /** What the function that hands over logs. */
  readonly sends: readonly string[];
  readonly receives: JsonObject;
  /** The hops from the sender to the receiver, and the certainty of the first link that joins the two sides. */
  readonly through: readonly string[];
  readonly certainty?: "trace";
  /** The id by which both sides are joined. */
  readonly id: string;
  readonly traced?: boolean;
  /** The request id of the sender, where it is this that is handed on. */
  readonly sender?: string;
}

const META = { httpStatusCode: 200, requestId: uuid("call"), attempts: 1 };
const call = (name: string, input: Json, output: JsonObject): string[] => [
  `INFO\t${name} ${JSON.stringify(input)}`,
  `INFO\t${name} done ${JSON.stringify({ $metadata: META, ...output })}`,
];
const M = uuid("message");
const T = uuid("notification");
const E = uuid("event");
const QUEUE = "https://sqs.eu-central-1.amazonaws.com/123456789012/orders";
const TOPIC = "arn:aws:sns:eu-central-1:123456789012:ride-requested";
const SEND = call(
  "SendMessage",
  { QueueUrl: QUEUE, MessageBody: "{}" },
  { MessageId: M, MD5OfMessageBody: "0", SequenceNumber: "18849496460467696128" },
);
const PUBLISH = call("Publish", { TopicArn: TOPIC, Message: "{}" }, { MessageId: T });
const PUT_EVENTS = call(
  "PutEvents",
  { Entries: [{ EventBusName: "rides", Source: "rides", DetailType: "Ride", Detail: "{}" }] },
  { FailedEntryCount: 0, Entries: [{ EventId: E }] },
);
const START = call(
  "StartExecution",
  REQUESTS["a request to Step Functions"] ?? {},
  ANSWERS["an answer of Step Functions"] ?? {},
);
const PUT_OBJECT = call("PutObject", REQUESTS["a request to S3"] ?? {}, ANSWERS["an answer of S3"] ?? {});
const PUT_RECORD = call(
  "PutRecord",
  { StreamName: "rides", Data: "x", PartitionKey: "r" },
  { SequenceNumber: SEQUENCE, ShardId: "shardId-0" },
);

const notification = (message: string): JsonObject =>
  snsNotification({ messageId: T, topic: "ride-requested", message, at: AT + 20 });
const queued = (body: JsonObject | string, trace?: string): JsonObject =>
  sqsEvent("orders", [
    {
      messageId: M,
      body: typeof body === "string" ? body : JSON.stringify(body),
      sentAt: AT + 30,
      ...(trace === undefined ? {} : { trace }),
    },
  ]);
const busEvent = eventbridgeEvent({ id: E, detailType: "Ride", detail: { rideId: "r-1" }, at: AT + 1000 });
const moved = (event: JsonObject): JsonObject =>
  JSON.parse(
    JSON.stringify(event)
      .replace('"attributes":{', `"attributes":{"DeadLetterQueueSourceArn":"${arn("sqs", "orders")}",`)
      .replace(':orders","awsRegion', ':orders-dlq","awsRegion'),
  );
const http = (url: string, status: number, headers: JsonObject, data: JsonObject = {}): string[] => [
  `INFO\trequest ${JSON.stringify({ method: "POST", url })}`,
  `INFO\tresponse ${JSON.stringify({ status, headers, data })}`,
];

/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html and what third parties document of their webhooks. */
export const CROSSINGS: readonly Crossing[] = [
  {
    what: "a call over HTTP to a REST API",
    sends: http("https://abcdef1234.execute-api.eu-central-1.amazonaws.com/prod/rides/r-1", 200, {
      "x-amz-apigw-id": "TWegAcC4EowCHnA=",
    }),
    receives: restEvent(),
    through: ["http", "apigateway"],
    id: "TWegAcC4EowCHnA=",
  },
  {
    what: "a call over HTTP to an HTTP API",
    sends: http("https://api.example.com/checkout", 200, { "apigw-requestid": "JKJaXmPLvHcESHA=" }),
    receives: httpApiEvent({ requestId: "JKJaXmPLvHcESHA=", at: AT + 30 }),
    through: ["http", "apigateway"],
    id: "JKJaXmPLvHcESHA=",
  },
  {
    what: "a call over HTTP to a function URL",
    sends: http("https://xyz.lambda-url.eu-central-1.on.aws/", 200, {
      "x-amzn-requestid": "a4b9c0de-1111-4222-8333-444455556666",
    }),
    receives: functionUrlEvent(),
    through: ["http", "function-url"],
    id: "a4b9c0de-1111-4222-8333-444455556666",
  },
  {
    what: "a call over HTTP to AppSync",
    sends: http("https://abc123def456.appsync-api.eu-central-1.amazonaws.com/graphql", 200, {
      "x-amzn-requestid": "f4081827-1111-4444-8555-5cf4695f339f",
    }),
    receives: appsyncEvent(null),
    through: ["http", "appsync"],
    id: "f4081827-1111-4444-8555-5cf4695f339f",
  },
  {
    what: "a load balancer, by the trace alone",
    sends: [],
    receives: albEvent(),
    through: ["alb"],
    certainty: "trace",
    id: TRACE,
    traced: true,
  },
  { what: "a queue", sends: SEND, receives: queued("{}"), through: ["sqs"], id: M },
  {
    what: "a queue and its dead-letter queue",
    sends: SEND,
    receives: moved(queued("{}")),
    through: ["sqs", "sqs"],
    id: M,
  },
  {
    what: "a topic",
    sends: PUBLISH,
    receives: { Records: [{ EventSource: "aws:sns", Sns: notification("{}") }] },
    through: ["sns"],
    id: T,
  },
  { what: "a topic and a queue", sends: PUBLISH, receives: queued(notification("{}")), through: ["sns", "sqs"], id: T },
  {
    what: "a topic that delivers raw into a queue, by the trace alone",
    sends: PUBLISH,
    receives: queued("{}", TRACE),
    through: ["sqs"],
    certainty: "trace",
    id: TRACE,
    traced: true,
  },
  { what: "a bus", sends: PUT_EVENTS, receives: busEvent, through: ["eventbridge"], id: E },
  { what: "a bus and a queue", sends: PUT_EVENTS, receives: queued(busEvent), through: ["eventbridge", "sqs"], id: E },
  {
    what: "a bus, a topic and a queue",
    sends: PUT_EVENTS,
    receives: queued(notification(JSON.stringify(busEvent))),
    through: ["eventbridge", "sns", "sqs"],
    id: E,
  },
  { what: "a bucket", sends: PUT_OBJECT, receives: s3Event(), through: ["s3"], id: "YDKQ6R6WNPJ6KM8S" },
  {
    what: "a bucket and a queue",
    sends: PUT_OBJECT,
    receives: queued(s3Event()),
    through: ["s3", "sqs"],
    id: "YDKQ6R6WNPJ6KM8S",
  },
  {
    what: "a bucket and a topic",
    sends: PUT_OBJECT,
    receives: { Records: [{ EventSource: "aws:sns", Sns: notification(JSON.stringify(s3Event())) }] },
    through: ["s3", "sns"],
    id: "YDKQ6R6WNPJ6KM8S",
  },
  {
    what: "a bucket and a bus",
    sends: PUT_OBJECT,
    receives: s3ThroughBus(),
    through: ["s3", "eventbridge"],
    id: "YDKQ6R6WNPJ6KM8S",
  },
  { what: "a stream", sends: PUT_RECORD, receives: kinesisEvent(), through: ["kinesis"], id: SEQUENCE },
  {
    what: "a stream that Firehose reads",
    sends: PUT_RECORD,
    receives: firehoseEvent(),
    through: ["kinesis", "firehose"],
    id: SEQUENCE,
  },
  {
    what: "Kafka",
    sends: [
      `INFO\tsend ${JSON.stringify(REQUESTS["a request to Kafka"])}`,
      `INFO\tacknowledged ${JSON.stringify([ANSWERS["an answer of Kafka"]])}`,
    ],
    receives: kafkaEvent([]),
    through: ["kafka"],
    id: '"offset":17',
  },
  {
    what: "a workflow that hands on its execution",
    sends: START,
    receives: taskInput(),
    through: ["stepfunctions"],
    id: "order-17",
  },
  {
    what: "a durable execution",
    sends: call("Invoke", { FunctionName: "onboard", InvocationType: "Event" }, ANSWERS["an answer of Lambda"] ?? {}),
    receives: durableEvent(),
    through: ["lambda"],
    id: "de1cf8e1-94bc-4af4-a0f9-c4f9c20919ab",
  },
  {
    what: "mail and what became of it",
    sends: call("SendEmail", REQUESTS["a request to SES"] ?? {}, ANSWERS["an answer of SES"] ?? {}),
    receives: { Records: [{ EventSource: "aws:sns", Sns: notification(JSON.stringify(bounce())) }] },
    through: ["ses", "sns"],
    id: "2b725b8d-1a51-46ac-9100-04ab8674a75a",
  },
  {
    what: "a destination that is a function",
    sends: [],
    receives: destinationRecord(),
    through: [],
    id: FAILED_INVOCATION,
    sender: FAILED_INVOCATION,
  },
  {
    what: "a destination behind a queue",
    sends: [],
    receives: queued(destinationRecord()),
    through: ["sqs"],
    id: FAILED_INVOCATION,
    sender: FAILED_INVOCATION,
  },
  {
    what: "a destination behind a topic",
    sends: [],
    receives: { Records: [{ EventSource: "aws:sns", Sns: notification(JSON.stringify(destinationRecord())) }] },
    through: ["sns"],
    id: FAILED_INVOCATION,
    sender: FAILED_INVOCATION,
  },
  {
    what: "a destination behind a bus",
    sends: [],
    receives: {
      ...busEvent,
      "detail-type": "Lambda Function Invocation Result - Failure",
      source: "lambda",
      detail: destinationRecord(),
    },
    through: ["eventbridge"],
    id: FAILED_INVOCATION,
    sender: FAILED_INVOCATION,
  },
  {
    what: "a dead-letter queue of asynchronous invocations",
    sends: [],
    receives: deadLetterEvent(),
    through: ["sqs"],
    id: FAILED_INVOCATION,
    sender: FAILED_INVOCATION,
  },
  {
    what: "a batch that the poller of a stream gave up",
    sends: [`INFO\tEVENT ${JSON.stringify(kinesisEvent())}`],
    receives: queued(batchRecord("KinesisBatchInfo")),
    through: ["sqs"],
    id: FAILED_INVOCATION,
    sender: FAILED_INVOCATION,
  },
  {
    what: "Stripe and its webhook",
    sends: http("https://api.stripe.com/v1/charges", 200, { "request-id": STRIPE_REQUEST }),
    receives: {
      ...httpApiEvent({ requestId: "JKJaXmPLvHcESHB=", at: AT + 300 }),
      headers: { "stripe-signature": "t=1,v1=x" },
      body: JSON.stringify({ object: "event", request: { id: STRIPE_REQUEST } }),
    },
    through: ["http", "apigateway"],
    id: STRIPE_REQUEST,
  },
  {
    what: "Twilio and its callback",
    sends: http("https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json", 201, {}, { sid: MESSAGE_SID }),
    receives: {
      ...httpApiEvent({ requestId: "JKJaXmPLvHcESHC=", at: AT + 300 }),
      headers: { "x-twilio-signature": "x" },
      body: `MessageSid=${MESSAGE_SID}&MessageStatus=delivered`,
    },
    through: ["http", "apigateway"],
    id: MESSAGE_SID,
  },
];

/** The sender's lines. */
export function sender({ sends, sender: id = uuid("sender"), traced }: Crossing): LoggedStream {
  const lines =
    traced === true
      ? [...sends, `|${JSON.stringify({ function_request_id: id, xray_trace_id: TRACE, message: "handed over" })}`]
      : sends;
  return functionLog({ name: "sender", requestId: id, at: AT, lines });
}

/** The receiver's lines, with the event as it got it. */
export function receiver({ receives }: Crossing): LoggedStream {
  return functionLog({
    name: "receiver",
    requestId: uuid("receiver"),
    at: AT + 2000,
    lines: [`INFO\tEVENT ${JSON.stringify(receives)}`],
  });
}

/** The way from the sender to the receiver, as the services of the hops between them; null where there is none. */
export function wayOf(
  transactions: readonly Transaction[],
): { readonly through: string[]; readonly certainties: string[] } | null {
  for (const { hops, links } of transactions) {
    const from = hops.findIndex(({ resource, service }) => service === "lambda" && resource === "sender");
    let place = hops.findIndex(({ resource, service }) => service === "lambda" && resource === "receiver");
    if (from === -1 || place === -1) continue;
    const through: string[] = [];
    const certainties: string[] = [];
    for (let left = hops.length; left > 0 && place !== from; left--) {
      const link = links.find(({ child }) => child === place);
      if (link === undefined) return null;
      certainties.unshift(link.certainty);
      place = link.parent;
      if (place !== from) through.unshift(hops[place]?.service ?? "?");
    }
    return { through, certainties };
  }
  return null;
}
