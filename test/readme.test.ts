import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { parseCatalog } from "../src/catalog.ts";

const TOP = fileURLToPath(new URL("..", import.meta.url));

function documents(): string[] {
  const docs = readdirSync(join(TOP, "docs"), { recursive: true, encoding: "utf8" });
  const scenarios = readdirSync(join(TOP, "sandbox/scenarios"), { recursive: true, encoding: "utf8" });
  return [
    "README.md",
    ...docs.map((name) => join("docs", name)),
    ...scenarios.map((name) => join("sandbox/scenarios", name)),
  ].filter((name) => name.endsWith(".md"));
}

test("every link and picture of the documents leads somewhere", () => {
  const broken: string[] = [];
  for (const name of documents()) {
    const text = readFileSync(join(TOP, name), "utf8");
    for (const [, markdown, html] of text.matchAll(/\]\(([^)\s]+)\)|src="([^"]+)"/g)) {
      const target = (markdown ?? html ?? "").replace(/#.*$/, "");
      if (target === "" || /^https?:/.test(target)) continue;
      if (!existsSync(join(TOP, dirname(name), target))) broken.push(`${name}: ${target}`);
    }
  }
  assert.deepEqual(broken, []);
});

test("every npm command that the README names is one", () => {
  const { scripts } = JSON.parse(readFileSync(join(TOP, "package.json"), "utf8")) as { scripts: object };
  const text = readFileSync(join(TOP, "README.md"), "utf8");
  const named = new Set([...text.matchAll(/npm run (?:-s )?([a-z]+)/g)].map(([, name]) => name ?? ""));
  assert.ok(named.size >= 4);
  for (const name of named) assert.ok(Object.hasOwn(scripts, name), name);
});

test("every package that the project is built on is in the README's table", () => {
  const packages = JSON.parse(readFileSync(join(TOP, "package.json"), "utf8")) as Record<string, object>;
  const names = ["dependencies", "optionalDependencies", "devDependencies"].flatMap((kind) =>
    Object.keys(packages[kind] ?? {}),
  );
  const [, table = ""] = readFileSync(join(TOP, "README.md"), "utf8").split("## What it is built on");
  // `@aws-sdk/client-sqs, -lambda` names the second by its end.
  const unnamed = names.filter((name) => !table.includes(name) && !table.includes(`, -${name.split("-").at(-1)}`));
  assert.ok(names.length > 20);
  assert.deepEqual(unnamed, []);
});

test("every variable that the code reads is in the table of the configuration, and no other", () => {
  const config = readFileSync(join(TOP, "src/config.ts"), "utf8");
  const backends = readFileSync(join(TOP, "src/backends.ts"), "utf8");
  const names = [...config.matchAll(/^ {2}([A-Z][A-Z_]+): /gm), ...backends.matchAll(/: "([A-Z][A-Z_]+)",$/gm)];
  const read = new Set(names.map(([, name]) => name));
  const text = readFileSync(join(TOP, "docs/configuration.md"), "utf8");
  const told = new Set(
    [...text.matchAll(/^\| (.*?) \|/gm)].flatMap(([, cell = ""]) =>
      [...cell.matchAll(/`([A-Z_]+)`/g)].map(([, n]) => n),
    ),
  );
  assert.ok(read.size >= 15);
  assert.deepEqual(told, read);
});

test("the example catalog is one", () => {
  const text = readFileSync(join(TOP, "wake-or-wait.example.yml"), "utf8");
  assert.equal(parseCatalog(text, "example").timeZone, "Europe/Berlin");
});
