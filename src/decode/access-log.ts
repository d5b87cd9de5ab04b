import { isObject, type Json, type JsonObject } from "../json.ts";
import type { Key } from "../key.ts";
import type { LogRecord, Seen } from "../record.ts";
import { isGreedy } from "../services/apigateway-event.ts";
import { apigatewayRest } from "../services/apigateway-rest.ts";
import { outcomeOfStatus } from "../services/aws-call.ts";
import { traceKey, xrayTraceId } from "../services/trace-id.ts";
import { type Arrival, FAILING, type HopOutcome, type Span, type User } from "../span.ts";
import { fromMillis, type Micros } from "../time.ts";
import { momentFrom } from "./moment.ts";

/** The variables of a request as a line shows them: names in lower case, without the signs between their words. */
export type AccessFields = ReadonlyMap<string, string>;

/** `integration.requestId`, `integration_request_id` and `integrationRequestId` are one name. A dash is API Gateway's word for nothing. */
export function fieldsOf(json: JsonObject): AccessFields {
  const fields = new Map<string, string>();
  const add = (name: string, value: Json): void => {
    const plain = name
      .toLowerCase()
      .replace(/^\$?context/, "")
      .replace(/[^a-z0-9]/g, "");
    const text = typeof value === "number" ? String(value) : value;
    if (typeof text === "string" && text !== "" && text !== "-" && !fields.has(plain)) fields.set(plain, text);
  };
  for (const [name, value] of Object.entries(json)) {
    if (!isObject(value)) add(name, value);
    else for (const [inner, one] of Object.entries(value)) add(`${name}${inner}`, one);
  }
  return fields;
}

/** Who called, in the order of trust. https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html */
const USERS: readonly (readonly [name: string, kind: User["kind"]])[] = [
  ["authorizerclaimssub", "person"],
  ["authorizerclaimscognitousername", "person"],
  ["authorizerclaimsusername", "person"],
  ["authorizerclaimsemail", "person"],
  ["authorizersub", "person"],
  ["authorizeruserid", "person"],
  ["authorizerprincipalid", "person"],
  ["identitycognitoidentityid", "person"],
  ["cognitoidentityid", "person"],
  ["identityuserarn", "machine"],
  ["userarn", "machine"],
  ["user", "machine"],
  ["caller", "machine"],
];

/**
 * The hop of an API that a line of its access log records: its status is what the caller saw. Null where it names no request,
 * or where a function wrote it: its own lines may look the same.
 */
export function spanOfAccess(fields: AccessFields, record: LogRecord): Span | null {
  if (record.origin.group?.startsWith("/aws/lambda/")) return null;
  const keys = keysOf(fields);
  const status = Number(fields.get("status") ?? Number.NaN);
  const requestId = keys[0]?.value;
  if (requestId === undefined || !Number.isInteger(status) || status < 100 || status > 599) return null;
  const { operation, ...request } = requestOf(fields);
  const latency = Number(fields.get("responselatency") ?? fields.get("latency") ?? Number.NaN);
  const start = startOf(fields) ?? record.at;
  const outcome = outcomeOfStatus(status);
  const domain = fields.get("domainname") ?? "";
  return {
    id: `access:${requestId}`,
    origin: record.origin,
    keys: [...keys, ...calledBy(fields), ...tracesOf(fields)],
    error: errorOf(fields, outcome, status),
    kind: "server",
    service: apigatewayRest.name,
    resource: fields.get("apiid") ?? /^([a-z0-9]+)\.execute-api\./.exec(domain)?.[1] ?? null,
    operation,
    requestId,
    account: fields.get("accountid") ?? record.origin.account ?? null,
    region: /\.execute-api\.([a-z0-9-]+)\./.exec(domain)?.[1] ?? record.origin.region ?? null,
    start,
    end: latency >= 0 ? momentFrom(start + latency * 1000) : null,
    clock: `${apigatewayRest.name}:access`,
    outcome,
    witness: "access-log",
    decidedBy: `the access log: status ${status}`,
    attempts: 1,
    tries: [],
    delivery: null,
    dwell: null,
    input: null,
    output: null,
    environment: null,
    logs: [record],
    arrival: {
      ...request,
      user: userOf(fields),
      ...clientOf(fields),
      root: true,
    },
    named: null,
    suspect: false,
    partial: false,
    drawn: false,
    gaps: [],
  };
}

