import type { Operation } from "../operation.ts";
import { createLogGroup } from "./create-log-group.ts";
import { createLogStream } from "./create-log-stream.ts";
import { describeFieldIndexes } from "./describe-field-indexes.ts";
import { describeLogGroups } from "./describe-log-groups.ts";
import { describeLogStreams } from "./describe-log-streams.ts";
import { filterLogEvents } from "./filter-log-events.ts";
import { getLogEvents } from "./get-log-events.ts";
import { getQueryResults } from "./get-query-results.ts";
import { listLogGroupsForQuery } from "./list-log-groups-for-query.ts";
import { putLogEvents } from "./put-log-events.ts";
import { startQuery } from "./start-query.ts";
import { stopQuery } from "./stop-query.ts";

/** Every operation that this server has, by name. */
export const OPERATIONS: ReadonlyMap<string, Operation> = new Map(
  [
    createLogGroup,
    createLogStream,
    describeFieldIndexes,
    describeLogGroups,
    describeLogStreams,
    filterLogEvents,
    getLogEvents,
    getQueryResults,
    listLogGroupsForQuery,
    putLogEvents,
    startQuery,
    stopQuery,
  ].map((one) => [one.name, one]),
);
