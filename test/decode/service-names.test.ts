import assert from "node:assert/strict";
import { test } from "node:test";
import type { Json } from "../../src/json.ts";
import { SERVICES } from "../../src/services/table.ts";
import type { ServiceName, Span } from "../../src/span.ts";
import { xraySegment } from "../stitch/xray-segment.ts";
import { decoded } from "./decoded.ts";
import { spansIn } from "./trace-chunk.ts";
import { xrayChunk } from "./xray-chunk.ts";

/** What SDKs and their instrumentations call a service: JavaScript's client, Python's service id and endpoint, Java's two. */
const CALLED: Readonly<Partial<Record<ServiceName, readonly string[]>>> = {
  apigateway: ["ApiGatewayManagementApi", "execute-api"],
  cognito: ["CognitoIdentityProvider", "Cognito Identity Provider", "cognito-idp", "AWSCognitoIdentityProvider"],
  dynamodb: ["DynamoDB", "dynamodb", "DynamoDb", "AmazonDynamoDBv2", "AWS::DynamoDB", "aws.dynamodb"],
  eventbridge: [
    "EventBridge",
    "events",
    "AmazonEventBridge",
    "AmazonCloudWatchEvents",
    "AWS::EventBridge",
    "AWS::Events",
  ],
  firehose: ["Firehose", "firehose", "AmazonKinesisFirehose", "AWS::Firehose", "AWS::KinesisFirehose"],
  iot: ["IoTDataPlane", "IoT Data Plane", "iotdata", "AWSIotData", "data-ats.iot"],
  kinesis: ["Kinesis", "kinesis", "AmazonKinesis", "AWS::Kinesis"],
  lambda: ["Lambda", "lambda", "AWSLambda", "AWS::Lambda"],
  s3: ["S3", "s3", "Amazon S3", "AWS::S3"],
  scheduler: ["Scheduler", "scheduler", "AWS::Scheduler"],
  ses: ["SES", "SESv2", "SesV2", "email", "AmazonSimpleEmailService", "AmazonSimpleEmailServiceV2", "AWS::SES"],
  sns: ["SNS", "sns", "AmazonSNS", "AWS::SNS", "aws.sns"],
  sqs: ["SQS", "sqs", "AmazonSQS", "AWS::SQS", "aws_sqs"],
  stepfunctions: ["SFN", "StepFunctions", "states", "AWSStepFunctions", "AWS::StepFunctions"],
};

for (const [service, names] of Object.entries(CALLED)) {
  test(`a call to ${service} is known under each of its names, to whoever recorded it`, () => {
    for (const name of names) {
      const [, called] = decoded(xrayChunk(within(name))).spans;
      assert.equal(called?.service, service, `X-Ray: ${name}`);
      for (const attribute of ["rpc.service", "aws.remote.service"])
        assert.equal(
          otelCall({ "rpc.system": "aws-api", [attribute]: name })?.service,
          service,
          `${attribute}: ${name}`,
        );
      assert.equal(otelCall({ "rpc.method": `${name.replaceAll(/[.\s]/g, "")}/Put` })?.service, service, name);
    }
  });
}

const RECORDED: readonly (readonly [origin: string, service: ServiceName])[] = [
  ["AWS::ApiGateway::Stage", "apigateway"],
  ["AWS::AppSync::GraphQLAPI", "appsync"],
  ["AWS::DynamoDB::Table", "dynamodb"],
  ["AWS::Events", "eventbridge"],
  ["AWS::KinesisFirehose::DeliveryStream", "firehose"],
  ["AWS::Kinesis::Stream", "kinesis"],
  ["AWS::Lambda", "lambda"],
  ["AWS::Lambda::Function", "lambda"],
  ["AWS::S3::Bucket", "s3"],
  ["AWS::Scheduler::Schedule", "scheduler"],
  ["AWS::SES", "ses"],
  ["AWS::SNS", "sns"],
  ["AWS::SQS::Queue", "sqs"],
  ["AWS::StepFunctions::StateMachine", "stepfunctions"],
  ["AWS::ECS::Container", "service"],
  ["AWS::Rekognition", "other"],
];

for (const [origin, service] of RECORDED) {
  test(`a segment that ${origin} recorded, or that was inferred of it, is ${service}`, () => {
    const segment = xraySegment({ id: "00000000000000a1", name: "rides", origin, start: 1, more: { inferred: true } });
    assert.equal(decoded(xrayChunk(segment)).spans[0]?.service, service);
  });
}

test("each service that records segments or is called by SDKs has names for X-Ray and OpenTelemetry", () => {
  const nameless = SERVICES.filter(({ operations, xray }) => operations.size > 0 && xray === undefined);
  assert.deepEqual(
    nameless.map(({ title }) => title),
    [],
  );
});

test("a service of our own that is called like one of Amazon's is our own", () => {
  for (const name of ["email", "scheduler", "events"])
    assert.equal(otelCall({ "rpc.system": "grpc", "rpc.service": name, "rpc.method": "Put" })?.service, "service");
});

test("the resource of a call is the one that its attributes name", () => {
  for (const [service, attributes, resource] of [
    ["Firehose", { "aws.firehose.delivery_stream.name": "rides-to-lake" }, "rides-to-lake"],
    ["Firehose", { "aws.remote.resource.identifier": "rides-to-lake" }, "rides-to-lake"],
    ["EventBridge", { "aws.eventbridge.bus.name": "rides" }, "rides"],
    ["Scheduler", { "aws.remote.resource.identifier": "nightly" }, "nightly"],
  ] as const)
    assert.equal(otelCall({ "rpc.service": service, ...attributes })?.resource, resource);
});

function within(name: string): ReturnType<typeof xraySegment> {
  const call = { id: "00000000000000c1", name, namespace: "aws", start_time: 1, end_time: 2 };
  const more = { subsegments: [call] };
  return xraySegment({ id: "00000000000000a1", name: "f", origin: "AWS::Lambda::Function", start: 1, more });
}

function otelCall(attributes: Record<string, Json>): Span | undefined {
  return spansIn({
    traceId: "5759e988bd862e3fe1be46a994272793",
    spanId: "00000000000000c1",
    name: "call",
    kind: "CLIENT",
    startTimeUnixNano: "1763778665000000000",
    endTimeUnixNano: "1763778665100000000",
    attributes,
  })[0];
}
