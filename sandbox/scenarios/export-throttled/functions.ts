import { LambdaFunction } from "../../world/lambda/lambda-function.ts";
import { NODE_22 } from "../../world/lambda/runtime.ts";
import { nodeText } from "../../world/logging/node-text.ts";
import { powertools } from "../../world/logging/powertools.ts";
import type { World } from "../../world/world.ts";

export function createInvoices(world: World): LambdaFunction {
  return new LambdaFunction(world, {
    name: "invoices",
    runtime: NODE_22,
    memoryMb: 512,
    initMs: 440,
    style: powertools,
    tracing: true,
    variables: {
      STAGE: "prod",
      LOG_LEVEL: "INFO",
      POWERTOOLS_SERVICE_NAME: "invoices",
      INVOICES_TABLE: "invoices",
      PDF_SIGNING_KEY: world.random.fork("signing key").text("abcdefghjkmnpqrstuvwxyz23456789", 40),
    },
  });
}

/** Its SDK is told to try up to eight times: the export has time, and nobody waits for it. */
export function createOrdersExport(world: World): LambdaFunction {
  return new LambdaFunction(world, {
    name: "orders-export",
    runtime: NODE_22,
    memoryMb: 1024,
    initMs: 410,
    style: nodeText,
    tracing: true,
    variables: {
      STAGE: "prod",
      LOG_LEVEL: "INFO",
      LEDGER_TABLE: "ledger",
      EXPORT_BUCKET: "billing-exports",
      AWS_MAX_ATTEMPTS: String(MOST_ATTEMPTS),
      WAREHOUSE_PASSWORD: world.random.fork("warehouse").text("abcdefghjkmnpqrstuvwxyz23456789", 24),
    },
  });
}

export const MOST_ATTEMPTS = 8;
