import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Happening } from "../investigation.ts";
import type { Micros } from "../time.ts";
import { happeningText } from "./row.ts";
import { QUEUE } from "./table-definition.ts";

/** A conditional write to a row, as the parts of its expressions. */
export interface Update {
  readonly condition: string;
  readonly set: readonly string[];
  readonly add?: string;
  readonly remove?: readonly string[];
  readonly names?: Readonly<Record<string, string>>;
  readonly values: Record<string, AttributeValue>;
}

const NOT_SEEN = "attribute_not_exists(seen) OR NOT contains(seen, :event)";

/** A happening into an inbox, unless it is among those seen. */
export function takenIn(happening: Happening, now: Micros): Update {
  return {
    condition: NOT_SEEN,
    set: ["inbox = list_append(if_not_exists(inbox, :none), :one)", "dueQueue = :queue", "dueAt = :now"],
    add: "seen :events",
    values: {
      ":event": { S: happening.id },
      ":events": { SS: [happening.id] },
      ":none": { L: [] },
      ":one": { L: [{ S: happeningText(happening) }] },
      ":queue": { S: QUEUE },
      ":now": { N: String(now) },
    },
  };
}
