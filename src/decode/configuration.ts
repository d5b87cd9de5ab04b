import { alarmStatesIn, changesIn } from "../alarm-state.ts";
import type { Setting } from "../configuration.ts";
import { isArray, isObject, type Json, parseJson } from "../json.ts";
import { whereRead } from "../metric.ts";
import type { Gap } from "../record.ts";
import { SERVICES } from "../services/table.ts";
import type { Decoded, Decoder } from "./decoder.ts";

const MOST_ANSWERS = 10_000;

/** By `service:Operation`, what an answer says; each stands in the file of its service. */
const READERS = new Map(SERVICES.flatMap(({ describe = {} }) => Object.entries(describe)));
const ALARMS = "cloudwatch:DescribeAlarms";
const HISTORY = "cloudwatch:DescribeAlarmHistory";

/**
 * Answers of the services' own read-only operations: an object keyed `service:Operation`, each a list of `{"input",
 * "output"}` with the SDK's names of fields.
 */
export const configuration: Decoder = {
  format: "configuration",
  sniff: (head) => /^\s*\{\s*"[a-z0-9-]{1,40}:[A-Z][A-Za-z0-9]{1,60}"\s*:\s*\[/.test(head),
  decode({ bytes, origin }, out) {
    const gap = (what: string, why: string): { gap: Gap } => ({ gap: { what, why, origin } });
    const whole = parseJson(new TextDecoder().decode(bytes));
    if (!isObject(whole))
      return out({ gap: { what: "configuration", why: "not a JSON object", origin, unread: true } });
    const told = whereRead(origin);
    const where = told === "" ? {} : { where: told };
    for (const [operation, answers] of Object.entries(whole)) {
      const known = operation === ALARMS || operation === HISTORY || READERS.has(operation);
      if (!known) out(gap(operation, "nothing is known about this operation"));
      else if (!isArray(answers)) out(gap(operation, 'not a list of {"input", "output"}'));
      else for (const answer of answers.slice(0, MOST_ANSWERS)) read(operation, answer, where, out);
    }
  },
};

function read(operation: string, answer: Json, where: Pick<Setting, "where">, out: (one: Decoded) => void): void {
  if (!isObject(answer)) return;
  const { input = null, output = null } = answer;
  if (operation === ALARMS) for (const alarm of alarmStatesIn(output)) out({ alarm });
  else if (operation === HISTORY) for (const change of changesIn(output)) out({ change });
  else for (const setting of READERS.get(operation)?.(input, output) ?? []) out({ setting: { ...setting, ...where } });
}
