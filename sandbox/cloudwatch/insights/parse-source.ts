import { LIMITS } from "../limits.ts";
import { refusal } from "./field-names.ts";
import type { GroupSource } from "./query.ts";
import type { TokenReader } from "./token-reader.ts";

/**
 * Reads what follows SOURCE: `logGroups(namePrefix: ['a'], class: ['STANDARD'], accountIdentifiers: ['111122223333'])`, each of
 * them at most once. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Source.html
 */
export function parseSource(reader: TokenReader): GroupSource {
  reader.expect("loggroups");
  reader.expect("(");
  const given = new Map<string, readonly string[]>();
  const kinds = { nameprefix: LIMITS.sourcePrefixes, class: 2, accountidentifiers: LIMITS.sourceAccounts };
  while (!reader.sees(")")) {
    if (given.size > 0) reader.expect(",");
    const found = Object.entries(kinds).find(([kind]) => !given.has(kind) && reader.skip(kind));
    if (found === undefined) throw reader.unexpected();
    const [kind, most] = found;
    reader.expect(":");
    const list = reader.peek();
    reader.expect("[");
    const values = reader.list(() => reader.take("string").value);
    reader.expect("]");
    if (values.length > most) throw refusal(`SOURCE takes at most ${most} of these`, list);
    given.set(kind, values);
  }
  reader.expect(")");
  return {
    prefixes: given.get("nameprefix") ?? [],
    accounts: given.get("accountidentifiers") ?? [],
    classes: given.get("class") ?? ["STANDARD"],
  };
}
