import { arrayAt, isObject, type JsonObject, numberAt, objectAt, parseJson, textAt } from "../json.ts";
import type { Key } from "../key.ts";
import { base64Text } from "./base64-text.ts";
import { handedOn } from "./handed-on.ts";
import { headerOf } from "./identity.ts";
import type { Answered, Asked, Service } from "./service.ts";

const METHOD = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/i;
/** Stripe's requests: https://docs.stripe.com/api/request_ids */
const STRIPE = /^req_[A-Za-z0-9]{8,}$/;
/** Twilio's messages and calls: https://www.twilio.com/docs/glossary/what-is-a-sid */
const TWILIO = /^(SM|MM|CA)[0-9a-f]{32}$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Headers in which others answer with an id that they made for this request alone. */
const OWN_HEADERS = ["request-id", "twilio-request-id", "cf-ray"] as const;
/** Those in which a server, our own APIs' among them, says the id under which it has the request; some only echo what they got. */
const SENT_HEADERS = ["x-request-id", "apigw-requestid", "x-amz-apigw-id", "x-amzn-requestid"] as const;
/** Hosts of AWS behind which programs of ours answer. */
const OURS = /\.(execute-api|appsync-api|elb|vpc-lattice-svcs)\./;

/** A request to a host that is not AWS, as HTTP clients log it. What holds an answer too is asked again as one. */
function asked(input: JsonObject): Asked | null {
  const method = textAt(input, "method");
  const host = hostOf(input);
  if (host === null || method === null || !METHOD.test(method) || statusOf(input) !== null) return null;
  return { operation: `${method.toUpperCase()} ${pathOf(input)}`, resource: host, keys: [] };
}

/**
 * An answer of a host that is not AWS: a status, with headers that hold the other side's id or a body that is known by its own.
 * Snowflake's statement handle is what its QUERY_HISTORY calls query id.
 * https://docs.snowflake.com/en/developer-guide/sql-api/reference
 */
function answered(output: JsonObject, paired: boolean): Answered | null {
  const status = statusOf(output);
  const keys = answerKeys(output);
  if (keys.length === 0 && (!paired || status === null)) return null;
  const method = textAt(output, "method");
  const operation = method !== null && METHOD.test(method) ? `${method.toUpperCase()} ${pathOf(output)}` : null;
  return { operation, keys, partial: null, ...(status === null ? {} : { status }) };
}

function answerKeys(output: JsonObject): Key[] {
  const headers = statusOf(output) === null ? null : objectAt(output, "headers");
  const own = new Map(
    [
      ...OWN_HEADERS.map((name) => ({ value: headerOf(headers, name), path: `headers.${name}` })),
      ...idsOfBody(output, ""),
      ...idsOfBody(bodyOf(output, "body"), "body."),
      ...idsOfBody(bodyOf(output, "data"), "data."),
    ].flatMap(({ value, path }) => (value === null ? [] : [[value, path] as const])),
  );
  const sent = SENT_HEADERS.flatMap((name): Key[] => {
    const value = headerOf(headers, name);
    return value === null || own.has(value) ? [] : [{ kind: "external", value, role: "sent", path: `headers.${name}` }];
  });
  const both = [...own].flatMap(([value, path]) => handedOn("external", value, path));
  return [...both, ...sent];
}

function bodyOf(output: JsonObject, at: string): JsonObject | null {
  const body = output[at];
  const parsed = typeof body === "string" ? parseJson(body) : body;
  return isObject(parsed) ? parsed : null;
}

/** Ids by which third parties call what they did, each in a shape of its own. */
function idsOfBody(body: JsonObject | null, place: string): { value: string | null; path: string }[] {
  if (body === null) return [];
  // Others call their own requests `req_…` as well: it is Stripe's beside a status, or in an error that says so.
  const stripe = statusOf(body) !== null || textAt(body, "type")?.startsWith("Stripe") === true;
  return [
    { value: shaped(textAt(body, "sid"), TWILIO), path: `${place}sid` },
    { value: stripe ? shaped(textAt(body, "requestId"), STRIPE) : null, path: `${place}requestId` },
    { value: shaped(textAt(body, "statementHandle"), UUID), path: `${place}statementHandle` },
  ];
}

