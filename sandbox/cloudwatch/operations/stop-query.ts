import { z } from "zod";
import { operation } from "../operation.ts";
import { invalidParameter, resourceNotFound } from "../service-error.ts";

const INPUT = z.object({ queryId: z.string().min(1).max(256) });

export const stopQuery = operation("StopQuery", INPUT, ({ queryId }, { runs }) => {
  const stopped = runs.stop(queryId);
  if (stopped === null) throw resourceNotFound("The specified query does not exist.");
  if (!stopped) throw invalidParameter("The specified query is not running.");
  return { success: true };
});
