import assert from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { describe, type TestContext, test } from "node:test";
import { z } from "zod";
import { CHANNEL } from "../../sandbox/people.ts";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";
import type { Message } from "../../sandbox/slack/message.ts";
import type { BotSettings } from "./bot-process.ts";
import { eventually, shownBy } from "./local-world.ts";
import { smallStory } from "./small-story.ts";

/** Longer than any answer is awaited here: whoever waits for it is killed before. */
const HELD_MS = 60_000;
/** A lease is over after 15 s; the clock of the next process is later by more than that. */
const LATER_MS = 20_000;

const Started = z.object({ port: z.int() });

/** A world in which bots are processes that can be killed. */
interface MortalWorld {
  readonly sandbox: Sandbox;
  readonly incident: string;
  startBot(): Promise<ChildProcess>;
  thread(): readonly Message[];
  /** How many messages the channel itself shows. */
  roots(): number;
}

async function startMortalWorld(t: TestContext): Promise<MortalWorld> {
  const story = smallStory();
  const sandbox = await startSandbox({ stories: [story], startsAt: story.at });
  const bots: ChildProcess[] = [];
  t.after(async () => {
    for (const bot of bots) await kill(bot);
    await sandbox.stop();
  });
  const id = story.incident.id ?? assert.fail("the story names its incident");
  let subscribed = false;
  const channel = () => sandbox.slack.channel(CHANNEL.id);
  return {
    sandbox,
    incident: id,
    roots: () => channel().messages.length,
    thread: () => channel().thread(channel().messages[0]?.ts ?? ""),
    async startBot() {
      const bot = fork(new URL("bot-process.ts", import.meta.url), { execArgv: [], serialization: "advanced" });
      bots.push(bot);
      const { catalog, aws, endpoints } = sandbox.surroundings;
      assert.ok(aws !== undefined && endpoints !== undefined);
      bot.send({
        config: sandbox.config,
        catalog,
        aws,
        endpoints,
        startsAt: sandbox.clock.now(),
      } satisfies BotSettings);
      const [answer] = await once(bot, "message");
      if (!subscribed) sandbox.deliverTo(Started.parse(answer).port);
      subscribed = true;
      return bot;
    },
  };
}

async function kill(bot: ChildProcess): Promise<void> {
  if (bot.exitCode !== null || bot.signalCode !== null) return;
  const gone = once(bot, "exit");
  bot.kill("SIGKILL");
  await gone;
}

describe("a bot that is killed", () => {
  test("while it looks into an incident is taken over by the next, which finishes in the same message", async (t) => {
    const { sandbox, incident, startBot, thread, roots } = await startMortalWorld(t);
    const first = await startBot();
    sandbox.logs.faults.delayAnswers(HELD_MS);
    sandbox.pagerduty.trigger(smallStory().incident);
    const looking = await eventually("the message", () => thread()[0]);
    assert.match(looking.text, /^🔎 Looking into/);
    await kill(first);
    assert.equal(thread().length, 1, "nobody was told a verdict");

    sandbox.logs.faults.clear();
    sandbox.clock.advanceTo(sandbox.clock.now() + LATER_MS);
    await startBot();
    await eventually("the note", () => sandbox.pagerduty.incident(incident).notes[0]);
    const [root, verdict, stack, ...others] = thread();
    assert.equal(root?.ts, looking.ts);
    assert.match(root?.text ?? "", /^🔴 Wake the team/);
    assert.match(shownBy(verdict), /<@U0MAYA>/);
    assert.match(shownBy(stack), /Virtual stack trace/);
    assert.deepEqual(others, []);
    assert.equal(roots(), 1);
    assert.equal(sandbox.pagerduty.incident(incident).notes.length, 1);
  });

  test("before it could write down that its message is posted leaves one message, not two", async (t) => {
    const { sandbox, incident, startBot, thread, roots } = await startMortalWorld(t);
    const first = await startBot();
    sandbox.slack.faults.next("chat.postMessage", { kind: "lost-answer" });
    sandbox.pagerduty.trigger(smallStory().incident);
    await eventually("the message", () => thread()[0]);
    await kill(first);

    sandbox.clock.advanceTo(sandbox.clock.now() + LATER_MS);
    await startBot();
    await eventually("the note", () => sandbox.pagerduty.incident(incident).notes[0]);
    assert.equal(roots(), 1);
    assert.match(thread()[0]?.text ?? "", /^🔴 Wake the team/);
    assert.equal(thread().length, 3);
  });

  test("before it could write down that the verdict is told does not tell it twice", async (t) => {
    const { sandbox, incident, startBot, thread, roots } = await startMortalWorld(t);
    const first = await startBot();
    sandbox.logs.faults.delayAnswers(100);
    sandbox.pagerduty.trigger(smallStory().incident);
    await eventually("the message", () => thread()[0]);
    sandbox.slack.faults.next("chat.postMessage", { kind: "lost-answer" });
    const verdict = await eventually("the verdict", () => thread()[1]);
    await kill(first);
    assert.deepEqual(sandbox.pagerduty.incident(incident).notes, []);

    sandbox.logs.faults.clear();
    sandbox.clock.advanceTo(sandbox.clock.now() + LATER_MS);
    await startBot();
    await eventually("the note", () => sandbox.pagerduty.incident(incident).notes[0]);
    assert.equal(roots(), 1);
    assert.equal(thread()[1]?.ts, verdict.ts);
    assert.equal(thread().filter((one) => shownBy(one).includes("<@U0MAYA>")).length, 1);
    assert.equal(thread().length, 3);
    const rung = sandbox.slack.notifications("U0MAYA").filter(({ ts }) => ts === verdict.ts);
    assert.equal(rung.length, 1, "her phone says it once");
  });
});
