import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { OperationFaultPlan } from "./operation-faults.ts";
import { Refusal } from "./refusal.ts";

/** A request as its protocol names it: `sqs:GetQueueAttributes`, and what was asked. */
export interface Called {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

export type Operations = ReadonlyMap<string, (input: Called["input"]) => object>;

/**
 * The services whose requests carry their operation in a header, by the name before the dot.
 * https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
 */
const TARGETS: Readonly<Record<string, string>> = {
  GraniteServiceVersion20100801: "cloudwatch",
  AmazonSQS: "sqs",
  DynamoDB_20120810: "dynamodb",
  Kinesis_20131202: "kinesis",
  ResourceGroupsTaggingAPI_20170126: "tag",
};

/** Lambda's read-only operations, in REST. https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html */
const ROUTES: readonly (readonly [path: RegExp, operation: string])[] = [
  [/^\/2015-03-31\/functions\/([^/]+)\/configuration$/, "lambda:GetFunctionConfiguration"],
  [/^\/2019-09-25\/functions\/([^/]+)\/event-invoke-config$/, "lambda:GetFunctionEventInvokeConfig"],
  [/^\/2015-03-31\/functions\/?$/, "lambda:ListFunctions"],
  [/^\/2015-03-31\/event-source-mappings\/?$/, "lambda:ListEventSourceMappings"],
];

/** Answers operations of several services at one address, with the faults that are planned. */
export function answerOperations(
  operations: Operations,
  faults: OperationFaultPlan,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const called = await read(request);
    if (called === null) return new Response("<UnknownOperationException/>\n", { status: 404 });
    if (faults.delayMs > 0) await delay(faults.delayMs, undefined, { signal: request.signal });
    const fault = faults.takeFault(called.operation);
    if (fault === "html-500") {
      const page = "<html><body><h1>500 Internal Server Error</h1></body></html>";
      return new Response(page, { status: 500, headers: { "content-type": "text/html" } });
    }
    const text = answered(called, operations, faults, fault === "throttled", request.headers.has("authorization"));
    return fault === "truncated-json" ? await halved(text) : text;
  };
}

async function read(request: Request): Promise<Called | null> {
  const { pathname, searchParams } = new URL(request.url);
  const [target = "", name = ""] = (request.headers.get("x-amz-target") ?? "").split(".");
  const service = TARGETS[target];
  if (service !== undefined) return { operation: `${service}:${name}`, input: JSON.parse(await request.text()) };
  for (const [path, operation] of ROUTES) {
    const match = path.exec(pathname);
    const [, function_ = searchParams.get("FunctionName") ?? ""] = match ?? [];
    if (match === null) continue;
    const input = { FunctionName: decodeURIComponent(function_), Marker: searchParams.get("Marker") ?? "" };
    return { operation, input };
  }
  return null;
}

function answered(
  { operation, input }: Called,
  operations: Operations,
  faults: OperationFaultPlan,
  throttled: boolean,
  signed: boolean,
): Response {
  try {
    if (!signed) throw new Refusal("MissingAuthenticationToken", "Missing Authentication Token", { status: 403 });
    if (throttled) throw new Refusal("ThrottlingException", "Rate exceeded");
    if (faults.denies(operation)) {
      const who = "arn:aws:sts::123456789012:assumed-role/wake-or-wait/on-call";
      const message = `User: ${who} is not authorized to perform: ${operation} because no identity-based policy allows the action`;
      throw new Refusal("AccessDeniedException", message, { status: 403 });
    }
    const answer = operations.get(operation);
    if (answer === undefined) throw new Refusal("UnknownOperationException", "");
    return response(200, answer(input), {});
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, message, status, query } = error;
    return response(
      status,
      { __type: code, message },
      {
        "x-amzn-errortype": code,
        ...(query === null ? {} : { "x-amzn-query-error": `${query};Sender` }),
      },
    );
  }
}

function response(status: number, body: object, headers: Readonly<Record<string, string>>): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/x-amz-json-1.0", "x-amzn-requestid": randomUUID(), ...headers },
  });
}

async function halved(response: Response): Promise<Response> {
  const whole = await response.text();
  return new Response(whole.slice(0, whole.length / 2), response);
}
