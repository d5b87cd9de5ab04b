import { access, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { Fault, sentenceOf } from "../fault.ts";
import { sayDraft } from "../say/catalog-draft.ts";
import { sayChecks, sayMend } from "../say/checks.ts";
import type { Paint } from "../say/terminal.ts";
import { type Examined, examine } from "./examine.ts";
import { type Env, run, type Said } from "./run.ts";

const USAGE = "npm run -s doctor -- [--catalog FILE] [--draft FILE] [--webhook URL] [--json]";
const WEBHOOK = "/pagerduty/webhook";

/** What works, what is missing and what mends it; and a catalog to begin with. */
async function doctorVerb(words: readonly string[], paint: Paint, env: Env): Promise<Said> {
  const { catalog = null, draft: path, webhook = WEBHOOK, json = false } = optionsIn(words);
  if (path !== undefined && (await isThere(path)))
    throw new Fault("wrong-use", `${path} is there: it is not overwritten`);
  const { parts, found } = await examine({ catalog, webhook }, env);
  const draft = sayDraft(found.draft);
  if (path !== undefined) await write(path, draft);
  const status = parts.some(([, checks]) => checks.some(({ state }) => state === "missing")) ? 1 : 0;
  if (json) return { text: `${JSON.stringify({ checks: flat(parts), draft })}\n`, status };
  const shown = path === undefined ? `${draft}\n` : "";
  return { text: `${shown}${sayChecks(parts, paint)}`, status };
}

function optionsIn(words: readonly string[]) {
  try {
    const options = {
      catalog: { type: "string" },
      draft: { type: "string" },
      webhook: { type: "string" },
      json: { type: "boolean" },
    } as const;
    return parseArgs({ args: [...words], options }).values;
  } catch (error) {
    throw new Fault("wrong-use", `${sentenceOf(error).split("\n")[0]}: ${USAGE}`, { cause: error });
  }
}

async function isThere(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}

/** Whatever came there meanwhile stays, too. */
async function write(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: "wx" });
  } catch (error) {
    throw new Fault("wrong-use", `${path} cannot be written: ${sentenceOf(error)}`, { cause: error });
  }
}

function flat(parts: Examined["parts"]): object[] {
  return parts.flatMap(([part, checks]) =>
    checks.map(({ mend, ...check }) => ({ part, ...check, mend: mend === null ? null : sayMend(mend) })),
  );
}

await run(doctorVerb);
