import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const TOP = fileURLToPath(new URL("..", import.meta.url));
const DOCKERFILE = readFileSync(join(TOP, "Dockerfile"), "utf8");
const Lock = z.looseObject({
  packages: z.record(
    z.string(),
    z.looseObject({ dev: z.boolean().optional(), optionalDependencies: z.record(z.string(), z.string()).optional() }),
  ),
});
const Start = z.looseObject({ scripts: z.looseObject({ start: z.string() }) });

test("the image copies what is there, and starts as npm does", () => {
  const copied = [...DOCKERFILE.matchAll(/^COPY (.+) \S+$/gm)].flatMap(([, names = ""]) => names.split(" "));
  assert.ok(copied.length >= 5);
  for (const name of copied) assert.ok(existsSync(join(TOP, name)), name);
  const { scripts } = Start.parse(JSON.parse(readFileSync(join(TOP, "package.json"), "utf8")));
  const [, command = "[]"] = /^CMD (.+)$/m.exec(DOCKERFILE) ?? [];
  assert.equal(z.array(z.string()).parse(JSON.parse(command)).join(" "), scripts.start);
});

test("the image leaves out no package whose binaries come as optional ones", () => {
  const { packages } = Lock.parse(JSON.parse(readFileSync(join(TOP, "package-lock.json"), "utf8")));
  const inParts = Object.entries(packages).filter(
    ([name, { dev, optionalDependencies }]) => name !== "" && dev !== true && optionalDependencies !== undefined,
  );
  assert.ok(inParts.length > 0);
  assert.doesNotMatch(DOCKERFILE, /--omit=optional/);
});
