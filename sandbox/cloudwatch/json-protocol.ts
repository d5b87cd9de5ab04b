import { randomUUID } from "node:crypto";
import { OPERATIONS } from "./operations/table.ts";
import type { Service } from "./service.ts";
import { ServiceError } from "./service-error.ts";

const TARGET_PREFIX = "Logs_20140328.";
const CONTENT_TYPE = "application/x-amz-json-1.1";

/** A request in AWS JSON 1.1 (https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html), or its refusal. */
export type JsonRequest =
  | { readonly operation: string; readonly signed: boolean; readonly text: string }
  | { readonly refusal: Response };

/** Any credentials will do, but as in AWS a request must be signed by some. */
export async function readRequest(request: Request): Promise<JsonRequest> {
  const target = request.headers.get("x-amz-target");
  if (request.method !== "POST" || target === null) {
    return { refusal: new Response("<UnknownOperationException/>\n", { status: 404 }) };
  }
  const operation = target.startsWith(TARGET_PREFIX) ? target.slice(TARGET_PREFIX.length) : "";
  return { operation, signed: request.headers.has("authorization"), text: await request.text() };
}

/** Carries out an operation of the table. `throttled` says whether the account's rate for it is used up. */
export function answer(
  { operation, signed, text }: Extract<JsonRequest, { operation: string }>,
  service: Service,
  throttled: boolean,
): Response {
  const requestId = randomUUID();
  try {
    const found = OPERATIONS.get(operation);
    if (found === undefined) throw new ServiceError("UnknownOperationException", "");
    if (!signed) throw new ServiceError("MissingAuthenticationTokenException", "Missing Authentication Token");
    if (throttled) throw new ServiceError("ThrottlingException", "Rate exceeded");
    return jsonResponse(200, found.answer(parsedBody(text), service, requestId), requestId);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const message = error.message === "" ? {} : { message: error.message };
    return jsonResponse(error.status, { __type: error.code, ...message, ...error.details }, requestId);
  }
}

function parsedBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ServiceError("SerializationException", "");
  }
}

function jsonResponse(status: number, body: object, requestId: string): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": CONTENT_TYPE, "x-amzn-requestid": requestId },
  });
}
