import { textAt } from "../json.ts";
import { type Arn, parseArn } from "./arn.ts";
import type { ConsoleHop } from "./service.ts";

/** Where a resource is: as the call itself named it, which may be elsewhere than its caller, else as the hop has it. */
export function whereNamed(hop: ConsoleHop, ...path: readonly (string | number)[]): Pick<Arn, "account" | "region"> {
  const arn = parseArn(textAt(hop.input, ...path) ?? "");
  return { account: arn?.account ?? hop.account, region: arn?.region ?? hop.region };
}
