import { z } from "zod";
import { nextToken, placeInToken } from "../next-token.ts";
import { operation } from "../operation.ts";
import { resourceNotFound } from "../service-error.ts";

const INPUT = z.object({
  queryId: z.string().min(1).max(256),
  nextToken: z.string().min(1).optional(),
  maxResults: z.int().min(50).max(500).optional(),
});

/** Which groups a query reads, whoever selected them. */
export const listLogGroupsForQuery = operation("ListLogGroupsForQuery", INPUT, (input, { runs }) => {
  const { queryId, maxResults = 50 } = input;
  const groups = runs.groups(queryId);
  if (groups === null) throw resourceNotFound("The specified query does not exist.");
  const from = Number(placeInToken([queryId], input.nextToken) ?? 0);
  const to = from + maxResults;
  return {
    logGroupIdentifiers: groups.slice(from, to),
    ...(to < groups.length ? { nextToken: nextToken([queryId], String(to)) } : {}),
  };
});
