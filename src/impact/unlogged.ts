import type { Configuration, Unlogged } from "../configuration.ts";
import type { Gap } from "../record.ts";
import { nameOfHop } from "./case.ts";

const WHY: Readonly<Record<Unlogged["lines"], string>> = {
  platform:
    "the platform's lines of its invocations are missing: those that succeed cannot be counted, and take unknown time",
  errors: "the errors that it logs are missing, whatever went wrong",
};

/** What functions among `names` (as hops are named) do not log, because they are told so. */
export function gapsOfLogging(known: Configuration, names: ReadonlySet<string>): Gap[] {
  return [...known.settings].flatMap((one) => {
    if (!names.has(nameOfHop(one))) return [];
    return (one.unlogged ?? []).map(({ lines, by }): Gap => {
      const gap = { what: `the logs of ${one.resource}`, why: `${by}: ${WHY[lines]}` };
      return lines === "errors" ? { ...gap, unread: true } : gap;
    });
  });
}
