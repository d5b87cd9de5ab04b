import type { Random } from "./random.ts";

/** The ids of AWS that are no plain UUIDs, in the shapes that they have. */

const CAPITALS_AND_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** `JKJaXmPLvHcESHA=`: the request id of an HTTP API, and the extended one of a REST API. Eleven bytes. */
export function apiRequestId(random: Random): string {
  return random.bytes(11).toString("base64").replaceAll("+", "-").replaceAll("/", "_");
}

/** `1-5759e988-bd862e3fe1be46a994272793`: the second in which the trace began, and 24 digits. */
export function traceRoot(random: Random, at: number): string {
  const seconds = Math.floor(at / 1000).toString(16);
  return `1-${seconds.padStart(8, "0")}-${random.hex(24)}`;
}

/** 52 capitals and digits, of which DynamoDB makes the second half the same in all of its answers. */
export function dynamodbRequestId(random: Random): string {
  return `${random.text(CAPITALS_AND_DIGITS, 26)}VV4KQNSO5AEMVJF66Q9ASUAAJG`;
}

export function s3RequestId(random: Random): string {
  return random.text(CAPITALS_AND_DIGITS, 16);
}

export function s3ExtendedRequestId(random: Random): string {
  return random.bytes(56).toString("base64");
}

/** `2026/11/22/[$LATEST]0f1e…`: the day on which the environment began, the version that it runs, 32 digits. */
export function logStreamName(random: Random, at: number, version: string): string {
  const day = new Date(at).toISOString().slice(0, 10).replaceAll("-", "/");
  return `${day}/[${version}]${random.hex(32)}`;
}

/** `AROA…`: the unique id of a role, which SQS shows as the first half of a message's sender. */
export function roleId(random: Random): string {
  return `AROA${random.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 17)}`;
}
