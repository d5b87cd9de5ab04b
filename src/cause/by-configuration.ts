import type { ChangeView } from "../change-view.ts";
import { nameOfHop } from "../impact/case.ts";
import { many } from "../many.ts";
import type { CauseKind, CauseView } from "../report.ts";
import type { Hop, Transaction } from "../transaction.ts";
import { type ChangedVariable, changedVariables } from "./changed-variables.ts";
import { isVariableName } from "./is-variable-name.ts";

const MOST_NAMED = 3;
const MOST_READ = 1000;

const OF_THE_ENVIRONMENT = /environment|\benv\b|process\.env|os\.environ|getenv|config(?:uration)?\b/i;

/** Failures that the outside brings about, whatever is configured. */
const NOT_BY_CONFIGURATION: ReadonlySet<CauseKind> = new Set(["throttled", "provider"]);

/**
 * The cause, with the variables by which the environment of the function differs from that of its healthy invocations: where the
 * error names one, or all failures are on a version that came with it. Proven where the one that differs is the one that is named:
 * what else came with a version may be at fault as well. `program`: the function around where it went wrong.
 */
export function withConfiguration(
  cause: CauseView,
  program: Hop,
  error: Hop["error"],
  sides: { readonly failing: readonly Transaction[]; readonly healthy: readonly Transaction[] },
  changes: readonly ChangeView[],
): CauseView {
  if (NOT_BY_CONFIGURATION.has(cause.kind)) return cause;
  const ranIn = (all: readonly Transaction[]): Hop[] =>
    all.flatMap(({ hops }) => hops.filter((hop) => nameOfHop(hop) === nameOfHop(program)));
  const changed = changedVariables(ranIn(sides.failing), ranIn(sides.healthy));
  const [first] = changed;
  if (first === undefined) return cause;
  const said = `${error?.type ?? ""} ${error?.message.slice(0, MOST_READ) ?? ""}`;
  const named = changed.filter(({ name }) => isNamed(name, said));
  const known = cause.detail === "configuration";
  if (named.length === 0) {
    const deployed = changes.some(({ kind, function: name }) => kind === "version" && name === program.resource);
    // Where the error, or the way of a value, tells what is wrong, a change beside it may be innocent.
    const explained = cause.detail === "caller" || (cause.field !== null && cause.field.firstBadHop !== null);
    if (!deployed || known || explained) return cause;
    return configured(cause, `Likely it is its configuration: ${inWords(changed)}.`, "likely");
  }
  const only = changed.length === 1;
  const text = only
    ? `The error names what differs: ${inWords(changed)}.`
    : `${inWords([...named, ...changed])}; the error names ${namesOf(named)}.`;
  return configured(cause, text, only || known ? cause.certainty : "likely");
}

/** A deploy that is proven stays so, whichever of the things that it brought broke it. */
function configured(cause: CauseView, text: string, certainty: CauseView["certainty"]): CauseView {
  const told = cause.kind === "deploy" ? cause.certainty : certainty;
  return { ...cause, detail: "configuration", certainty: told, text: `${cause.text} ${text}` };
}

/** A short name may be a word of the error that means something else. */
function isNamed(name: string, said: string): boolean {
  if (!isVariableName(name) && !OF_THE_ENVIRONMENT.test(said)) return false;
  return said.split(/[^A-Za-z0-9_]+/).includes(name);
}

/** Those that come first are named. */
function inWords(variables: readonly ChangedVariable[]): string {
  const distinct = [...new Set(variables)];
  const [one] = distinct;
  if (distinct.length === 1 && one !== undefined)
    return `the variable ${one.name} of its environment ${state(one)} beside healthy requests`;
  return `${many(distinct.length, "variable")} of its environment differ beside healthy requests (${namesOf(distinct)})`;
}

function namesOf(variables: readonly ChangedVariable[]): string {
  const names = variables.slice(0, MOST_NAMED).map(({ name }) => name);
  return variables.length > MOST_NAMED ? `${names.join(", ")}, …` : names.join(", ");
}

function state({ failing, healthy }: ChangedVariable): string {
  return failing === healthy ? "differs" : `is ${failing}`;
}
