import { z } from "zod";
import { allowAccess } from "../find-log-group.ts";
import { MalformedQuery } from "../insights/malformed-query.ts";
import { parseQuery } from "../insights/parse-query.ts";
import type { GroupSource, Query } from "../insights/query.ts";
import { runQuery } from "../insights/run-query.ts";
import { LIMITS } from "../limits.ts";
import { GROUP_IDENTIFIER, GROUP_NAME, groupArn, nameInIdentifier, ownerOf } from "../log-group-name.ts";
import type { LogGroup } from "../log-store.ts";
import { operation } from "../operation.ts";
import type { Service } from "../service.ts";
import { invalidParameter, resourceNotFound, ServiceError } from "../service-error.ts";

// Queries in SQL and PPL are not executed here.
const INPUT = z.object({
  queryLanguage: z.literal("CWLI").optional(),
  logGroupName: GROUP_NAME.optional(),
  logGroupNames: z.array(GROUP_NAME).min(1).max(LIMITS.queryGroups).optional(),
  logGroupIdentifiers: z.array(GROUP_IDENTIFIER).min(1).max(LIMITS.queryGroups).optional(),
  startTime: z.int().min(0),
  endTime: z.int().min(0),
  queryString: z.string().max(LIMITS.queryLength),
  limit: z.int().min(1).max(LIMITS.queryRows).optional(),
});

type Input = z.infer<typeof INPUT>;

/**
 * The times are whole seconds, and the last second is searched to its end: the live service shows such a query with
 * END=<endTime>999.
 */
export const startQuery = operation("StartQuery", INPUT, (input, service, requestId) => {
  if (input.endTime < input.startTime) throw invalidParameter("The end time of a query must not be before its start.");
  const query = parsed(input.queryString, requestId);
  const owners =
    query.source === null ? namedGroups(input, service, requestId) : sourceGroups(input, query.source, service);
  const { concurrentQueries } = service.quotas;
  if (service.runs.underWay() >= concurrentQueries) {
    throw new ServiceError(
      "LimitExceededException",
      `Account maximum query concurrency limit of [${concurrentQueries}] reached.`,
    );
  }
  const result = runQuery(query, {
    accountOf: (group) => (owners.get(group) ?? service).account,
    groups: [...owners.keys()],
    fromMs: input.startTime * 1000,
    toMs: input.endTime * 1000 + 999,
    snapshot: {
      nowMs: service.clock.now(),
      end: [...owners.values()].reduce((end, { store }) => Math.max(end, store.end), service.store.end),
    },
    rowsDefault: input.limit ?? LIMITS.queryRowsDefault,
  });
  const ending = service.faults.takeEnding() ?? "Complete";
  const groups = [...owners].map(([{ name }, owner]) => groupArn(owner, name));
  return { queryId: service.runs.start({ result, aggregated: query.aggregated, groups, ending }) };
});

/** The groups that a query selects by itself. Ours: one of them that may not be read refuses it, as where it is named. */
function sourceGroups(
  input: Input,
  { prefixes, accounts, classes }: GroupSource,
  service: Service,
): Map<LogGroup, Service> {
  if (
    input.logGroupName !== undefined ||
    input.logGroupNames !== undefined ||
    input.logGroupIdentifiers !== undefined
  ) {
    throw invalidParameter("A query that has a SOURCE names its log groups there alone.");
  }
  const found = new Map<LogGroup, Service>();
  for (const owner of [service, ...service.linked]) {
    if (accounts.length > 0 && !accounts.includes(owner.account)) continue;
    for (const group of owner.store.groups()) {
      if (prefixes.length > 0 && !prefixes.some((prefix) => group.name.startsWith(prefix))) continue;
      if (!classes.includes(group.settings.logGroupClass)) continue;
      allowAccess(owner, "StartQuery", group.name);
      found.set(group, owner);
    }
  }
  if (found.size > LIMITS.sourceGroups) throw invalidParameter("The query selects too many log groups.");
  return found;
}

/** The groups that a query names, each with the account that it is of. */
function namedGroups(input: Input, service: Service, requestId: string): Map<LogGroup, Service> {
  const { logGroupName, logGroupNames, logGroupIdentifiers } = input;
  const given = [logGroupName, logGroupNames, logGroupIdentifiers].filter((one) => one !== undefined);
  if (given.length !== 1) {
    throw invalidParameter("Exactly one of logGroupName, logGroupNames and logGroupIdentifiers is required.");
  }
  const named = given.flat().map((identifier) => {
    const owner = ownerOf(service, identifier);
    return { owner, name: nameInIdentifier(owner, identifier) ?? identifier };
  });
  for (const { owner, name } of named) allowAccess(owner, "StartQuery", name);
  return new Map(
    named.map(({ owner, name }) => {
      const group = owner.store.group(name);
      if (group !== undefined) return [group, owner];
      const message = `Log group '${name}' does not exist for account ID '${owner.account}'`;
      throw resourceNotFound(forwarded("ResourceNotFoundException", message, requestId));
    }),
  );
}

function parsed(queryString: string, requestId: string): Query {
  try {
    return parseQuery(queryString);
  } catch (error) {
    if (!(error instanceof MalformedQuery)) throw error;
    const { message, start, end } = error;
    const location = { startCharOffset: start, endCharOffset: end };
    throw new ServiceError("MalformedQueryException", forwarded("MalformedQueryException", message, requestId), {
      details: { queryCompileError: { location, message } },
    });
  }
}

/** Errors of the query engine come with the text of the service that forwards them. */
function forwarded(code: string, message: string, requestId: string): string {
  return `${message} (Service: AWSLogs; Status Code: 400; Error Code: ${code}; Request ID: ${requestId}; Proxy: null)`;
}
