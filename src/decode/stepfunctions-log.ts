import type { Key } from "../key.ts";
import { plainName } from "../services/arn.ts";
import { stepfunctions } from "../services/stepfunctions.ts";
import type { Span } from "../span.ts";
import { type ExecutionEvent, endOf, payloadOf, spanOfEvents } from "./stepfunctions-event.ts";
import { taskOf } from "./stepfunctions-task.ts";

/** The executions, and the tasks in them that called something, of which these events tell. Linear but for sorting. */
export function spansOfExecutions(events: readonly ExecutionEvent[]): Span[] {
  const byExecution = Map.groupBy(events, ({ arn }) => arn);
  return [...byExecution].flatMap(([arn, own]) => spansOfExecution(arn, distinct(own)));
}

function distinct(events: readonly ExecutionEvent[]): ExecutionEvent[] {
  const byId = new Map(events.map((event) => [`${event.id} ${event.type}`, event]));
  return [...byId.values()].sort((a, b) => a.id - b.id);
}

function spansOfExecution(arn: string, events: readonly ExecutionEvent[]): Span[] {
  const own = events.filter(({ type }) => type.startsWith("Execution"));
  const tasks = tasksOf(events).flatMap((task) => taskOf(task) ?? []);
  return [executionOf(arn, events, own), ...tasks];
}

const OF_A_TASK =
  /^(Task|LambdaFunction|Activity)(Scheduled|Started|Submitted|Succeeded|Failed|TimedOut|SubmitFailed|StartFailed|ScheduleFailed)/;

/** The events of each task, in order: each names the event before it, back to the one that scheduled the task. */
function tasksOf(events: readonly ExecutionEvent[]): ExecutionEvent[][] {
  const taskOfEvent = new Map<number, ExecutionEvent[]>();
  const tasks: ExecutionEvent[][] = [];
  for (const event of events) {
    if (!OF_A_TASK.test(event.type)) continue;
    const begun = event.type.endsWith("Scheduled") ? undefined : taskOfEvent.get(event.previous);
    const task = begun ?? [];
    if (begun === undefined) tasks.push(task);
    task.push(event);
    taskOfEvent.set(event.id, task);
  }
  return tasks;
}

/** What was said of an execution may have come in parts, which meet under its ARN: each says only what it knows. */
function executionOf(arn: string, events: readonly ExecutionEvent[], own: readonly ExecutionEvent[]): Span {
  const end = own.findLast((event) => endOf(event) !== null);
  const told = spanOfEvents(
    own.length > 0 ? own : events.slice(0, 1),
    end === undefined ? "unknown" : (endOf(end) ?? "unknown"),
  );
  const started = own.find(({ type }) => type === "ExecutionStarted");
  const machine = plainName(arn);
  return {
    ...told,
    id: `execution:${arn}:${events[0]?.id ?? 0}-${events.at(-1)?.id ?? 0}`,
    keys: executionKeys(arn),
    kind: "server",
    service: stepfunctions.name,
    resource: machine,
    operation: "StartExecution",
    requestId: arn,
    input: payloadOf(started, "input"),
    output: payloadOf(end, "output"),
    arrival: {
      kind: "workflow",
      method: null,
      route: null,
      path: null,
      name: machine,
      user: null,
      userAgent: null,
      clientAddress: null,
      signed: false,
      root: false,
    },
  };
}

/** Whoever started it knows the ARN, and mostly writes down no more than the name in it, which is a UUID where none was chosen. */
function executionKeys(arn: string): Key[] {
  const path = "execution_arn";
  const name = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?::|$)/.exec(arn)?.[0].replace(":", "");
  return [
    { kind: "stepfunctions-execution", value: arn, role: "self", path },
    ...(name === undefined ? [] : [{ kind: "stepfunctions-execution", value: name, role: "self", path } as const]),
    { kind: "span", value: arn, role: "sent", path },
  ];
}