function shaped(value: string | null, shape: RegExp): string | null {
  return value !== null && shape.test(value) ? value : null;
}

function statusOf(payload: JsonObject): number | null {
  const status = numberAt(payload, "status") ?? numberAt(payload, "statusCode");
  return status !== null && Number.isInteger(status) && status >= 100 && status <= 599 ? status : null;
}

function hostOf(payload: JsonObject): string | null {
  const url = textAt(payload, "url") ?? textAt(payload, "uri") ?? textAt(payload, "baseURL") ?? "";
  // Loggers write the name of their own machine into every line.
  const line = payload["level"] !== undefined || payload["severity"] !== undefined;
  const named = line ? null : (textAt(payload, "hostname") ?? textAt(payload, "host"));
  const host = URL.canParse(url) ? new URL(url).hostname : (named?.replace(/:\d+$/, "") ?? null);
  if (host === null || !host.includes(".")) return null;
  const aws = /\.amazonaws\.com(\.cn)?$/.test(host) && !OURS.test(host);
  return aws ? null : host.toLowerCase();
}

function pathOf(payload: JsonObject): string {
  const url = textAt(payload, "url") ?? textAt(payload, "uri") ?? "";
  if (URL.canParse(url)) return new URL(url).pathname;
  const path = textAt(payload, "path") ?? textAt(payload, "pathname") ?? (url.startsWith("/") ? url : "/");
  return path.split("?")[0] ?? "/";
}

/**
 * The ids under which a third party was called before, where a request is its webhook: Stripe names the request that caused an
 * event, Twilio the message or call that it is about. Only with the headers that these two send: a body alone can claim anything.
 * https://docs.stripe.com/api/events/object, https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
 */
export function webhookCause(event: JsonObject): Omit<Key, "role">[] {
  const headers = objectAt(event, "headers") ?? firstValues(objectAt(event, "multiValueHeaders"));
  const body = event["isBase64Encoded"] === true ? base64Text(textAt(event, "body")) : textAt(event, "body");
  if (body === null) return [];
  if (headerOf(headers, "stripe-signature") !== null) {
    const told = parseJson(body);
    const request = textAt(told, "request", "id") ?? textAt(told, "request");
    return request === null ? [] : [{ kind: "external", value: request, path: "body.request.id" }];
  }
  if (headerOf(headers, "x-twilio-signature") === null) return [];
  const form = new URLSearchParams(body);
  const name = ["MessageSid", "CallSid"].find((one) => TWILIO.test(form.get(one) ?? ""));
  return name === undefined ? [] : [{ kind: "external", value: form.get(name) ?? "", path: `body.${name}` }];
}

function firstValues(headers: JsonObject | null): JsonObject | null {
  if (headers === null) return null;
  return Object.fromEntries(Object.keys(headers).map((name) => [name, arrayAt(headers, name)[0] ?? null]));
}

/** A call to any host that is not AWS: the resource is the host. */
export const http: Service = {
  name: "http",
  foreign: true,
  title: "HTTP",
  operations: new Set(),
  resourceFields: ["host", "hostname"],
  asked,
  answered,
  refusedBy: hostOf,
  xray: {
    origins: [],
    calls: [],
    resource: (segment) => urlOf(segment)?.host ?? textAt(segment, "name"),
    operation: (segment) => {
      const url = urlOf(segment);
      return url === null ? null : `${textAt(segment, "http", "request", "method") ?? "GET"} ${url.pathname}`;
    },
  },
};

function urlOf(segment: JsonObject): URL | null {
  const url = textAt(segment, "http", "request", "url") ?? "";
  return URL.canParse(url) ? new URL(url) : null;
}
