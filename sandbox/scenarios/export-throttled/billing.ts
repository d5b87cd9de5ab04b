import { dynamodbRequestId } from "../../world/aws-ids.ts";
import { answer } from "../../world/aws-sdk/javascript-answer.ts";
import type { Customer } from "../../world/customer.ts";
import type { HttpApi } from "../../world/events/http-api-event.ts";
import type { JsonObject } from "../../world/json.ts";
import type { Ending, Invocation } from "../../world/lambda/invocation.ts";
import type { Random } from "../../world/random.ts";
import type { World } from "../../world/world.ts";
import { respond } from "../endings.ts";
import { serveHttpApi } from "../serve-http-api.ts";
import { createInvoices } from "./functions.ts";

export const BILLING_API: HttpApi = {
  id: "q7d2m8x4zc",
  userPool: { id: "eu-central-1_B6nHy3LpD", clientId: "2c8m5t0y7e4r9q1w6u3i5o8p0a", tokenSeconds: 14_400 },
};

export interface Billing {
  /** Each plans a request that the API has at `at`, epoch ms. */
  list(customer: Customer, at: number): void;
  open(customer: Customer, at: number, exists: boolean): void;
}

interface Invoice {
  readonly id: string;
  readonly month: string;
  readonly totalCents: number;
}

const MONTHS = ["2026-06", "2026-07", "2026-08", "2026-09", "2026-10"];
const PRIVATELY = { "cache-control": "private, max-age=60" };

export function createBilling(world: World): Billing {
  const random = world.random.fork("billing");
  const front = { world, random, api: BILLING_API };
  const invoices = createInvoices(world);
  return {
    list(customer, at) {
      const found = MONTHS.slice(random.int(0, 3)).map((month) => newInvoice(random, month));
      const wanted = { at, customer, route: "/invoices", query: { limit: "5" } };
      serveHttpApi(front, wanted, invoices, (invocation, event) =>
        listInvoices(invocation, { event, customer, found }, random),
      );
    },
    open(customer, at, exists) {
      const invoice = newInvoice(random, random.pick(MONTHS));
      const wanted = { at, customer, route: "/invoices/{invoiceId}", parameters: { invoiceId: invoice.id } };
      serveHttpApi(front, wanted, invoices, (invocation, event) =>
        openInvoice(invocation, { event, customer, invoice, exists }, random),
      );
    },
  };
}

/** The handler of GET /invoices. */
function listInvoices(
  invocation: Invocation,
  { event, customer, found }: { event: JsonObject; customer: Customer; found: readonly Invoice[] },
  random: Random,
): Ending {
  begin(invocation, event, customer, random);
  const input = {
    TableName: "invoices",
    KeyConditionExpression: "customerId = :customer",
    ExpressionAttributeValues: { ":customer": customer.sub },
    ScanIndexForward: false,
    Limit: 5,
  };
  const items = found.map((invoice) => itemOf(invoice, customer));
  const output = { Count: items.length, Items: items, ScannedCount: items.length };
  read(invocation, { name: "DynamoDB Query", input }, output, random);
  return respond(invocation, 200, { invoices: found.map((invoice) => ({ ...invoice })) }, PRIVATELY);
}

/** The handler of GET /invoices/{invoiceId}. */
function openInvoice(
  invocation: Invocation,
  { event, customer, invoice, exists }: { event: JsonObject; customer: Customer; invoice: Invoice; exists: boolean },
  random: Random,
): Ending {
  begin(invocation, event, customer, random);
  const input = { TableName: "invoices", Key: { customerId: customer.sub, invoiceId: invoice.id } };
  read(invocation, { name: "DynamoDB GetItem", input }, exists ? { Item: itemOf(invoice, customer) } : {}, random);
  if (exists) return respond(invocation, 200, { ...invoice }, PRIVATELY);
  const fields = { invoiceId: invoice.id };
  invocation.says({ what: "note", level: "WARN", message: "invoice not found", fields });
  return respond(invocation, 404, { message: "There is no such invoice." });
}

function begin(invocation: Invocation, event: JsonObject, { sub }: Customer, random: Random): void {
  invocation.says({ what: "event", event });
  invocation.works(random.between(1, 4));
  invocation.appends({ customerId: sub });
}

function read(
  invocation: Invocation,
  call: { name: string; input: JsonObject },
  output: JsonObject,
  random: Random,
): void {
  invocation.calls(call, random.between(4, 12), answer(output, { requestId: dynamodbRequestId(random) }));
  invocation.works(random.between(0.5, 2));
}

function newInvoice(random: Random, month: string): Invoice {
  const id = `inv_${month.replace("-", "")}_${random.text("0123456789", 7)}`;
  return { id, month, totalCents: random.int(900, 48_000) };
}

function itemOf({ id, month, totalCents }: Invoice, { sub }: Customer): JsonObject {
  return { customerId: sub, invoiceId: id, month, totalCents, currency: "EUR", status: "PAID" };
}
