import type { FrameView, LimitView } from "../cause-detail.ts";
import type { CauseKind } from "../report.ts";
import { titleOf } from "../services/table.ts";
import type { Hop } from "../transaction.ts";

const VERB: Readonly<Record<CauseKind, string>> = {
  throttled: "is throttled",
  timeout: "ran out of time",
  "bad-input": "refused its input",
  permission: "was not allowed",
  dependency: "failed",
  code: "broke",
  memory: "ran out of memory",
  deploy: "fails since a deploy",
  provider: "failed at the provider",
  unknown: "failed",
};

export function nameOf({ service, resource, operation }: Pick<Hop, "service" | "resource" | "operation">): string {
  return `${titleOf(service)} ${resource ?? operation}`;
}

/** What happened at a hop: "Lambda post refused its input: ValidationError: details.rideId cannot be an empty string". */
export function whatHappened(hop: Hop, kind: CauseKind): string {
  const said =
    hop.error === null
      ? ""
      : `: ${[hop.error.type, hop.error.message]
          .filter((one) => one !== null && one !== "")
          .join(": ")
          .replace(/[.\s]{1,100}$/, "")}`;
  return `${nameOf(hop)} ${VERB[kind]}${said}`;
}

/** "It ran into the provisioned write capacity of table orders, which ends …" */
export function limitInWords({ text, healsItself, ends }: LimitView): string {
  const heals = { true: "It heals by itself", false: "It does not heal by itself", null: "It ends" }[`${healsItself}`];
  return `It ran into ${text}. ${heals}${healsItself === false ? ": it ends " : healsItself === true ? ": " : " "}${ends}.`;
}

/** "In the team's own code: save at /var/task/orders.js:12." */
export function frameInWords({ file, line, function: name }: FrameView): string {
  return `In the team's own code: ${name === null ? "" : `${name} at `}${file}${line === null ? "" : `:${line}`}.`;
}
