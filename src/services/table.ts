import type { ServiceName } from "../span.ts";
import { alb } from "./alb.ts";
import { apigatewayHttp } from "./apigateway-http.ts";
import { apigatewayRest } from "./apigateway-rest.ts";
import { apigatewayWebsocket } from "./apigateway-websocket.ts";
import { appsync } from "./appsync.ts";
import { cloudwatchAlarm } from "./cloudwatch-alarm.ts";
import { cognito } from "./cognito.ts";
import { dynamodb } from "./dynamodb.ts";
import { dynamodbStream } from "./dynamodb-stream.ts";
import { eventbridge } from "./eventbridge.ts";
import { firehose } from "./firehose.ts";
import { functionUrl } from "./function-url.ts";
import { http } from "./http.ts";
import { iot } from "./iot.ts";
import { kafka } from "./kafka.ts";
import { kinesis } from "./kinesis.ts";
import { lambda } from "./lambda.ts";
import { lambdaDestination } from "./lambda-destination.ts";
import { logsSubscription } from "./logs-subscription.ts";
import { other } from "./other.ts";
import { plainService } from "./plain-service.ts";
import { ruleSchedule } from "./rule-schedule.ts";
import { s3, s3Synchronous } from "./s3.ts";
import { scheduler } from "./scheduler.ts";
import { secretsRotation } from "./secrets-rotation.ts";
import type { Service } from "./service.ts";
import { ses } from "./ses.ts";
import { sns } from "./sns.ts";
import { sqs } from "./sqs.ts";
import { stepfunctions } from "./stepfunctions.ts";
import { vpcLattice } from "./vpc-lattice.ts";

/**
 * Every service, in the order in which an event or a payload is shown to them: the first that knows it has it. A name may
 * stand twice where a service has two faces (REST and HTTP APIs); what both share is the same in both.
 */
export const SERVICES: readonly Service[] = [
  functionUrl,
  apigatewayWebsocket,
  apigatewayHttp,
  apigatewayRest,
  alb,
  appsync,
  ruleSchedule,
  sns,
  sqs,
  eventbridge,
  kinesis,
  firehose,
  kafka,
  dynamodb,
  dynamodbStream,
  lambda,
  lambdaDestination,
  s3,
  s3Synchronous,
  ses,
  cognito,
  iot,
  plainService,
  http,
  other,
  vpcLattice,
  secretsRotation,
  logsSubscription,
  cloudwatchAlarm,
  // What is known by a value somewhere in a team's own payload comes after everything that is known by its shape.
  scheduler,
  stepfunctions,
];

const BY_NAME: ReadonlyMap<ServiceName, readonly Service[]> = Map.groupBy(SERVICES, (service) => service.name);

/** Every face of a service; empty for one that has no file. */
export function facesOf(name: ServiceName): readonly Service[] {
  return BY_NAME.get(name) ?? [];
}

/** What a service is called in sentences. */
export function titleOf(name: ServiceName): string {
  return facesOf(name)[0]?.title ?? name;
}
