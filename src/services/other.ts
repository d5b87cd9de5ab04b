import { textAt } from "../json.ts";
import type { Service } from "./service.ts";

/** An AWS service that has no file of its own yet: it is shown by its name, and nothing is known about it. */
export const other: Service = {
  name: "other",
  foreign: true,
  title: "AWS",
  operations: new Set(),
  resourceFields: [],
  xray: { origins: [], calls: [], resource: (segment) => textAt(segment, "name") },
};
