import type { Check, Mend } from "../check.ts";
import type { Lack, Logged } from "../logged.ts";
import { many } from "../many.ts";
import { harmless, type Paint } from "./terminal.ts";

const STATE = { works: "works", missing: "MISSING", unknown: "unknown" } as const;
const STYLE = { works: "green", missing: "red", unknown: "yellow" } as const;
const WIDEST = 48;

/** Everything that was checked, by what it belongs to, with what mends it; then all permissions at once. */
export function sayChecks(
  parts: readonly (readonly [title: string, checks: readonly Check[]])[],
  paint: Paint,
): string {
  const all = parts.flatMap(([, checks]) => checks);
  const width = Math.min(WIDEST, Math.max(0, ...all.map(({ what }) => what.length)));
  const lines: string[] = [];
  for (const [title, checks] of parts) {
    if (checks.length === 0) continue;
    lines.push(paint("bold", title), ...checks.flatMap((check) => row(check, width, paint)), "");
  }
  const allowed = allowing(all);
  if (allowed !== null) lines.push(paint("bold", "The policy that is missing"), allowed, "");
  const count = all.filter(({ state }) => state === "missing").length;
  const untried = all.filter(({ state }) => state === "unknown").length;
  const unsure = untried === 0 ? "" : ` ${many(untried, "thing")} could not be tried.`;
  lines.push(
    count === 0
      ? `${paint("green", "Nothing is missing.")}${unsure}`
      : `${paint("red", `${many(count, "thing is", "things are")} missing.`)}${unsure}`,
  );
  return harmless(`${lines.join("\n")}\n`, paint);
}

function row({ what, state, why, mend }: Check, width: number, paint: Paint): string[] {
  const head = `  ${what.padEnd(width)}  ${paint(STYLE[state], STATE[state].padEnd(7))}`;
  const under = mend === null ? [] : [`  ${" ".repeat(width)}  ${paint("dim", `→ ${sayMend(mend)}`)}`];
  return [why === null ? head.trimEnd() : `${head}  ${why}`, ...under];
}

/** What to do, in one line that can be copied where it is one. */
export function sayMend(mend: Mend): string {
  if ("allow" in mend) return JSON.stringify(statementOf(mend.allow, mend.on));
  if ("scopes" in mend) {
    return `add to the bot scopes of the Slack app, and install it again: ${mend.scopes.join(", ")}`;
  }
  if ("set" in mend) return `set ${mend.set} right (docs/configuration.md)`;
  if ("catalog" in mend) return `correct or delete the line of the catalog: ${mend.catalog}`;
  return mend.step;
}

function statementOf(actions: readonly string[], resource: string | readonly string[]): object {
  return { Effect: "Allow", Action: actions, Resource: resource };
}

/** One policy for everything that was refused, a statement for each set of resources; null where nothing was. */
function allowing(checks: readonly Check[]): string | null {
  const byActions = new Map<string, { actions: readonly string[]; on: Set<string> }>();
  const byResource = new Map<string, Set<string>>();
  for (const { mend } of checks) {
    if (mend === null || !("allow" in mend)) continue;
    const actions = byResource.get(mend.on) ?? new Set();
    for (const action of mend.allow) actions.add(action);
    byResource.set(mend.on, actions);
  }
  for (const [on, set] of byResource) {
    const actions = [...set].sort();
    const known = byActions.get(actions.join());
    if (known === undefined) byActions.set(actions.join(), { actions, on: new Set([on]) });
    else known.on.add(on);
  }
  if (byActions.size === 0) return null;
  const statements = [...byActions.values()].map(({ actions, on }) => statementOf(actions, [...on]));
  return JSON.stringify({ Version: "2012-10-17", Statement: statements }, null, 2);
}

const LACKS: Readonly<Record<Lack, string>> = {
  event: "no event is logged",
  "call-ids": "its calls are logged without what was answered",
  "request-ids": "its lines carry no request id",
  "platform-lines": "the platform's lines are not there",
  "system-level": "its system log level is above INFO",
  "application-level": "its application log level is above INFO",
};

/** Of a function that lacks something, what to add, the most telling thing first. */
const ADD: Readonly<Record<Lack, (name: string) => string>> = {
  event: () =>
    'log the event at the start (Powertools: POWERTOOLS_LOGGER_LOG_EVENT=true, or logger.info("event", { event }))',
  "call-ids": () =>
    "log what each SDK call answered, or its id: MessageId, EventId, SequenceNumber, $metadata.requestId",
  "request-ids": () => "log with Powertools, pino-lambda or the runtime's own console, which add the request id",
  "platform-lines": systemLevel,
  "system-level": systemLevel,
  "application-level": (name) => `${UPDATE} ${name} --logging-config LogFormat=JSON,ApplicationLogLevel=INFO`,
};
const UPDATE = "aws lambda update-function-configuration --function-name";

function systemLevel(name: string): string {
  return `${UPDATE} ${name} --logging-config LogFormat=JSON,SystemLogLevel=INFO`;
}

/** Whether requests can be followed through a function by what it logs. */
export function checkOfLogged({ function: name, invocations, lacks, calls }: Logged): Check {
  const what = `function ${name}`;
  if (lacks.length > 0) {
    const steps = new Set(lacks.map((lack) => ADD[lack](name)));
    return {
      what,
      state: "missing",
      why: lacks.map((lack) => LACKS[lack]).join("; "),
      mend: { step: [...steps].join("; ") },
    };
  }
  if (invocations === 0) {
    return {
      what,
      state: "unknown",
      why: "no invocation of it is among the lines of the last minutes that were read",
      mend: null,
    };
  }
  const seen =
    calls === 0 ? "no call of another service: if it makes any, what they answer is not logged" : many(calls, "call");
  return { what, state: "works", why: `${many(invocations, "invocation")}, ${seen}`, mend: null };
}
