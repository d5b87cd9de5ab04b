import { arn } from "../../world/aws-account.ts";
import { LambdaFunction } from "../../world/lambda/lambda-function.ts";
import { NODE_22, PYTHON_313 } from "../../world/lambda/runtime.ts";
import { lambdaJson } from "../../world/logging/lambda-json.ts";
import { nodeText } from "../../world/logging/node-text.ts";
import { pino } from "../../world/logging/pino.ts";
import { powertools } from "../../world/logging/powertools.ts";
import { pythonText } from "../../world/logging/python-text.ts";
import type { World } from "../../world/world.ts";

/** The version of `dispatch` at the beginning of the night, and the one that is deployed in it. */
const DISPATCH_BEFORE = "41";
export const DISPATCH_AFTER = "42";

/** The functions behind a ride: five of them, in five logging styles. */
export function createRideFunctions(world: World) {
  const secret = (prefix: string): string =>
    prefix + world.random.fork(prefix).text("abcdefghjkmnpqrstuvwxyz23456789", 30);
  const variables = { STAGE: "prod", LOG_LEVEL: "INFO" };
  return {
    rideService: new LambdaFunction(world, {
      name: "ride-service",
      runtime: NODE_22,
      memoryMb: 512,
      initMs: 360,
      style: pino,
      tracing: true,
      variables: {
        ...variables,
        EVENT_BUS: "rides",
        MAPS_API_URL: "https://maps.example",
        MAPS_API_KEY: secret("maps_"),
      },
    }),
    dispatch: new LambdaFunction(world, {
      name: "dispatch",
      runtime: NODE_22,
      memoryMb: 1024,
      initMs: 520,
      style: powertools,
      tracing: true,
      version: DISPATCH_BEFORE,
      variables: {
        ...variables,
        POWERTOOLS_SERVICE_NAME: "dispatch",
        RIDES_TABLE: "rides",
        EVENT_BUS: "rides",
        DRIVER_ALERTS_TOPIC_ARN: arn("sns", "driver-alerts"),
        MATCHING_RADIUS_METERS: "2500",
      },
    }),
    pricing: new LambdaFunction(world, {
      name: "pricing",
      runtime: PYTHON_313,
      memoryMb: 256,
      initMs: 430,
      style: pythonText,
      tracing: false,
      variables: { ...variables, FARES_TABLE: "fares", SURGE_URL: "https://surge.rides.example" },
    }),
    postToSocial: new LambdaFunction(world, {
      name: "post-to-social",
      runtime: NODE_22,
      memoryMb: 256,
      initMs: 340,
      style: nodeText,
      tracing: false,
      variables: {
        ...variables,
        SOCIAL_API_URL: "https://graph.social.example/v2",
        SOCIAL_CLIENT_SECRET: secret("soc_"),
        LINK_HOST: "go.rides.example",
      },
    }),
    notifyDriver: new LambdaFunction(world, {
      name: "notify-driver",
      runtime: NODE_22,
      memoryMb: 256,
      initMs: 300,
      style: lambdaJson,
      tracing: false,
      variables: {
        ...variables,
        PUSH_URL: "https://push.example/v1",
        PUSH_API_KEY: secret("push_"),
        SMS_SENDER: "RIDES",
      },
    }),
  };
}
