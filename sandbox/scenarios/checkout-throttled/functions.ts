import { queueUrl } from "../../world/aws-account.ts";
import { LambdaFunction } from "../../world/lambda/lambda-function.ts";
import { NODE_22 } from "../../world/lambda/runtime.ts";
import { lambdaJson } from "../../world/logging/lambda-json.ts";
import { nodeText } from "../../world/logging/node-text.ts";
import { pino } from "../../world/logging/pino.ts";
import { powertools } from "../../world/logging/powertools.ts";
import type { World } from "../../world/world.ts";

/** The shop's functions: four of them, in four logging styles. */
export function createShopFunctions(world: World) {
  const secret = (prefix: string): string =>
    prefix + world.random.fork(prefix).text("abcdefghjkmnpqrstuvwxyz23456789", 28);
  const common = { runtime: NODE_22, tracing: false };
  const variables = { STAGE: "prod", LOG_LEVEL: "INFO", NODE_OPTIONS: "--enable-source-maps" };
  return {
    checkout: new LambdaFunction(world, {
      ...common,
      name: "checkout",
      memoryMb: 512,
      initMs: 480,
      style: powertools,
      variables: {
        ...variables,
        POWERTOOLS_SERVICE_NAME: "checkout",
        POWERTOOLS_LOGGER_LOG_EVENT: "true",
        ORDERS_TABLE: "orders",
        RECEIPTS_QUEUE_URL: queueUrl("receipts"),
        AWS_MAX_ATTEMPTS: "3",
        PAYMENT_API_URL: "https://api.payments.example",
        PAYMENT_API_KEY: secret("pay_live_"),
      },
    }),
    sendReceipt: new LambdaFunction(world, {
      ...common,
      name: "send-receipt",
      memoryMb: 256,
      initMs: 390,
      style: nodeText,
      variables: { ...variables, SENDER: "receipts@shop.example", UNSUBSCRIBE_SECRET: secret("unsub_") },
    }),
    orderHistory: new LambdaFunction(world, {
      ...common,
      name: "order-history",
      memoryMb: 256,
      initMs: 310,
      style: pino,
      variables: { ...variables, ORDERS_TABLE: "orders", AWS_NODEJS_CONNECTION_REUSE_ENABLED: "1" },
    }),
    catalogBrowse: new LambdaFunction(world, {
      ...common,
      name: "catalog-browse",
      memoryMb: 256,
      initMs: 280,
      style: lambdaJson,
      variables: { ...variables, PRODUCTS_TABLE: "products", CACHE_SECONDS: "30" },
    }),
  };
}
