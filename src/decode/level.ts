import type { Json } from "../json.ts";
import type { Level } from "../record.ts";

const NAMES: Readonly<Record<string, Level>> = {
  TRACE: "trace",
  TRCE: "trace",
  SILLY: "trace",
  DEBUG: "debug",
  DBUG: "debug",
  VERBOSE: "debug",
  INFO: "info",
  NOTICE: "info",
  LOG: "info",
  WARN: "warn",
  WARNING: "warn",
  ERROR: "error",
  FAIL: "error",
  SEVERE: "error",
  FATAL: "fatal",
  CRIT: "fatal",
  CRITICAL: "fatal",
};

/** A level as libraries write it: a name in any case, or bunyan's and pino's number (10 trace … 60 fatal). */
export function levelOf(value: Json | undefined): Level | null {
  if (typeof value === "string") return NAMES[value.toUpperCase()] ?? null;
  if (typeof value !== "number") return null;
  if (value < 20) return "trace";
  if (value < 30) return "debug";
  if (value < 40) return "info";
  if (value < 50) return "warn";
  return value < 60 ? "error" : "fatal";
}

export function isError(level: Level | null): boolean {
  return level === "error" || level === "fatal";
}
