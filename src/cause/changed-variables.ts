import { at, isObject, type Json, type JsonObject } from "../json.ts";
import type { Hop } from "../transaction.ts";

/** What a variable is in all invocations of one side. Set in both, it is set to something else. */
export type VariableState = "missing" | "empty" | "set";

/** A variable that is one thing in every failing invocation and another in every healthy one. Its value is not kept. */
export interface ChangedVariable {
  readonly name: string;
  readonly failing: VariableState;
  readonly healthy: VariableState;
}

/** One invocation of each side may be alike by chance in what it holds. */
const FEWEST = 2;
/** More than Lambda's 4 KB can hold. */
const MOST_NAMES = 1000;
const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;
/**
 * What the runtime sets, and differs by instance, version or minute: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
const OF_THE_PLATFORM =
  /^(?:_.*|AWS_(?:LAMBDA|XRAY|CONTAINER|EXECUTION)_.*|AWS_(?:ACCESS_KEY(?:_ID)?|SECRET_ACCESS_KEY|SESSION_TOKEN|SECURITY_TOKEN|DURABLE_.*)|LAMBDA_.*|ECS_.*|HOSTNAME|PWD|OLDPWD|SHLVL)$/;
/** What tells one build from another differs with every deploy, and breaks nothing. */
const OF_THE_BUILD = new RegExp(
  [
    "^(?:(?:DD|APP|APPLICATION|SERVICE|CODE|PACKAGE|FUNCTION|BUILD|RELEASE)_)?VERSION$",
    "(?:^|_)(?:SHA\\d{0,3}|COMMIT|BUILD|RELEASE|REVISION)(?:_(?:ID|NUMBER|HASH|REF))?$",
    "(?:^|_)(?:BUILD|DEPLOY|DEPLOYED|DEPLOYMENT|RELEASED)_(?:ID|NUMBER|AT|TIME|DATE)$",
    "^OTEL_RESOURCE_ATTRIBUTES$",
  ].join("|"),
  "i",
);

type Ran = Pick<Hop, "id" | "requestId" | "environment">;

/**
 * The variables by which the environments of failing invocations differ from those of healthy ones of the same function: each side
 * has to agree with itself. `null` is not recorded, and says nothing. Compared before anything is redacted.
 */
export function changedVariables(failing: readonly Ran[], healthy: readonly Ran[]): ChangedVariable[] {
  const [bad, good] = [environmentsOf(failing), environmentsOf(healthy)];
  if (bad.length < FEWEST || good.length < FEWEST) return [];
  const names = new Set([...bad, ...good].flatMap((one) => Object.keys(one).slice(0, MOST_NAMES)));
  const changed: ChangedVariable[] = [];
  let shared = 0;
  for (const name of [...names].sort()) {
    const [own, theirs] = [heldByAll(bad, name), heldByAll(good, name)];
    if (own === null || theirs === null) continue;
    if (own === theirs) shared++;
    else if (NAME.test(name) && !OF_THE_PLATFORM.test(name) && !OF_THE_BUILD.test(name))
      changed.push({ name, failing: stateOf(own), healthy: stateOf(theirs) });
  }
  const onOneSide = changed.filter((one) => one.failing === "missing" || one.healthy === "missing").length;
  // What has little in common was recorded otherwise, and tells nothing of what is not in it.
  return onOneSide > shared ? [] : changed;
}

/** Of each invocation one, also where it stands in several transactions: it ran for all of a batch. */
function environmentsOf(hops: readonly Ran[]): JsonObject[] {
  const distinct = new Map(hops.map((hop) => [hop.requestId ?? hop.id, hop.environment]));
  return [...distinct.values()].filter(isWhole);
}

const MISSING = "missing";
const SET = "set ";

/** What all hold under a name; null where they do not agree, or it cannot be told. */
function heldByAll([first, ...others]: readonly JsonObject[], name: string): string | null {
  const held = heldBy(first, name);
  return others.every((one) => heldBy(one, name) === held) ? held : null;
}

function heldBy(environment: JsonObject | undefined, name: string): string | null {
  const value = at(environment, name) ?? null;
  if (value === null) return MISSING;
  return typeof value === "object" ? null : `${SET}${value}`;
}

function stateOf(held: string): VariableState {
  return held === MISSING ? "missing" : held === SET ? "empty" : "set";
}

/** Of what was cut nobody knows what it does not hold. */
function isWhole(environment: Json): environment is JsonObject {
  return isObject(environment) && !Object.hasOwn(environment, "$cut");
}
