import type { ErrorView } from "../report.ts";

/** An error in one line: "ValidationException: One or more parameter values …". */
export function errorLine({ type, message }: Pick<ErrorView, "type" | "message">): string {
  const line = message.replace(/\s+/g, " ").trim();
  if (type === null) return line;
  return line === "" || line === type ? type : `${type}: ${line}`;
}
