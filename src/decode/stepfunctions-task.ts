import { isObject, type Json, type JsonObject, numberAt, textAt } from "../json.ts";
import type { Key } from "../key.ts";
import { parseArn, plainName } from "../services/arn.ts";
import { callKeys, callMetadata, outcomeOfError } from "../services/aws-call.ts";
import { lambda } from "../services/lambda.ts";
import { other } from "../services/other.ts";
import type { Service } from "../services/service.ts";
import type { HopOutcome, Span } from "../span.ts";
import { calledService } from "./named-service.ts";
import { type ExecutionEvent, endOf, errorOf, payloadOf, spanOfEvents } from "./stepfunctions-event.ts";

/**
 * A task of a workflow is a call of what it names, and every attempt at it is one: a workflow's retry calls again. What the
 * service answered holds its request id, which of a function is the invocation's.
 * https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html
 */
export function taskOf(events: readonly ExecutionEvent[]): Span | null {
  const first = events[0];
  const last = events.at(-1);
  if (first === undefined || last === undefined) return null;
  const named = events.find(({ details }) => textAt(details, "resource") !== null)?.details ?? {};
  const { service, operation, direct } = calledBy(named);
  const parameters = payloadOf(first, direct === null ? "parameters" : "input");
  const output = payloadOf(last, "output");
  const answer = isObject(output) ? answerOf(output) : null;
  const asked = isObject(parameters) ? (service.asked?.(parameters) ?? null) : null;
  const keys = [
    ...spanKeys(first),
    ...(asked?.keys ?? []),
    ...answerKeys(service, answer),
    ...failedKeys(service, last),
  ];
  return {
    ...spanOfEvents(events, outcomeOf(last)),
    id: `task:${first.arn}:${first.id}-${last.id}`,
    keys,
    kind: "client",
    service: service.name,
    resource: direct ?? asked?.resource ?? null,
    operation,
    requestId: keys.find(({ kind, role }) => role === "self" && kind !== "span")?.value ?? null,
    input: parameters,
    output,
    arrival: null,
  };
}

/** `resourceType: "lambda"` with the operation as resource, or, of older tasks, the ARN of the function itself. */
function calledBy(details: JsonObject): { service: Service; operation: string; direct: string | null } {
  const resource = textAt(details, "resource") ?? "";
  const arn = parseArn(resource);
  if (arn !== null) {
    const called = calledService(arn.service)?.service ?? other;
    return { service: called, operation: "Invoke", direct: plainName(resource) };
  }
  // `aws-sdk:dynamodb` for calls that Step Functions makes as an SDK would.
  const type = textAt(details, "resourceType") ?? "";
  const name = type.replace(/^aws-sdk:/, "");
  const operation = resource.replace(/\..*$/, "");
  const title = operation === "" ? type : `${operation[0]?.toUpperCase() ?? ""}${operation.slice(1)}`;
  return { service: calledService(name)?.service ?? other, operation: title, direct: null };
}

function outcomeOf(last: ExecutionEvent): HopOutcome {
  const end = endOf(last);
  if (end !== "error") return end ?? "unknown";
  const name = textAt(last.details, "error");
  return name === "States.Timeout" ? "timeout" : outcomeOfError(name?.replace(/^[\w-]+\.(?=\w+Exception)/, "") ?? null);
}

function spanKeys({ arn, id }: ExecutionEvent): Key[] {
  const own = `${arn}#${id}`;
  return [
    { kind: "span", value: own, role: "self", path: "id" },
    { kind: "span", value: own, role: "sent", path: "id" },
    { kind: "span", value: arn, role: "received", path: "execution_arn" },
  ];
}

/** The answer as an SDK would have given it: Step Functions calls the metadata of a call `SdkResponseMetadata`. */
function answerOf(output: JsonObject): JsonObject {
  const id = textAt(output, "SdkResponseMetadata", "RequestId") ?? headerOf(output);
  const status = numberAt(output, "SdkHttpMetadata", "HttpStatusCode");
  if (id === null) return output;
  return { ...output, ResponseMetadata: { RequestId: id, ...(status === null ? {} : { HTTPStatusCode: status }) } };
}

function headerOf(output: JsonObject): string | null {
  const names = ["x-amzn-RequestId", "x-amzn-requestid", "X-Amzn-Requestid", "x-amz-request-id"];
  for (const all of ["HttpHeaders", "AllHttpHeaders"]) {
    for (const name of names) {
      const value = textAt(output, "SdkHttpMetadata", all, name) ?? textAt(output, "SdkHttpMetadata", all, name, 0);
      if (value !== null) return value;
    }
  }
  return null;
}

function answerKeys(service: Service, answer: JsonObject | null): Key[] {
  if (answer === null) return [];
  const told = service.answered?.(answer, true)?.keys ?? [];
  const own = callKeys(callMetadata(answer)).filter(({ value }) => told.every((key) => key.value !== value));
  return [...told, ...own].map((key) => ({
    ...key,
    path: `output.${key.path.replace("ResponseMetadata", "SdkResponseMetadata")}`,
  }));
}

/** A failed function says in its cause, where its runtime wrote one, which invocation it was. */
function failedKeys(service: Service, last: ExecutionEvent): Key[] {
  if (service.name !== lambda.name || endOf(last) === "ok") return [];
  const cause: Json = payloadOf(last, "cause");
  const id = textAt(cause, "requestId") ?? /RequestId: ([0-9a-f-]{36})/.exec(errorOf(last).message)?.[1] ?? null;
  return id === null ? [] : [{ kind: "lambda-request", value: id, role: "self", path: "cause.requestId" }];
}
