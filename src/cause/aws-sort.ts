import type { Seen } from "../record.ts";
import { sortOfCode } from "./aws-code.ts";
import { awsErrorOf } from "./aws-error.ts";
import { sortOfCancelled } from "./cancelled.ts";
import type { AwsError, Sort } from "./languages/language.ts";

/**
 * What sort of failure an error of AWS is: by its code, else by its words and its status. Null where nothing says it.
 * `thrown`: whether AWS threw it for certain, so that even a code that any team might use counts.
 */
export function sortOfAws(error: Seen, thrown: boolean): Sort | null {
  const aws = awsErrorOf(error);
  const cancelled = sortOfCancelled(error.message);
  if (cancelled !== null) return cancelled;
  if (aws !== null) {
    const known = sortOfCode(aws.code) ?? sortOfWords(aws);
    if (known !== null) return known;
  }
  const named = error.type === null ? null : sortOfCode(error.type);
  return named === null || thrown || !isAnybodys(error.type ?? "", named) ? named : null;
}

/** Names that teams give to errors of their own as well. */
function isAnybodys(type: string, { kind, detail }: Sort): boolean {
  return kind === "dependency" || detail === "credentials" || /LimitExceeded/.test(type);
}

const THROTTLED =
  /\brate exceeded|reduce your request rate|too many requests|request limit exceeded|\bthrottl|exceeds the current capacity of your table|configured provisioned throughput/i;
/** What a service says of a request that it refused, without a code that says so. The first that fits has it. */
const REFUSED: readonly (readonly [RegExp, Sort])[] = [
  [
    /security token included in the request is (?:expired|invalid)|provided token has expired/i,
    { kind: "permission", detail: "credentials" },
  ],
  [/not authorized|access (?:is )?denied|request signature|explicit deny/i, { kind: "permission" }],
  [
    /parameter values? (?:is|are|was|were) (?:not valid|invalid)|validation error|failed to satisfy constraint|does not match the schema|^bad request$|\b(?:invalid|malformed)\b|\bmust (?:not )?(?:be|have|contain|match|provide|specify)|\bcannot (?:be|contain)|is (?:required|not valid|empty|missing)|size has exceeded|exceeds? the maximum/i,
    { kind: "bad-input" },
  ],
  [/does not exist|not found|no such/i, { kind: "dependency", detail: "not-found" }],
];

/** Classes like `DynamoDbException` name no code: the SDK for Java throws them for all codes that it has no class for. */
function sortOfWords({ message, status }: AwsError): Sort | null {
  if (THROTTLED.test(message) || status === 429) return { kind: "throttled" };
  if (status !== null && status >= 500) return { kind: "dependency", detail: "server-error" };
  const said = REFUSED.find(([pattern]) => pattern.test(message))?.[1];
  if (said !== undefined) return said;
  if (status === 403 || status === 401) return { kind: "permission" };
  return status === 404 ? { kind: "dependency", detail: "not-found" } : null;
}
