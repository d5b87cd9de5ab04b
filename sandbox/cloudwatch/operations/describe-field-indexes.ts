import { z } from "zod";
import { allowAccess } from "../find-log-group.ts";
import { DEFAULT_INDEXES, indexesOf } from "../insights/indexed.ts";
import { LIMITS } from "../limits.ts";
import { GROUP_IDENTIFIER, groupArn, nameInIdentifier, ownerOf } from "../log-group-name.ts";
import { nextToken, placeInToken } from "../next-token.ts";
import { operation } from "../operation.ts";
import { resourceNotFound } from "../service-error.ts";

const CATEGORY = z.enum(["DEFAULT", "CUSTOM", "AUTO", "INACTIVE"]);
const INPUT = z.object({
  logGroupIdentifiers: z.array(GROUP_IDENTIFIER).min(1).max(LIMITS.indexedGroups),
  indexCategories: z.array(CATEGORY).optional(),
  nextToken: z.string().min(1).optional(),
});

/** No field is indexed by itself here, and none was before. */
export const describeFieldIndexes = operation("DescribeFieldIndexes", INPUT, (input, service) => {
  const { logGroupIdentifiers, indexCategories = ["DEFAULT", "CUSTOM", "INACTIVE"] } = input;
  const all = logGroupIdentifiers.flatMap((identifier) => {
    const owner = ownerOf(service, identifier);
    const name = nameInIdentifier(owner, identifier) ?? identifier;
    allowAccess(owner, "DescribeFieldIndexes", name);
    const group = owner.store.group(name);
    if (group === undefined) throw resourceNotFound("The specified log group does not exist.");
    return indexesOf(group).map((fieldIndexName) => {
      const indexCategory = DEFAULT_INDEXES.some((one) => one === fieldIndexName) ? "DEFAULT" : "CUSTOM";
      return { logGroupIdentifier: groupArn(owner, name), fieldIndexName, indexCategory, type: "FIELD_INDEX" };
    });
  });
  const wanted = all.filter(({ indexCategory }) => indexCategories.some((one) => one === indexCategory));
  const from = Number(placeInToken(logGroupIdentifiers, input.nextToken) ?? 0);
  const to = from + LIMITS.describePage;
  return {
    fieldIndexes: wanted.slice(from, to),
    ...(to < wanted.length ? { nextToken: nextToken(logGroupIdentifiers, String(to)) } : {}),
  };
});