/** A caller may set the first id; one that is no UUID is replaced, and then says nothing. The extended one is API Gateway's own. */
function keysOf(fields: AccessFields): Key[] {
  const keys: Key[] = [];
  for (const path of ["requestId", "extendedRequestId"]) {
    const value = fields.get(path.toLowerCase());
    if (value === undefined || value.endsWith("_REPLACED_INVALID_REQUEST_ID")) continue;
    if (keys.some((key) => key.value === value)) continue;
    keys.push(
      { kind: "apigateway-request", value, role: "self", path },
      { kind: "apigateway-request", value, role: "sent", path },
    );
  }
  return keys;
}

/**
 * The request that the API made of its integration. Of a function it is the invocation's id; that the integration is one is
 * only known once an invocation has that id, so the line mentions it, and does not claim to have sent it.
 */
function calledBy(fields: AccessFields): Key[] {
  for (const path of ["integrationRequestId", "awsEndpointRequestId"]) {
    const value = fields.get(path.toLowerCase());
    if (value !== undefined) return [{ kind: "lambda-request", value, role: "mentioned", path }];
  }
  return [];
}

function tracesOf(fields: AccessFields): Key[] {
  const text = fields.get("xraytraceid") ?? "";
  const value = xrayTraceId(text);
  return value === null
    ? traceKey(text, "xrayTraceId")
    : [{ kind: "xray-trace", value, role: "shared", path: "xrayTraceId" }];
}

type Request = Pick<Arrival, "kind" | "method" | "route" | "path" | "name"> & { readonly operation: string };

/**
 * A frame of a WebSocket is known by its route key alone. Of HTTP the key is method and template in one; a template that stands
 * for anything names no operation.
 */
function requestOf(fields: AccessFields): Request {
  const key = fields.get("routekey") ?? null;
  if (key !== null && fields.has("connectionid") && fields.has("eventtype"))
    return { kind: "websocket", method: null, route: null, path: null, name: key, operation: key };
  const routeKey = /^(?:([A-Z]+) )?(\S+)$/.exec(key ?? "");
  const template = fields.get("resourcepath") ?? routeKey?.[2] ?? null;
  const route = template === null || isGreedy(template) || !template.startsWith("/") ? null : template;
  const path = (fields.get("path") ?? fields.get("rawpath") ?? route)?.split("?")[0] ?? null;
  const method =
    fields.get("httpmethod") ?? fields.get("method") ?? (routeKey?.[1] === "ANY" ? null : (routeKey?.[1] ?? null));
  return { kind: "http", method, route, path, name: null, operation: `${method ?? "ANY"} ${route ?? path ?? "/"}` };
}

function clientOf(fields: AccessFields): Pick<Arrival, "userAgent" | "clientAddress" | "signed"> {
  return {
    userAgent: fields.get("useragent") ?? fields.get("identityuseragent") ?? null,
    clientAddress: fields.get("ip") ?? fields.get("sourceip") ?? fields.get("identitysourceip") ?? null,
    signed: fields.has("userarn") || fields.has("identityuserarn") || fields.has("caller"),
  };
}

const MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

/** As Apache writes a moment: `22/Nov/2026:02:31:05 +0000`. */
export const REQUEST_TIME = /^(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d:\d\d:\d\d) ([+-]\d\d)(\d\d)$/;

/** `requestTimeEpoch` in milliseconds, or `requestTime`. */
function startOf(fields: AccessFields): Micros | null {
  const epoch = Number(fields.get("requesttimeepoch") ?? fields.get("timeepoch") ?? Number.NaN);
  const moment = epoch > 0 ? momentFrom(epoch * 1000) : null;
  if (moment !== null) return moment;
  const match = REQUEST_TIME.exec(fields.get("requesttime") ?? "");
  if (match === null) return null;
  const [, day, month = "", year, clock, hours, minutes] = match;
  const number = String(MONTHS.indexOf(month) / 3 + 1).padStart(2, "0");
  const ms = Date.parse(`${year}-${number}-${day}T${clock}${hours}:${minutes}`);
  return Number.isNaN(ms) ? null : fromMillis(ms);
}

function userOf(fields: AccessFields): User | null {
  for (const [name, kind] of USERS) {
    const id = fields.get(name);
    if (id !== undefined) return { id, kind, from: `access log: ${name}` };
  }
  return null;
}

function errorOf(fields: AccessFields, outcome: HopOutcome, status: number): Seen | null {
  if (!FAILING.has(outcome)) return null;
  const said =
    fields.get("integrationerrormessage") ?? fields.get("integrationerror") ?? fields.get("errormessage") ?? null;
  const message = said === null ? `answered with status ${status}` : `answered with status ${status}: ${said}`;
  return { type: fields.get("errorresponsetype") ?? null, message, stack: [], causes: [] };
}
