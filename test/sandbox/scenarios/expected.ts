import { readFileSync } from "node:fs";
import { z } from "zod";
import type { StoryName } from "../../../sandbox/scenarios/table.ts";

const Expected = z.strictObject({
  decision: z.enum(["wake", "wait", "unclear"]),
  function: z.string(),
  entry: z.string(),
  customerFacing: z.boolean(),
  businessCritical: z.boolean().nullable(),
  users: z.strictObject({
    hit: z.number(),
    outcomes: z.strictObject({
      lost: z.number(),
      failed: z.number(),
      parked: z.number(),
      pending: z.number(),
      delayed: z.number(),
      recovered: z.number(),
    }),
    stillFailing: z.number(),
  }),
  failingRequests: z.number(),
  entries: z.array(z.strictObject({ name: z.string(), kind: z.string(), requests: z.number() })),
  blocked: z.strictObject({ items: z.number(), where: z.string(), oldestSeconds: z.number() }).nullable(),
  lossClock: z.strictObject({ items: z.number(), firstLostAt: z.string().nullable() }).nullable(),
  cause: z.strictObject({ kind: z.string() }),
  firstBadHop: z.strictObject({ service: z.string(), resource: z.string() }).nullable(),
});
type Expected = z.infer<typeof Expected>;

/** What a story's expected.json says of the verdict. */
export function expectedOf(name: StoryName): Expected {
  const file = new URL(`../../../sandbox/scenarios/${name}/expected.json`, import.meta.url);
  return Expected.parse(JSON.parse(readFileSync(file, "utf8")));
}
