import type { FieldView, StepView } from "../cause-detail.ts";
import { code } from "./mrkdwn.ts";

/** What a hop showed of the value that went bad, in a few words, for mrkdwn, and `most` characters of each name and value; null where the walk did not come by. */
export function stepWords(
  { path, firstBadHop, trailEnds, steps = [] }: FieldView,
  hop: string,
  most = 80,
): string | null {
  const place = steps.findIndex((one) => one.hop === hop);
  const step = steps[place];
  if (step === undefined) return null;
  const said = `${code(path, most)} ${stateWords(step, most)}`;
  if (hop === firstBadHop) return `👉 ${said}${step.state === "bad" ? "" : ", and went out bad"}: *here it began*`;
  const ends = place === steps.length - 1 && trailEnds !== null ? ": *the trail ends here*" : "";
  return `↳ ${said}${ends}`;
}

function stateWords({ state, value, in: side }: StepView, most: number): string {
  const shown = value === null ? "null" : code(JSON.stringify(value), most);
  const went = side === "input" ? "came in" : "was answered";
  switch (state) {
    case "bad":
      return value === null ? `${went} missing or null` : `${went} as ${shown}`;
    case "good":
      return `${went} good, as ${shown}`;
    case "none":
      return `did not come in`;
    case "unclear":
      return `cannot be told from what ${went}`;
    case "unrecorded":
      return `is not known: what ${went} was not recorded`;
  }
}
