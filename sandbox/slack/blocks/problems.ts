import type { z } from "zod";

/** One thing that Slack finds wrong, and where: a JSON pointer ("/blocks/0/text/text"). */
export interface Problem {
  readonly message: string;
  readonly pointer: string;
}

/** "must be less than 3001 characters [json-pointer:/blocks/0/text/text]" */
export function problemText({ message, pointer }: Problem): string {
  return `${message} [json-pointer:${pointer}]`;
}

/**
 * What a schema refused, in the words of Slack's API. `input` is the value that was parsed and `at` the pointer to it.
 * The wordings that could not be found in public reports are marked; clients must not depend on those.
 */
export function problemsOf(error: z.ZodError, input: unknown, at: string): Problem[] {
  return error.issues.flatMap((issue): Problem[] => {
    const pointer = [at, ...issue.path.map(String)].join("/");
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({ message: `invalid additional property: ${key}`, pointer }));
    }
    const value = valueAt(input, issue.path);
    if (value === undefined && issue.code !== "custom") {
      const parent = [at, ...issue.path.slice(0, -1).map(String)].join("/");
      return [{ message: `missing required field: ${String(issue.path.at(-1) ?? at.slice(1))}`, pointer: parent }];
    }
    return [{ message: messageOf(issue, value), pointer }];
  });
}

function messageOf(issue: z.core.$ZodIssue, value: unknown): string {
  switch (issue.code) {
    case "too_big":
      if (issue.origin === "string") return `must be less than ${Number(issue.maximum) + 1} characters`;
      if (issue.origin === "array") return `no more than ${issue.maximum} items allowed`;
      return `must be less than or equal to ${issue.maximum}`; // our wording
    case "too_small":
      if (issue.origin === "string") return `must be more than ${Number(issue.minimum) - 1} characters`;
      if (issue.origin === "array") return `must provide at least ${issue.minimum} items`;
      return `must be greater than or equal to ${issue.minimum}`; // our wording
    case "invalid_type":
      return `must provide ${/^[aeiou]/.test(issue.expected) ? "an" : "a"} ${issue.expected}`;
    case "invalid_union":
      return issue.discriminator === undefined
        ? "failed to match all allowed schemas"
        : `unsupported type: ${String(value)}`;
    case "invalid_value":
      return "must be a valid enum value";
    case "invalid_format":
      return issue.format === "regex" ? issue.message : `must be a valid ${issue.format}`; // our wording
    default:
      return issue.message;
  }
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
    input,
  );
}
