import { isDeepStrictEqual } from "node:util";
import { lockScreen } from "../src/say/headline.ts";
import { type Seen, startNight } from "./night.ts";
import { answerOf, readExpectation } from "./scenarios/expectation.ts";
import type { Story } from "./scenarios/story.ts";
import { SHOWN, STORIES, type StoryName } from "./scenarios/table.ts";

/*
 * `npm run demo`: one night in a local world, from three alerts to three threads, and a page on which to press everything.
 * `npm run demo -- --check`: every incident of the night, without anybody watching; says whether each answer is the right one.
 */

/** Resolves what was checked: an open incident would be watched through the rest of the night. */
const ON_CALL_PERSON = "PMAYA01";

const PROMISED_MS = { first: 1000, verdict: 5000 };

async function demo(): Promise<void> {
  const check = process.argv.includes("--check");
  const night = await startNight(check ? (Object.keys(STORIES) as StoryName[]) : SHOWN);
  const { slack, pagerduty } = night.sandbox;
  if (!check) say(`Slack      ${slack.url}\nPagerDuty  ${pagerduty.url}\n\n`);
  let allRight = true;
  for (const story of night.stories) {
    const seen = await night.live(story);
    const wrong = await mistakes(story, seen);
    allRight &&= wrong.length === 0;
    if (check) pagerduty.resolve(seen.incident, ON_CALL_PERSON);
    say(check ? checkedLine(story, seen, wrong, late(story, seen)) : `${story.name}\n  ${lockScreen(seen.report)}\n`);
  }
  if (check) {
    await night.stop();
    process.exitCode = allRight ? 0 : 1;
    return;
  }
  say(`\nOpen ${slack.url} and press everything. Ctrl-C ends the night.\n`);
  const end = (): void => void night.stop().then(() => process.exit(0));
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
}

/** Every answer that is not the expected one. */
async function mistakes({ name }: Story, { report }: Seen): Promise<string[]> {
  const expected = await readExpectation(name);
  const answer = answerOf(report);
  return (Object.keys(expected) as (keyof typeof expected)[])
    .filter((what) => !isDeepStrictEqual(answer[what], expected[what]))
    .map((what) => `${what} is ${JSON.stringify(answer[what])}, not ${JSON.stringify(expected[what])}`);
}

/**
 * Every promise about time that was not kept: said, and no mistake, because what else a machine has to do is not the bot's. Of
 * the incidents that are shown; some of the others are larger than a night that somebody watches, or slowed down on purpose.
 */
function late({ name }: Story, { firstMs, verdictMs }: Seen): string[] {
  if (!SHOWN.some((one) => one === name)) return [];
  return [
    ...(firstMs > PROMISED_MS.first ? ["the first message took longer than 1 s"] : []),
    ...(verdictMs > PROMISED_MS.verdict ? ["the verdict took longer than 5 s"] : []),
  ];
}

function checkedLine(
  { name }: Story,
  { report, firstMs, verdictMs }: Seen,
  wrong: readonly string[],
  slow: readonly string[],
): string {
  const { decision, function: failing, entry } = answerOf(report);
  const parts = [
    name.padEnd(20),
    String(decision).padEnd(8),
    String(failing).padEnd(15),
    String(entry).padEnd(16),
    `${String(report.users.hit).padStart(3)} users`,
    `first message ${(firstMs / 1000).toFixed(2)} s`,
    `verdict ${(verdictMs / 1000).toFixed(2)} s`,
    wrong.length === 0 ? "right" : `WRONG: ${wrong.join("; ")}`,
    ...(slow.length === 0 ? [] : [`LATE: ${slow.join("; ")}`]),
  ];
  return `${parts.join("  ")}\n`;
}

function say(text: string): void {
  process.stdout.write(text);
}

await demo();
