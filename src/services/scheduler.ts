import { isObject, type JsonObject, textAt } from "../json.ts";
import { parseTime } from "../time.ts";
import { parseArn, plainName } from "./arn.ts";
import { arrivalOf } from "./arrival.ts";
import { consolePage } from "./console-page.ts";
import { isLogLine } from "./log-line.ts";
import type { ConsoleHop, Received, Service } from "./service.ts";

/**
 * EventBridge Scheduler sends what the team wrote as the input, and nothing else. It is known only where that input holds what
 * Scheduler fills in for `<aws.scheduler.…>`: the names of the fields are the team's own, the values are telling.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
 */
function received(event: JsonObject): Received | null {
  if (isLogLine(event)) return null;
  const values = Object.entries(event).flatMap(([path, value]) =>
    typeof value === "string" && value !== "" ? [{ path, value }] : [],
  );
  const schedule = values.find(({ value }) => parseArn(value)?.service === "scheduler");
  if (schedule === undefined) return null;
  const arn = parseArn(schedule.value);
  const execution = values.find(({ path, value }) => /execution/i.test(path) && value !== schedule.value);
  const time = values.find(({ path }) => /time/i.test(path));
  const name = plainName(schedule.value, "last");
  return {
    items: [
      {
        operation: "Schedule",
        resource: name,
        account: arn?.account ?? null,
        region: arn?.region ?? null,
        ids: execution === undefined ? [] : [{ kind: "external", value: execution.value, path: execution.path }],
        shared: [],
        sentAt: time === undefined ? null : parseTime(textAt(event, time.path) ?? ""),
        delivery: null,
        input: event,
        inner: null,
      },
    ],
    arrival: arrivalOf("schedule", { name, root: true }),
  };
}

/** The group of a schedule stands in its ARN alone: `schedule/<group>/<name>`. */
function schedulePage({ input, resource }: ConsoleHop): string | null {
  const arns = Object.values(isObject(input) ? input : {}).map((one) =>
    typeof one === "string" ? parseArn(one) : null,
  );
  const arn = arns.find((one) => one?.service === "scheduler") ?? null;
  const [, group = "", name = ""] = /^schedule\/([\w.-]{1,64})\/([\w.-]{1,64})$/.exec(arn?.resource ?? "") ?? [];
  if (arn === null || name === "" || name !== resource) return null;
  return consolePage(
    arn.region,
    name,
    /^[\w.-]{1,64}$/,
    (one, region) => `scheduler/home?region=${region.name}#schedules/${group}/${one}`,
  );
}

export const scheduler: Service = {
  name: "scheduler",
  title: "Scheduler",
  operations: new Set(),
  resourceFields: [],
  received,
  delivery: "async",
  catalog: "schedules",
  console: schedulePage,
  xray: {
    origins: ["AWS::Scheduler", "AWS::Scheduler::Schedule"],
    calls: ["scheduler"],
    resource: (segment) => {
      const schedule = textAt(segment, "aws", "resource_names", 0);
      return schedule === null ? null : plainName(schedule, "last");
    },
  },
};
