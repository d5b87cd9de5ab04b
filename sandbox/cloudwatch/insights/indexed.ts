import type { LogGroup } from "../log-store.ts";
import { testOf } from "./condition.ts";
import type { Command, Condition, Operand } from "./query.ts";
import type { Row } from "./row.ts";

/** Indexed in every group of the standard class, of what lines can hold here. */
export const DEFAULT_INDEXES = ["traceId"] as const;

export function indexesOf({ settings }: LogGroup): readonly string[] {
  if (settings.logGroupClass !== "STANDARD") return [];
  return [...DEFAULT_INDEXES, ...(settings.indexedFields ?? [])];
}

/** Whether the indexes of a group leave it open that an event matches: it is scanned only then. */
export function indexed(commands: readonly Command[], group: LogGroup): (row: Row) => boolean {
  const fields = indexesOf(group);
  const tests = conditionsFirst(commands)
    .filter((condition) => fields.includes(fieldOf(condition) ?? ""))
    .map(testOf);
  return (row) => tests.every((test) => test(row) === true);
}

/** What the filters before everything else demand all together. */
function conditionsFirst(commands: readonly Command[]): Condition[] {
  const found: Condition[] = [];
  for (const command of commands) {
    if (command.kind === "filter") found.push(command.condition);
    else if (command.kind !== "fields") break;
  }
  return found.flatMap((condition) => (condition.kind === "and" ? condition.parts : [condition]));
}

function fieldOf(condition: Condition): string | null {
  if (condition.kind === "in") return nameOf(condition.operand);
  if (condition.kind !== "compare" || condition.operator !== "=") return null;
  return nameOf(condition.left) ?? nameOf(condition.right);
}

function nameOf(operand: Operand): string | null {
  return "field" in operand ? operand.field : null;
}
