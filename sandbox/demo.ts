import { isDeepStrictEqual } from "node:util";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { start } from "../src/main.ts";
import { isReport, type Report } from "../src/report.ts";
import { lockScreen } from "../src/say/headline.ts";
import { DynamoDbStore } from "../src/store/dynamodb-store.ts";
import { CHANNEL } from "./people.ts";
import { type Sandbox, startSandbox } from "./sandbox.ts";
import { answerOf, readExpectation } from "./scenarios/expectation.ts";
import type { Story } from "./scenarios/story.ts";
import { STORIES, type StoryName } from "./scenarios/table.ts";

/*
 * `npm run demo`: one night in a local world, from three alerts to three threads, and a page on which to press everything.
 * `npm run demo -- --check`: the same without anybody watching; says whether each answer is the right one.
 */

const SEED = 1;
/** The night of which the READMEs of the stories tell. */
const MIDNIGHT = Date.UTC(2026, 10, 22);
const PAGES = { slackPort: 4321, pagerdutyPort: 4322 };
const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 10;
const PROMISED_MS = { first: 1000, verdict: 5000 };

/** What was seen of one incident, from outside of the bot. */
interface Seen {
  readonly report: Report;
  /** From the alert to the first message and to the reply with the verdict. */
  readonly firstMs: number;
  readonly verdictMs: number;
}

async function demo(): Promise<void> {
  const check = process.argv.includes("--check");
  const names = Object.keys(STORIES) as StoryName[];
  const stories = names.map((name) => STORIES[name](SEED, MIDNIGHT));
  const startsAt = Math.min(...stories.map(({ at }) => at)) - 1000;
  const sandbox = await startSandbox({ stories, startsAt, ...(check ? {} : PAGES) });
  const bot = await start(sandbox.config, sandbox.surroundings);
  sandbox.deliverTo(bot.port);
  say(check ? "" : `Slack      ${sandbox.slack.url}\nPagerDuty  ${sandbox.pagerduty.url}\n\n`);

  let allRight = true;
  for (const story of stories) {
    const seen = await tellOne(sandbox, story);
    const wrong = await mistakes(story.name, seen);
    allRight &&= wrong.length === 0;
    say(check ? checkedLine(story, seen, wrong) : `${story.name}\n  ${lockScreen(seen.report)}\n`);
  }

  const stop = async (): Promise<void> => {
    await bot.stop();
    await sandbox.stop();
  };
  if (check) {
    await stop();
    process.exitCode = allRight ? 0 : 1;
    return;
  }
  say(`\nOpen ${sandbox.slack.url} and press everything. Ctrl-C ends the night.\n`);
  process.once("SIGINT", () => void stop().then(() => process.exit(0)));
  process.once("SIGTERM", () => void stop().then(() => process.exit(0)));
}

/** Goes to the moment of a story, triggers its incident, and waits for what everybody in the channel can see. */
async function tellOne(sandbox: Sandbox, { at, incident }: Story): Promise<Seen> {
  const { clock, slack, pagerduty } = sandbox;
  clock.advanceTo(at);
  const since = performance.now();
  const { id } = pagerduty.trigger(incident);
  const root = await until(`the message about ${incident.title}`, () =>
    slack.channel(CHANNEL.id).messages.find((one) => one.metadata?.event_payload["investigation"] === id),
  );
  const firstMs = performance.now() - since;
  await until(`the verdict on ${incident.title}`, () => slack.channel(CHANNEL.id).thread(root.ts)[1]);
  const verdictMs = performance.now() - since;
  return { report: await storedReport(sandbox, id), firstMs, verdictMs };
}

async function until<T>(what: string, look: () => T | undefined): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`${what} did not come within ${PATIENCE_MS / 1000} s`);
    await new Promise((passed) => setTimeout(passed, LOOK_EVERY_MS));
  }
}

async function storedReport({ config, surroundings, dynamodbUrl }: Sandbox, id: string): Promise<Report> {
  const client = new DynamoDBClient({ ...surroundings.aws, endpoint: dynamodbUrl });
  try {
    const store = new DynamoDbStore(client, config.store.table);
    const row = await store.read(id);
    const kept = row === null ? null : await store.report(id, row.revision);
    if (kept === null || !isReport(kept)) throw new Error(`no report of ${id} is stored`);
    return kept;
  } finally {
    client.destroy();
  }
}

/** Every answer that is not the expected one, and every promise about time that was not kept. */
async function mistakes(name: string, { report, firstMs, verdictMs }: Seen): Promise<string[]> {
  const expected = await readExpectation(name);
  const answer = answerOf(report);
  const wrong = (Object.keys(expected) as (keyof typeof expected)[])
    .filter((what) => !isDeepStrictEqual(answer[what], expected[what]))
    .map((what) => `${what} is ${JSON.stringify(answer[what])}, not ${JSON.stringify(expected[what])}`);
  if (firstMs > PROMISED_MS.first) wrong.push("the first message took longer than 1 s");
  if (verdictMs > PROMISED_MS.verdict) wrong.push("the verdict took longer than 5 s");
  return wrong;
}

function checkedLine({ name }: Story, { report, firstMs, verdictMs }: Seen, wrong: readonly string[]): string {
  const { decision, function: failing, entry, users } = answerOf(report);
  const parts = [
    name.padEnd(20),
    String(decision).padEnd(8),
    String(failing).padEnd(15),
    String(entry).padEnd(16),
    `${String((users as { hit: number }).hit).padStart(3)} users`,
    `first message ${(firstMs / 1000).toFixed(2)} s`,
    `verdict ${(verdictMs / 1000).toFixed(2)} s`,
    wrong.length === 0 ? "right" : `WRONG: ${wrong.join("; ")}`,
  ];
  return `${parts.join("  ")}\n`;
}

function say(text: string): void {
  process.stdout.write(text);
}

await demo();
