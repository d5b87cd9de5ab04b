import { z } from "zod";
import type { JsonObject } from "../world/json.ts";
import { LIMITS } from "./limits.ts";
import { startOf, subsegmentsOf, textAt } from "./segment.ts";
import type { Service } from "./service.ts";
import { invalidRequest } from "./service-error.ts";
import { serviceNode } from "./service-node.ts";

const INPUT = z.object({ StartTime: z.number(), EndTime: z.number(), NextToken: z.string().optional() });

interface Node {
  readonly ReferenceId: number;
  readonly Name: string;
  readonly Type: string;
  readonly edges: Set<number>;
}

/** Which services called which, in the traces of a stretch of time. Ours: it is one page. */
export function getServiceGraph(body: unknown, { store, clock }: Service): object {
  const parsed = INPUT.safeParse(body);
  if (!parsed.success) throw invalidRequest(`Invalid ${parsed.error.issues[0]?.path.join(".") ?? "request"}`);
  const { StartTime: from, EndTime: to } = parsed.data;
  if ((to - from) * 1000 > LIMITS.rangeMs) throw invalidRequest("Time range cannot be longer than 6 hours");
  const nodes = new Map<string, Node>();
  const nodeOf = (segment: JsonObject): Node => {
    const { name, type } = serviceNode(segment);
    const node = nodes.get(`${type} ${name}`) ?? { ReferenceId: nodes.size, Name: name, Type: type, edges: new Set() };
    nodes.set(`${type} ${name}`, node);
    return node;
  };
  for (const { segments } of store.all(clock.now())) {
    if (!segments.some((segment) => startOf(segment) >= from && startOf(segment) <= to)) continue;
    const owners = new Map<string | undefined, JsonObject>();
    for (const segment of segments)
      for (const one of [segment, ...subsegmentsOf(segment)]) owners.set(textAt(one, "id"), segment);
    for (const segment of segments) {
      const node = nodeOf(segment);
      const caller = owners.get(textAt(segment, "parent_id") ?? "");
      if (caller !== undefined) nodeOf(caller).edges.add(node.ReferenceId);
    }
  }
  const Services = [...nodes.values()].map(({ edges, ...node }) => ({
    ...node,
    Edges: [...edges].map((ReferenceId) => ({ ReferenceId })),
  }));
  return { StartTime: from, EndTime: to, Services, ContainsOldGroupVersions: false };
}
