import type { FieldView, StepView } from "../cause-detail.ts";
import type { HopView } from "../report.ts";

/** Where in a payload of this hop the value that went bad stands; null where it does not. */
export function placeIn(side: StepView["in"], hop: HopView, field: FieldView | null): string | null {
  return field?.steps?.find((step) => step.hop === hop.id && step.in === side)?.path ?? null;
}
