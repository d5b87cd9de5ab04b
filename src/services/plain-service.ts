import { textAt } from "../json.ts";
import type { Service } from "./service.ts";

/** A program of ours that traces record and that is no function: a container, an instance, anything with a name. */
export const plainService: Service = {
  name: "service",
  foreign: true,
  title: "Service",
  operations: new Set(),
  resourceFields: [],
  xray: {
    origins: ["AWS::ECS::Container", "AWS::EC2::Instance", "AWS::ElasticBeanstalk::Environment"],
    calls: [],
    resource: (segment) => textAt(segment, "name"),
    operation: (segment) => textAt(segment, "http", "request", "method"),
    arrival: (segment) => ({
      kind: textAt(segment, "http", "request", "method") === null ? "unknown" : "http",
      method: textAt(segment, "http", "request", "method"),
      route: null,
      path: pathOf(textAt(segment, "http", "request", "url")),
      name: null,
      user: null,
      userAgent: textAt(segment, "http", "request", "user_agent"),
      clientAddress: textAt(segment, "http", "request", "client_ip"),
      signed: false,
      root: false,
    }),
  },
};

function pathOf(url: string | null): string | null {
  return url !== null && URL.canParse(url) ? new URL(url).pathname : null;
}
