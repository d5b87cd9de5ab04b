import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const TOP = fileURLToPath(new URL("..", import.meta.url));
/** What a client of the SDK is called in a policy, where that is another name. */
const PREFIXES: Readonly<Record<string, string>> = {
  "cloudwatch-logs": "logs",
  "resource-groups-tagging-api": "tag",
};
const Statement = z.looseObject({ Action: z.union([z.string(), z.array(z.string())]) });
const Policy = z.union([
  z.object({ Statement: z.array(Statement) }),
  Statement.transform((one) => ({ Statement: [one] })),
]);

/** Every action that the code of a folder asks AWS for, by the commands that it imports. */
function askedBy(isWanted: (path: string) => boolean): Set<string> {
  const files = readdirSync(join(TOP, "src"), { recursive: true, encoding: "utf8" }).filter((name) => isWanted(name));
  const asked = new Set<string>();
  for (const name of files.filter((one) => one.endsWith(".ts"))) {
    const text = readFileSync(join(TOP, "src", name), "utf8");
    for (const [, names = "", client = ""] of text.matchAll(/import \{([^}]*)\} from "@aws-sdk\/client-([\w-]+)"/g))
      for (const [, action] of names.matchAll(/\b(\w+)Command\b(?!\w)/g))
        asked.add(`${PREFIXES[client] ?? client}:${action}`);
  }
  return asked;
}

/** Every action of the policies that a document shows. */
function allowedIn(document: string, isWanted: (sid: string) => boolean = () => true): Set<string> {
  const blocks = readFileSync(join(TOP, document), "utf8").matchAll(/^ *```json\n([\s\S]*?)^ *```/gm);
  const statements = [...blocks].flatMap(([, json = ""]) => {
    if (!json.includes('"Effect"')) return [];
    return Policy.parse(JSON.parse(json)).Statement;
  });
  const wanted = statements.filter(({ Sid }) => isWanted(typeof Sid === "string" ? Sid : ""));
  return new Set(wanted.flatMap(({ Action }) => Action));
}

test("the policies allow every call of AWS that the code makes, and no other: of the state, and of all that is read", () => {
  const isState = (sid: string): boolean => sid === "State";
  const inStore = askedBy((path) => path.startsWith("store"));
  assert.ok(inStore.size >= 9);
  assert.deepEqual([...allowedIn("docs/configuration.md", isState)].sort(), [...inStore].sort());
  const elsewhere = askedBy((path) => !path.startsWith("store"));
  assert.ok(elsewhere.size >= 20);
  assert.deepEqual([...allowedIn("docs/configuration.md", (sid) => !isState(sid))].sort(), [...elsewhere].sort());
});

test("the README's policy is what is needed at least, of what the whole one allows", () => {
  const least = allowedIn("README.md");
  const whole = allowedIn("docs/configuration.md");
  assert.ok(least.size >= 5);
  assert.deepEqual(
    [...least].filter((action) => !whole.has(action)),
    [],
  );
});
