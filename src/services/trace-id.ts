import type { Key } from "../key.ts";

const XRAY = /^1-([0-9a-f]{8})-([0-9a-f]{24})$/i;
const W3C = /^([0-9a-f]{8})([0-9a-f]{24})$/i;

/** A trace id in X-Ray's form, `1-5759e988-bd862e3fe1be46a994272793`, from that form or W3C's 32 digits; else null. */
export function xrayTraceId(text: string): string | null {
  const match = XRAY.exec(text) ?? W3C.exec(text);
  return match === null ? null : `1-${match[1]}-${match[2]}`.toLowerCase();
}

/** The trace that a tracing header names, `Root=1-…;Parent=…;Sampled=1`: shared by everything that the request causes. */
export function traceKey(header: string | null, path: string): Key[] {
  const root = /(?:^|;)\s*Root=([^;]+)/i.exec(header ?? "")?.[1];
  const value = root === undefined ? null : xrayTraceId(root.trim());
  return value === null ? [] : [{ kind: "xray-trace", value, role: "shared", path }];
}
