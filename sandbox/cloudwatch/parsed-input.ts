import type { z } from "zod";
import { invalidParameter, ServiceError } from "./service-error.ts";

/** Checks a request's body; what breaks a constraint is refused in the service's words. */
export function parsedInput<Input>(schema: z.ZodType<Input>, body: unknown): Input {
  const parsed = schema.safeParse(body, { reportInput: true });
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const wrongType = issues.find((issue) => issue.code === "invalid_type" && issue.input != null);
  if (wrongType?.code === "invalid_type") {
    // z.never() stands for a member of the real API that is not built here.
    if (wrongType.expected === "never") throw invalidParameter(`${memberName(wrongType.path)} is not supported.`);
    throw new ServiceError("SerializationException", `${memberName(wrongType.path)} must be a ${wrongType.expected}`);
  }
  const errors = `${issues.length} validation error${issues.length === 1 ? "" : "s"} detected: `;
  throw invalidParameter(errors + issues.map(broken).join("; "));
}

type Issue = z.core.$ZodIssue;

function broken(issue: Issue): string {
  return `Value ${quoted(issue.input)} at '${memberName(issue.path)}' failed to satisfy constraint: Member must ${constraint(issue)}`;
}

function constraint(issue: Issue): string {
  switch (issue.code) {
    case "too_big":
      return `have ${measure(issue.origin)} less than or equal to ${issue.maximum}`;
    case "too_small":
      return `have ${measure(issue.origin)} greater than or equal to ${issue.minimum}`;
    case "invalid_format":
      return `satisfy regular expression pattern: ${issue.pattern?.replace(/^\/\^|\$\/$/g, "") ?? issue.format}`;
    case "invalid_value":
      return `satisfy enum value set: [${issue.values.join(", ")}]`;
    default:
      return "not be null";
  }
}

function measure(origin: string): string {
  return origin === "string" || origin === "array" ? "length" : "value";
}

function quoted(input: unknown): string {
  if (input === undefined || input === null) return "null";
  return `'${Array.isArray(input) ? `[${input.join(", ")}]` : String(input)}'`;
}

/** The service counts the members of a list from one: logEvents.1.member.message. */
function memberName(path: readonly PropertyKey[]): string {
  return path.map((key) => (typeof key === "number" ? `${key + 1}.member` : String(key))).join(".");
}
