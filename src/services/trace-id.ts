import type { JsonObject } from "../json.ts";
import type { Key } from "../key.ts";
import { headerOf } from "./identity.ts";

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

/** The trace of a W3C header, `00-<trace>-<parent>-01`. All zeros are no trace. https://www.w3.org/TR/trace-context/#traceparent-header */
export function w3cKey(header: string | null, path: string): Key[] {
  const trace = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/i.exec(header?.trim() ?? "")?.[1];
  const value = trace === undefined || /^0+$/.test(trace) ? null : xrayTraceId(trace);
  return value === null ? [] : [{ kind: "xray-trace", value, role: "shared", path }];
}

/** The traces that a request's headers name, in X-Ray's way and in W3C's. */
export function traceKeys(headers: JsonObject | null, at: string): Key[] {
  return [
    ...traceKey(headerOf(headers, "x-amzn-trace-id"), `${at}.X-Amzn-Trace-Id`),
    ...w3cKey(headerOf(headers, "traceparent"), `${at}.traceparent`),
  ];
}
