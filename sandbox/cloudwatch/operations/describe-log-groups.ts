import { z } from "zod";
import { LIMITS } from "../limits.ts";
import { isVisible } from "../log-event.ts";
import { GROUP_NAME, groupArn } from "../log-group-name.ts";
import type { LogGroup } from "../log-store.ts";
import { nextToken, placeInToken } from "../next-token.ts";
import { operation } from "../operation.ts";
import type { Service } from "../service.ts";
import { invalidParameter } from "../service-error.ts";

// The lists of accounts and of identifiers are not built; a request for them is refused.
const INPUT = z.object({
  logGroupNamePrefix: GROUP_NAME.optional(),
  logGroupNamePattern: z
    .string()
    .max(512)
    .regex(/^[.\-_/#A-Za-z0-9]*$/)
    .optional(),
  nextToken: z.string().min(1).optional(),
  limit: z.int().min(1).max(LIMITS.describePage).optional(),
  logGroupClass: z.literal("STANDARD").optional(),
  includeLinkedAccounts: z.boolean().optional(),
  accountIdentifiers: z.never().optional(),
  logGroupIdentifiers: z.never().optional(),
});

/**
 * A prefix search answers full pages. A pattern search looks at as many groups as a page may hold and answers those
 * that match, so that a page may be short or empty and still have a token: the live service was seen to do so.
 */
export const describeLogGroups = operation("DescribeLogGroups", INPUT, (input, service) => {
  const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern, limit = LIMITS.describePage } = input;
  if (prefix !== undefined && pattern !== undefined) {
    throw invalidParameter("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
  }
  const request = [prefix, pattern];
  const after = placeInToken(request, input.nextToken);
  const owners = input.includeLinkedAccounts === true ? [service, ...service.linked] : [service];
  const candidates = owners
    .flatMap((owner) =>
      owner.store.groups().map((group) => ({ group, owner, place: `${group.name} ${owner.account}` })),
    )
    .filter(({ group, place }) => group.name.startsWith(prefix ?? "") && (after === null || place > after))
    .sort((a, b) => (a.place < b.place ? -1 : 1));
  const page = candidates.slice(0, limit);
  const last = page.at(-1);
  const logGroups =
    pattern === undefined
      ? page.map(({ group, owner }) => ({ ...described(group, owner), ...measured(group, owner) }))
      : page.filter(({ group }) => group.name.includes(pattern)).map(({ group, owner }) => described(group, owner));
  return {
    logGroups,
    ...(last !== undefined && candidates.length > limit ? { nextToken: nextToken(request, last.place) } : {}),
  };
});

function described({ name, createdMs, settings }: LogGroup, service: Service): object {
  const arn = groupArn(service, name);
  const { indexedFields: _, ...told } = settings;
  return {
    logGroupName: name,
    creationTime: createdMs,
    metricFilterCount: 0,
    arn: `${arn}:*`,
    logGroupArn: arn,
    ...told,
  };
}

/** In AWS the stored bytes lag by hours; here they are those of what is visible. */
function measured(group: LogGroup, { clock, store }: Service): object {
  const snapshot = { nowMs: clock.now(), end: store.end };
  let storedBytes = 0;
  for (const stream of group.streams.values()) {
    for (const event of stream.events) if (isVisible(event, snapshot)) storedBytes += event.bytes;
  }
  return { storedBytes, deletionProtectionEnabled: false };
}
