import { z } from "zod";
import { LIMITS } from "../limits.ts";
import { nextToken, placeInToken } from "../next-token.ts";
import { operation } from "../operation.ts";
import { resourceNotFound } from "../service-error.ts";

const INPUT = z.object({
  queryId: z.string().min(1).max(256),
  nextToken: z.string().max(1024).optional(),
  maxItems: z.int().min(0).max(LIMITS.queryPage).optional(),
});

export const getQueryResults = operation("GetQueryResults", INPUT, (input, { runs }) => {
  const progress = runs.progress(input.queryId);
  if (progress === null) throw resourceNotFound("The specified query does not exist.");
  const { status, result } = progress;
  const from = Number(placeInToken([input.queryId], input.nextToken) ?? 0);
  // Zero items are documented as allowed, but not what they mean: taken as the default.
  const to = from + (input.maxItems || LIMITS.queryPage);
  const more = status === "Complete" && to < result.rows.length;
  return {
    queryLanguage: "CWLI",
    status,
    results: result.rows.slice(from, to),
    statistics: {
      recordsMatched: result.recordsMatched,
      recordsScanned: result.recordsScanned,
      estimatedRecordsSkipped: result.recordsSkipped,
      bytesScanned: result.bytesScanned,
      estimatedBytesSkipped: result.bytesSkipped,
      logGroupsScanned: result.logGroupsScanned,
      resultCount: result.rows.length,
    },
    ...(more ? { nextToken: nextToken([input.queryId], String(to)) } : {}),
  };
});
