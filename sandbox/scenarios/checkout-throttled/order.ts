import type { Customer } from "../../world/customer.ts";
import type { JsonObject } from "../../world/json.ts";
import type { Random } from "../../world/random.ts";
import { PRODUCTS } from "./products.ts";

export interface Order {
  readonly id: string;
  readonly customer: Customer;
  readonly lines: readonly OrderLine[];
  readonly totalCents: number;
  readonly shipTo: JsonObject;
}

interface OrderLine {
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly priceCents: number;
}

const STREETS = [
  { street: "Lindenstrasse", city: "Leipzig" },
  { street: "Rue des Carmes", city: "Lyon" },
  { street: "Calle Mayor", city: "Bilbao" },
  { street: "Via Roma", city: "Torino" },
  { street: "High Street", city: "Bristol" },
  { street: "Prinsengracht", city: "Utrecht" },
] as const;

export function newOrder(random: Random, customer: Customer): Order {
  const chosen = random.shuffled(PRODUCTS).slice(0, random.int(1, 3));
  const lines = chosen.map(({ sku, name, priceCents }) => ({ sku, name, quantity: random.int(1, 2), priceCents }));
  const { street, city } = random.pick(STREETS);
  return {
    id: orderId(random),
    customer,
    lines,
    totalCents: lines.reduce((sum, { quantity, priceCents }) => sum + quantity * priceCents, 0),
    shipTo: {
      name: customer.name,
      street: `${street} ${random.int(1, 140)}`,
      city,
      postalCode: String(random.int(10_000, 99_999)),
    },
  };
}

export function orderId(random: Random): string {
  return `ord_${random.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", 12)}`;
}

/** As the document client writes it. */
export function itemOf({ id, customer, lines, totalCents, shipTo }: Order, placedAt: number): JsonObject {
  return {
    orderId: id,
    customerId: customer.sub,
    status: "PLACED",
    placedAt: new Date(placedAt).toISOString(),
    lines: lines.map((line) => ({ ...line })),
    totalCents,
    currency: "EUR",
    shipTo,
  };
}

/** As the low-level client reads it. */
export function attributesOf({ id, customer, lines, totalCents }: Order, placedAt: number): JsonObject {
  return {
    orderId: { S: id },
    customerId: { S: customer.sub },
    status: { S: "SHIPPED" },
    placedAt: { S: new Date(placedAt).toISOString() },
    lines: { L: lines.map(({ sku, quantity }) => ({ M: { sku: { S: sku }, quantity: { N: String(quantity) } } })) },
    totalCents: { N: String(totalCents) },
    currency: { S: "EUR" },
  };
}
