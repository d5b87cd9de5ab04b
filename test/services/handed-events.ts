import { gzipSync } from "node:zlib";
import { arrayAt, type JsonObject } from "../../src/json.ts";
import { eventbridgeEvent } from "./eventbridge-event.ts";
import { httpApiEvent } from "./http-api-event.ts";
import { snsNotification } from "./sns-notification.ts";
import { sqsEvent } from "./sqs-event.ts";

/** 2026-11-22T02:31:05.150Z */
export const AT = 1795314665150;
export const TRACE = "1-6b024ca0-bd862e3fe1be46a994272793";
export const ACCOUNT = "123456789012";
export const REGION = "eu-central-1";
export const TRACED = { "x-amzn-trace-id": `Root=${TRACE};Parent=53995c3f42cd8ad8;Sampled=0` };

const base64 = (text: string): string => Buffer.from(text).toString("base64");

export function arn(service: string, resource: string): string {
  return `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
}

export function albEvent(headers: JsonObject = {}): JsonObject {
  return {
    requestContext: { elb: { targetGroupArn: arn("elasticloadbalancing", "targetgroup/rides/73e2d6bc24d8a067") } },
    httpMethod: "POST",
    path: "/rides",
    queryStringParameters: {},
    headers: { ...TRACED, "user-agent": "okhttp/4", "x-forwarded-for": "203.0.113.7, 10.0.0.1", ...headers },
    body: "",
    isBase64Encoded: false,
  };
}

/** A request to a REST API. */
export function restEvent(context: JsonObject = {}): JsonObject {
  return {
    resource: "/rides/{rideId}",
    path: "/rides/r-1",
    httpMethod: "PUT",
    headers: { "X-Amzn-Trace-Id": `Root=${TRACE}` },
    requestContext: {
      accountId: ACCOUNT,
      apiId: "abcdef1234",
      resourcePath: "/rides/{rideId}",
      requestId: "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
      extendedRequestId: "TWegAcC4EowCHnA=",
      requestTimeEpoch: AT,
      domainName: `abcdef1234.execute-api.${REGION}.amazonaws.com`,
      identity: { sourceIp: "203.0.113.7", userAgent: "Mozilla/5.0" },
      ...context,
    },
    body: "{}",
  };
}

export function tokenEvent(): JsonObject {
  return {
    type: "TOKEN",
    authorizationToken: "Bearer secret",
    methodArn: arn("execute-api", "abcdef1234/prod/GET/rides/r-1"),
  };
}

export function websocketEvent(context: JsonObject = {}): JsonObject {
  return {
    requestContext: {
      routeKey: "$default",
      messageId: "R1knPc2ntjMCFIA=",
      eventType: "MESSAGE",
      requestId: "R1knPH17NjMFftw=",
      extendedRequestId: "R1knPH17NjMFftw=",
      connectionId: "R1kmxc2VNjMCFIA=",
      apiId: "gy415nuibc",
      domainName: `gy415nuibc.execute-api.${REGION}.amazonaws.com`,
      requestTimeEpoch: AT,
      identity: { userAgent: "Mozilla/5.0", sourceIp: "203.0.113.7" },
      ...context,
    },
    body: '{"action":"ride"}',
    isBase64Encoded: false,
  };
}

export function functionUrlEvent(authorizer: JsonObject = {}): JsonObject {
  const event = httpApiEvent({
    requestId: "a4b9c0de-1111-4222-8333-444455556666",
    at: AT,
    routeKey: "$default",
    trace: TRACE,
  });
  const { requestContext } = event;
  const domain = { domainName: `xyz.lambda-url.${REGION}.on.aws`, apiId: "xyz", authorizer };
  return { ...event, requestContext: Object.assign({}, requestContext, domain) };
}

/** What a resolver's function gets. */
export function appsyncEvent(identity: JsonObject | null): JsonObject {
  return {
    arguments: { rideId: "r-1" },
    identity,
    source: null,
    request: {
      headers: {
        host: `abc123def456.appsync-api.${REGION}.amazonaws.com`,
        "x-amzn-requestid": "f4081827-1111-4444-8555-5cf4695f339f",
        "x-forwarded-for": "203.0.113.7",
        ...TRACED,
      },
      domainName: null,
    },
    prev: null,
    info: { fieldName: "ride", parentTypeName: "Query", variables: {}, selectionSetList: ["id"] },
    stash: {},
  };
}

export const SEQUENCE = "49590338271490256608559692538361571095921575989136588898";
export const SEQUENCE_2 = "49590338271490256608559692538362780021741190618311294914";

export function kinesisEvent(data: string = '{"rideId":"r-1"}', sequences: readonly string[] = [SEQUENCE]): JsonObject {
  return {
    Records: sequences.map((sequenceNumber) => ({
      kinesis: {
        kinesisSchemaVersion: "1.0",
        partitionKey: "r-1",
        sequenceNumber,
        data: base64(data),
        approximateArrivalTimestamp: AT / 1000,
      },
      eventSource: "aws:kinesis",
      eventID: `shardId-000000000006:${sequenceNumber}`,
      eventName: "aws:kinesis:record",
      awsRegion: REGION,
      eventSourceARN: arn("kinesis", "stream/rides"),
    })),
  };
}

export function firehoseEvent(): JsonObject {
  return {
    invocationId: "invoked123",
    deliveryStreamArn: arn("firehose", "deliverystream/rides-to-lake"),
    region: REGION,
    records: [
      {
        recordId: "49578734086442259037497492980620233840400173390482112514000000",
        approximateArrivalTimestamp: AT,
        data: base64("hello"),
        kinesisRecordMetadata: { sequenceNumber: SEQUENCE, shardId: "shardId-000000000000", partitionKey: "r-1" },
      },
      { recordId: "49578734086442259037497492980620233840400173390482112514000001", data: base64("direct") },
    ],
  };
}

const TRACEPARENT = "00-6b024ca0bd862e3fe1be46a994272793-b7ad6b7169203331-01";

export function kafkaEvent(header: JsonObject[string] = [...Buffer.from(TRACEPARENT)]): JsonObject {
  return {
    eventSource: "aws:kafka",
    eventSourceArn: arn("kafka", "cluster/rides/e9f754c6-d29a-4430-a7db-958a19fd2c54-4"),
    records: {
      "rides-0": [
        {
          topic: "rides",
          partition: 0,
          offset: 17,
          timestamp: AT,
          timestampType: "CREATE_TIME",
          value: base64('{"rideId":"r-1"}'),
          headers: [{ source: [-61, -92] }, { traceparent: header }],
        },
      ],
    },
  };
}

export function streamEvent(change: JsonObject = {}): JsonObject {
  return {
    Records: [
      {
        eventID: "7de3041dd709b024af6f29e4fa13d34c",
        eventName: "INSERT",
        eventVersion: "1.1",
        eventSource: "aws:dynamodb",
        awsRegion: REGION,
        dynamodb: {
          ApproximateCreationDateTime: Math.floor(AT / 1000),
          Keys: { rideId: { S: "r-1" } },
          NewImage: { rideId: { S: "r-1" }, fare: { N: "12" } },
          SequenceNumber: "405400000000002063282832",
          SizeBytes: 26,
          StreamViewType: "NEW_AND_OLD_IMAGES",
        },
        eventSourceARN: arn("dynamodb", "table/rides/stream/2026-11-01T00:00:00.000"),
        ...change,
      },
    ],
  };
}

export const S3_REQUEST = "YDKQ6R6WNPJ6KM8S";

export function s3Event(eventName = "ObjectCreated:Put"): JsonObject {
  return {
    Records: [
      {
        eventVersion: "2.1",
        eventSource: "aws:s3",
        awsRegion: REGION,
        eventTime: new Date(AT).toISOString(),
        eventName,
        userIdentity: { principalId: "AWS:AROAEXAMPLE:rides" },
        responseElements: { "x-amz-request-id": S3_REQUEST, "x-amz-id-2": "x" },
        s3: {
          bucket: { name: "exports" },
          object: { key: "rides/r+1.json", eTag: "0123456789abcdef0123456789abcdef" },
        },
      },
    ],
  };
}

/** The same through a bus. */
export function s3ThroughBus(): JsonObject {
  const detail = {
    version: "0",
    bucket: { name: "exports" },
    object: { key: "rides/r 1.json", etag: "0123456789abcdef0123456789abcdef" },
    "request-id": S3_REQUEST,
    reason: "PutObject",
  };
  const id = "17793124-05d4-b198-2fde-7ededc63b103";
  return { ...eventbridgeEvent({ id, detailType: "Object Created", detail, at: AT }), source: "aws.s3" };
}

export function objectLambdaEvent(): JsonObject {
  return {
    xAmzRequestId: "1a5ed718-5f53-471d-b6fe-5cf62d88d02a",
    getObjectContext: { inputS3Url: "https://x", outputRoute: "io-use1-001", outputToken: "t" },
    configuration: { accessPointArn: arn("s3-object-lambda", "accesspoint/masked"), payload: "{}" },
    userRequest: { url: "https://masked/x", headers: { "User-Agent": "aws-cli/2" } },
    userIdentity: { type: "IAMUser", arn: "arn:aws:iam::123456789012:user/reports" },
    protocolVersion: "1.00",
  };
}

export function batchJobEvent(): JsonObject {
  return {
    invocationSchemaVersion: "1.0",
    invocationId: "YXNkbGZq",
    job: { id: "f3cc4f60-61f6-4a2b-8a21-d07600c373ce" },
    tasks: [
      { taskId: "dGFza2lk", s3Key: "a.jpg", s3VersionId: "1", s3BucketArn: "arn:aws:s3:::exports" },
      { taskId: "dGFza2ll", s3Key: "b.jpg", s3VersionId: null, s3Bucket: "exports" },
    ],
  };
}

export const FAILED_INVOCATION = "de1cf8e1-94bc-4af4-a0f9-c4f9c20919aa";

/** What an asynchronous invocation leaves at its destination. */
export function destinationRecord(requestPayload: JsonObject = { order: 1 }): JsonObject {
  return {
    version: "1.0",
    timestamp: new Date(AT).toISOString(),
    requestContext: {
      requestId: FAILED_INVOCATION,
      functionArn: arn("lambda", "function:charge:$LATEST"),
      condition: "RetriesExhausted",
      approximateInvokeCount: 3,
    },
    requestPayload,
    responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
    responsePayload: { errorType: "CardDeclined", errorMessage: "declined", stackTrace: ["  File a.py, line 1"] },
  };
}

/** What a poller leaves of a batch that it gave up. */
export function batchRecord(name: "KinesisBatchInfo" | "DDBStreamBatchInfo"): JsonObject {
  const { requestPayload: _, responsePayload: __, ...record } = destinationRecord();
  const [start, end, stream] =
    name === "KinesisBatchInfo"
      ? [SEQUENCE, SEQUENCE_2, arn("kinesis", "stream/rides")]
      : [
          "405400000000002063282832",
          "405400000000002063282833",
          arn("dynamodb", "table/rides/stream/2026-11-01T00:00:00.000"),
        ];
  return {
    ...record,
    [name]: {
      shardId: "shardId-000000000001",
      startSequenceNumber: start,
      endSequenceNumber: end,
      approximateArrivalOfFirstRecord: new Date(AT).toISOString(),
      approximateArrivalOfLastRecord: new Date(AT).toISOString(),
      batchSize: 2,
      streamArn: stream,
    },
  };
}

/** A message that an asynchronous invocation left in its dead-letter queue: the body is the event that it failed on. */
export function deadLetterEvent(body: JsonObject = { order: 1 }): JsonObject {
  const event = sqsEvent("charge-dlq", [
    { messageId: "059f36b4-87a3-44ab-83d2-661975830a7d", body: JSON.stringify(body), sentAt: AT },
  ]);
  const [record] = arrayAt(event, "Records");
  const messageAttributes = {
    RequestID: { stringValue: FAILED_INVOCATION, dataType: "String" },
    ErrorCode: { stringValue: "200", dataType: "Number" },
    ErrorMessage: { stringValue: "declined", dataType: "String" },
  };
  return { Records: [Object.assign({}, record, { messageAttributes })] };
}

export const MAIL = "010701f7b2662d88-2b725b8d-1a51-46ac-9100-04ab8674a75a-000000";

export function bounce(): JsonObject {
  return {
    notificationType: "Bounce",
    mail: {
      timestamp: new Date(AT).toISOString(),
      source: "noreply@example.com",
      messageId: MAIL,
      sendingAccountId: ACCOUNT,
    },
    bounce: { bounceType: "Permanent" },
  };
}

export function incomingMail(): JsonObject {
  const mail = {
    timestamp: new Date(AT).toISOString(),
    source: "someone@example.org",
    messageId: "d6iitobk75ur44p8kdnnp7g2n800",
  };
  return { Records: [{ eventVersion: "1.0", eventSource: "aws:ses", ses: { receipt: {}, mail } }] };
}

export function cognitoEvent(attributes: JsonObject = { sub: "a36036a8-9061-424d-a737-56d57dae7bc6" }): JsonObject {
  return {
    version: "1",
    triggerSource: "PreSignUp_SignUp",
    region: REGION,
    userPoolId: `${REGION}_Pool`,
    userName: "ada",
    callerContext: { awsSdkVersion: "3", clientId: "app" },
    request: { userAttributes: attributes },
    response: {},
  };
}

export function iotConnection(username: string | null): JsonObject {
  return {
    token: "t",
    signatureVerified: true,
    protocols: ["tls", "mqtt"],
    protocolData: { mqtt: { clientId: "scooter-7", ...(username === null ? {} : { username }) } },
    connectionMetadata: { id: "e56f08c3-c559-490f-aa9f-7e8427d0f57b" },
  };
}

export function scheduledEvent(): JsonObject {
  return {
    "detail-type": "Scheduled Event",
    source: "aws.events",
    id: "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa",
    account: ACCOUNT,
    region: REGION,
    time: "2026-11-22T02:31:00Z",
    resources: [arn("events", "rule/nightly")],
    detail: {},
  };
}

export function schedulerInput(): JsonObject {
  return {
    schedule: arn("scheduler", "schedule/default/close-rides"),
    executionId: "d32c5kddcf5bb8c3",
    scheduledTime: "2026-11-22T02:31:00Z",
    attempt: "1",
  };
}

export const EXECUTION = arn("states", "execution:checkout:order-17");

export function taskInput(): JsonObject {
  return { executionId: EXECUTION, input: { order: 17 } };
}

export const DURABLE = `${arn("lambda", "function:onboard:3")}/durable-execution/order-17/de1cf8e1-94bc-4af4-a0f9-c4f9c20919ab`;

export function durableEvent(): JsonObject {
  const started = { Id: "0", Type: "EXECUTION", Status: "STARTED", ExecutionDetails: { InputPayload: '{"order":17}' } };
  return { DurableExecutionArn: DURABLE, CheckpointToken: "t", InitialExecutionState: { Operations: [started] } };
}

export function latticeEvent(identity: JsonObject = {}): JsonObject {
  return {
    version: "2.0",
    method: "GET",
    path: "/fares?city=berlin",
    headers: { "x-amzn-trace-id": [`Root=${TRACE}`], "user-agent": ["node"], "x-forwarded-for": ["10.0.0.9"] },
    requestContext: {
      serviceNetworkArn: arn("vpc-lattice", "servicenetwork/sn-0bf3f2882e9cc805a"),
      serviceArn: arn("vpc-lattice", "service/svc-0a40eebed65f8d69c"),
      identity: { type: "AWS_IAM", principal: "arn:aws:sts::123456789012:assumed-role/rides/x", ...identity },
      region: REGION,
      timeEpoch: String(AT * 1000),
    },
  };
}

export function rotationStep(Step = "createSecret"): JsonObject {
  return {
    Step,
    SecretId: arn("secretsmanager", "secret:payments/stripe-AbC123"),
    ClientRequestToken: "1ab23456-cde7-4912-84f0-56178190c120",
  };
}

export function subscriptionEvent(told: JsonObject = {}): JsonObject {
  const data = {
    messageType: "DATA_MESSAGE",
    owner: ACCOUNT,
    logGroup: "/aws/lambda/rides",
    logStream: "s",
    subscriptionFilters: ["all"],
    logEvents: [{ id: "37777777777777777777777777777777777777777777777777777777", timestamp: AT, message: "hello" }],
    ...told,
  };
  return { awslogs: { data: gzipSync(JSON.stringify(data)).toString("base64") } };
}

export function alarmEvent(): JsonObject {
  return {
    source: "aws.cloudwatch",
    alarmArn: arn("cloudwatch", "alarm:orders-age"),
    accountId: ACCOUNT,
    time: "2026-11-22T02:31:05.150+0000",
    region: REGION,
    alarmData: { alarmName: "orders-age", state: { value: "ALARM" } },
  };
}

/** One event of each sort, by what a person calls it. */
export const EVENTS: Readonly<Record<string, JsonObject>> = {
  "a load balancer": albEvent(),
  "a REST API": restEvent(),
  "an HTTP API": httpApiEvent({ requestId: "JKJaXmPLvHcESHA=", at: AT, sub: "user-1", trace: TRACE }),
  "an authorizer's token": tokenEvent(),
  "a socket": websocketEvent(),
  "a function URL": functionUrlEvent(),
  AppSync: appsyncEvent({ sub: "user-1" }),
  Kinesis: kinesisEvent(),
  Firehose: firehoseEvent(),
  Kafka: kafkaEvent(),
  "a table's stream": streamEvent(),
  S3: s3Event(),
  "S3 through a bus": s3ThroughBus(),
  "S3 Object Lambda": objectLambdaEvent(),
  "an S3 batch job": batchJobEvent(),
  "a destination": destinationRecord(),
  "a given-up batch of Kinesis": batchRecord("KinesisBatchInfo"),
  "a given-up batch of a table": batchRecord("DDBStreamBatchInfo"),
  "a dead letter": deadLetterEvent(),
  "a queue": sqsEvent("orders", [{ messageId: "059f36b4-87a3-44ab-83d2-661975830a7d", body: "{}", sentAt: AT }]),
  "a topic": snsNotification({
    messageId: "de1cf8e1-94bc-4af4-a0f9-c4f9c20919aa",
    topic: "rides",
    message: "{}",
    at: AT,
  }),
  "a bus": eventbridgeEvent({ id: "17793124-05d4-4198-8fde-7ededc63b103", detailType: "Ride", detail: {}, at: AT }),
  "a bounce": bounce(),
  "an incoming mail": incomingMail(),
  Cognito: cognitoEvent(),
  IoT: iotConnection("scooter"),
  "a rule's schedule": scheduledEvent(),
  Scheduler: schedulerInput(),
  "Step Functions": taskInput(),
  "a durable execution": durableEvent(),
  "VPC Lattice": latticeEvent(),
  "a rotation": rotationStep(),
  "a log subscription": subscriptionEvent(),
  "an alarm": alarmEvent(),
};
