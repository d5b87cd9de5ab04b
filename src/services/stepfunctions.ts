import { isObject, type Json, type JsonObject, objectAt, textAt, unwrapped } from "../json.ts";
import type { Seen } from "../record.ts";
import { parseArn, plainName } from "./arn.ts";
import { arrivalOf } from "./arrival.ts";
import { callMetadata } from "./aws-call.ts";
import { consolePage } from "./console-page.ts";
import { handedOn } from "./handed-on.ts";
import { isLogLine } from "./log-line.ts";
import type { Answered, Asked, ConsoleHop, Received, Service } from "./service.ts";
import { traceKey } from "./trace-id.ts";
import { whereNamed } from "./where-named.ts";

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html, and the same of StartSyncExecution */
function asked(input: JsonObject): Asked | null {
  const machine = textAt(input, "stateMachineArn");
  if (machine === null || input["executionArn"] !== undefined) return null;
  return { operation: null, resource: plainName(machine), keys: traceKey(textAt(input, "traceHeader"), "traceHeader") };
}

/** The execution is named by its ARN: the call has it, and whatever the execution hands it to. */
function answered(output: JsonObject, paired: boolean): Answered | null {
  const execution = textAt(output, "executionArn");
  if (execution === null || !isExecution(execution)) return null;
  if (!paired && callMetadata(output) === null && output["startDate"] === undefined) return null;
  const status = textAt(output, "status");
  return {
    operation: status === null ? "StartExecution" : "StartSyncExecution",
    keys: handedOn("stepfunctions-execution", execution, "executionArn"),
    partial: status === "FAILED" || status === "TIMED_OUT" || status === "ABORTED" ? failure(output, status) : null,
  };
}

/** A synchronous execution that failed answers with success, and says so inside. */
function failure(output: JsonObject, status: string): Seen {
  return {
    type: textAt(output, "error") ?? status,
    message: textAt(output, "cause") ?? `the execution ended as ${status}`,
    stack: [],
    causes: [],
  };
}

/** Express executions are `express:<machine>:<execution>:<uuid>`, standard ones `execution:<machine>:<name>`. */
function isExecution(text: string): boolean {
  const arn = parseArn(text);
  return arn?.service === "states" && /^(execution|express):[^:]+:[^:]+/.test(arn.resource);
}

const MOST_FIELDS = 64;

/**
 * A task's input in which the team put the execution (`$$.Execution.Id`), under a name of its own or as the whole context
 * object (`$$`). Without it nothing in the input tells of Step Functions. Two levels deep: an ARN further in is somebody's data.
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html
 */
function received(event: JsonObject): Received | null {
  if (isLogLine(event) || callMetadata(event) !== null || isAnswer(event)) return null;
  const found = executionIn(event);
  if (found === null) return null;
  const { path, value } = found;
  const arn = parseArn(value);
  const resource = plainName(value);
  return {
    items: [
      {
        operation: "StartExecution",
        resource,
        account: arn?.account ?? null,
        region: arn?.region ?? null,
        ids: [{ kind: "stepfunctions-execution", value, path }],
        shared: [],
        sentAt: null,
        delivery: null,
        input: contextInput(event),
        inner: null,
      },
    ],
    arrival: arrivalOf("workflow", { name: resource }),
  };
}

/** What StartExecution answered, without the SDK's metadata: who started one has not received it. */
function isAnswer(event: JsonObject): boolean {
  return Object.keys(event).every((name) => name === "executionArn" || name === "startDate");
}

function executionIn(event: JsonObject): { path: string; value: string } | null {
  const outer = Object.entries(event).slice(0, MOST_FIELDS);
  const inner = outer.flatMap(([name, value]) =>
    isObject(value)
      ? Object.entries(value)
          .slice(0, MOST_FIELDS)
          .map(([key, one]): [string, Json] => [`${name}.${key}`, one])
      : [],
  );
  const context = textAt(event, "context", "Execution", "Id") ?? textAt(event, "Context", "Execution", "Id");
  if (context !== null && isExecution(context)) return { path: "context.Execution.Id", value: context };
  for (const [path, value] of [...outer, ...inner]) {
    if (typeof value === "string" && isExecution(value)) return { path, value };
  }
  return null;
}

/** What the execution was started with, where the context object is there to tell. */
function contextInput(event: JsonObject): Json {
  const execution = objectAt(event, "Execution") ?? objectAt(event, "context", "Execution");
  return execution === null ? null : unwrapped(execution["Input"] ?? null);
}

/** The execution itself, where its ARN is known; the page of an express one needs the moment at which it began. */
function executionPage(hop: ConsoleHop): string | null {
  const known = [textAt(hop.output, "executionArn"), hop.requestId, textAt(hop.input, "executionArn")];
  const text = known.find((one) => one !== null && isExecution(one)) ?? null;
  if (text === null) return machinePage(hop);
  const began = Date.parse(hop.startedAt);
  const express = parseArn(text)?.resource.startsWith("express:") === true;
  if (express && Number.isNaN(began)) return null;
  const route = express ? "express-executions" : "v2/executions";
  return consolePage(parseArn(text)?.region ?? null, text, EXECUTION, (arn, { name }) => {
    const page = `states/home?region=${name}#/${route}/details/${arn.replaceAll("%3A", ":")}`;
    return express ? `${page}?startDate=${began}` : page;
  });
}

const EXECUTION =
  /^arn:aws(-cn|-us-gov)?:states:[a-z0-9-]+:\d{12}:(execution|express):[\w.-]{1,80}(:[\w.-]{1,80}){1,2}$/;

function machinePage(hop: ConsoleHop): string | null {
  const { account, region } = whereNamed(hop, "stateMachineArn");
  if (account === null || !/^\d{12}$/.test(account)) return null;
  return consolePage(
    region,
    hop.resource,
    /^[\w.-]{1,80}$/,
    (machine, { name, partition }) =>
      `states/home?region=${name}#/statemachines/view/arn:${partition}:states:${name}:${account}:stateMachine:${machine}`,
  );
}

export const stepfunctions: Service = {
  name: "stepfunctions",
  title: "Step Functions",
  operations: new Set(["StartExecution", "StartSyncExecution"]),
  resourceFields: ["statemachinearn"],
  asked,
  answered,
  received,
  delivery: "sync",
  catalog: "workflows",
  console: executionPage,
  begins: "workflow",
  unawaited: new Set(["StartExecution"]),
  xray: {
    origins: ["AWS::StepFunctions::StateMachine", "AWS::STEPFUNCTIONS"],
    calls: ["stepfunctions", "sfn", "states"],
    resource: (segment) => {
      const arn = textAt(segment, "resource_arn") ?? textAt(segment, "aws", "resource_names", 0);
      return arn === null ? null : plainName(arn);
    },
    keys: (segment) => {
      const arn = textAt(segment, "aws", "resource_arn");
      return arn === null || parseArn(arn) === null
        ? []
        : [{ kind: "stepfunctions-execution", value: arn, role: "self", path: "aws.resource_arn" }];
    },
    operation: (segment) => textAt(segment, "aws", "operation") ?? "StartExecution",
  },
};
