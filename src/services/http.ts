import { type JsonObject, textAt } from "../json.ts";
import type { Service } from "./service.ts";

/** A call to any host that is not AWS: the resource is the host. */
export const http: Service = {
  name: "http",
  title: "HTTP",
  operations: new Set(),
  resourceFields: ["host", "hostname"],
  xray: {
    origins: [],
    calls: [],
    resource: (segment) => urlOf(segment)?.host ?? textAt(segment, "name"),
    operation: (segment) => {
      const url = urlOf(segment);
      return url === null ? null : `${textAt(segment, "http", "request", "method") ?? "GET"} ${url.pathname}`;
    },
  },
};

function urlOf(segment: JsonObject): URL | null {
  const url = textAt(segment, "http", "request", "url") ?? "";
  return URL.canParse(url) ? new URL(url) : null;
}
