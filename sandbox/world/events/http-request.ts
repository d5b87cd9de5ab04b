import type { Customer } from "../customer.ts";
import type { Json } from "../json.ts";
import type { Trace } from "../trace.ts";

/** A request that a customer's device sends to an API. */
export interface HttpRequest {
  /** When the API has it, epoch ms. */
  readonly at: number;
  /** Given by the API. */
  readonly requestId: string;
  readonly trace: Trace;
  readonly method: "GET" | "POST";
  /** With its parameters as templates: `/orders/{orderId}`. */
  readonly route: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** Null: none. */
  readonly body: Json;
  readonly customer: Customer;
  /** Without a token the API knows nobody. */
  readonly signedIn: boolean;
}

export function pathOf({ route, parameters }: Pick<HttpRequest, "route" | "parameters">): string {
  return route.replace(/\{(\w+)\}/g, (_, name: string) => parameters[name] ?? "");
}

export function queryStringOf({ query }: Pick<HttpRequest, "query">): string {
  return new URLSearchParams(query).toString();
}
