import type { Bot } from "../src/bot.ts";
import { Fault, sentenceOf } from "../src/fault.ts";
import type { Step } from "../src/investigation.ts";
import type { WebhookEvent } from "../src/pagerduty/webhook.ts";
import { isPressName, type PressName, parseAim } from "../src/press.ts";
import { LINK, nameOfAction } from "../src/say/button.ts";
import { ANSWER } from "../src/say/press-answers.ts";
import { failedModal } from "../src/say/slack-hop.ts";
import { problemWords } from "../src/say/slack-trace.ts";
import { WINDOW } from "../src/say/window-titles.ts";
import { fromMillis } from "../src/time.ts";
import { acknowledgeQueued } from "./due/acknowledge-queued.ts";
import { fold } from "./due/fold.ts";
import type { DueHandler } from "./due/handler.ts";
import { inventory } from "./due/inventory.ts";
import { investigate } from "./due/investigate.ts";
import { reconcile } from "./due/reconcile.ts";
import { RING } from "./due/ring.ts";
import { show } from "./due/show.ts";
import { sweep } from "./due/sweep.ts";
import type { PagerDutyHandler } from "./pagerduty/handler.ts";
import { incidentAcknowledged } from "./pagerduty/incident-acknowledged.ts";
import { incidentDelegated } from "./pagerduty/incident-delegated.ts";
import { incidentEscalated } from "./pagerduty/incident-escalated.ts";
import { incidentPriorityUpdated } from "./pagerduty/incident-priority-updated.ts";
import { incidentReassigned } from "./pagerduty/incident-reassigned.ts";
import { incidentReopened } from "./pagerduty/incident-reopened.ts";
import { incidentResolved } from "./pagerduty/incident-resolved.ts";
import { incidentTriggered } from "./pagerduty/incident-triggered.ts";
import { incidentUnacknowledged } from "./pagerduty/incident-unacknowledged.ts";
import { acknowledge } from "./slack/acknowledge.ts";
import { escalate } from "./slack/escalate.ts";
import type { Answer, PressHandler, Said, SaidHandler } from "./slack/handler.ts";
import { lookAgain } from "./slack/look-again.ts";
import { mustBeReader } from "./slack/may-read.ts";
import { mention } from "./slack/mention.ts";
import { openExample } from "./slack/open-example.ts";
import { openHop } from "./slack/open-hop.ts";
import { openPayload } from "./slack/open-payload.ts";
import { openUsers } from "./slack/open-users.ts";
import { openWaterfall } from "./slack/open-waterfall.ts";
import { parsePress } from "./slack/parse-press.ts";
import { payloadFile } from "./slack/payload-file.ts";
import { searchFurther } from "./slack/search-further.ts";
import { setPriority } from "./slack/set-priority.ts";
import { shareTrace } from "./slack/share-trace.ts";
import { tellAlone } from "./slack/tell-alone.ts";
import { traceCommand } from "./slack/trace-command.ts";
import { usersFile } from "./slack/users-file.ts";
import { waitUntilMorning } from "./slack/wait-until-morning.ts";
import { wakeTeam } from "./slack/wake-team.ts";
import { walkPayload } from "./slack/walk-payload.ts";
import { walkToHop } from "./slack/walk-to-hop.ts";
import { walkUsers } from "./slack/walk-users.ts";
import { wasItRight } from "./slack/was-it-right.ts";

/** What PagerDuty tells of, by `event_type`. Any other event is answered, and means nothing here. */
export const EVENTS: Readonly<Record<string, PagerDutyHandler>> = {
  "incident.triggered": incidentTriggered,
  "incident.acknowledged": incidentAcknowledged,
  "incident.unacknowledged": incidentUnacknowledged,
  "incident.resolved": incidentResolved,
  "incident.reopened": incidentReopened,
  "incident.escalated": incidentEscalated,
  "incident.delegated": incidentDelegated,
  "incident.reassigned": incidentReassigned,
  "incident.priority_updated": incidentPriorityUpdated,
};

/** What can be pressed. */
const PRESS: Readonly<Record<PressName, PressHandler>> = {
  acknowledge,
  escalate,
  "wake-team": wakeTeam,
  "wait-until-morning": waitUntilMorning,
  "look-again": lookAgain,
  "set-priority": setPriority,
  "was-right": wasItRight(true),
  "was-wrong": wasItRight(false),
  "open-hop": openHop,
  "walk-to-hop": walkToHop,
  "open-payload": openPayload,
  "walk-payload": walkPayload,
  "search-payload": walkPayload,
  "payload-file": payloadFile,
  "open-waterfall": openWaterfall,
  "search-further": searchFurther,
  "open-users": openUsers,
  "walk-users": walkUsers,
  "users-file": usersFile,
  "open-example": openExample,
  "share-trace": shareTrace,
};

/** What only looks: it changes nothing, so that it need not be recorded before it is done. */
const LOOKING: ReadonlySet<PressName> = new Set([
  "open-hop",
  "walk-to-hop",
  "open-payload",
  "walk-payload",
  "search-payload",
  "open-waterfall",
  "open-users",
  "walk-users",
  "open-example",
]);

/** What can be said. */
const SAY = { "/trace": traceCommand, "trace-message": traceCommand, mention } as const satisfies Readonly<
  Record<string, SaidHandler>
>;

/** What time does. */
export const DUE: Readonly<Record<Step, DueHandler>> = {
  show,
  investigate,
  fold,
  reconcile,
  acknowledge: acknowledgeQueued,
  sweep,
  inventory,
};

/** Claims what an event means for its incident. Throws where that cannot be written: then it has to be delivered again. */
export async function onEvent(bot: Bot, event: WebhookEvent): Promise<void> {
  const { incident } = event;
  // What the bot itself opened to ring somebody belongs to the incident that it is about.
  if (incident?.key?.startsWith(RING) === true) return;
  const handler = Object.hasOwn(EVENTS, event.type) ? EVENTS[event.type] : undefined;
  if (handler !== undefined && incident === null)
    bot.log.error({ event: event.id, type: event.type }, "an event names no incident that can be read");
  const happening = incident === null ? null : (handler?.({ ...event, incident }) ?? null);
  if (happening === null) return;
  const claimed = await bot.store.claim(happening, fromMillis(bot.room.now()));
  bot.log.info({ event: event.id, type: event.type, incident: happening.incident.id, claimed }, "PagerDuty event");
  bot.nudge();
}

/** A press, once however often it is delivered. */
export async function onPress(bot: Bot, payload: unknown): Promise<void> {
  await caught(bot, payload, async () => {
    const { action, value, by } = parsePress(payload);
    const name = nameOfAction(action);
    if (name === LINK) return;
    if (!isPressName(name)) throw new Fault("unreadable", ANSWER.oldButton);
    const pressed = { ...by, aim: parseAim(value) };
    await mustBeReader(bot, by.user, by.channel);
    const { aim, user, id } = pressed;
    const at = fromMillis(bot.room.now());
    // A window has to be opened before its trigger runs out: looking is done at once, and recorded beside it.
    const recorded = bot.store.press({ id, investigation: aim.investigation, at, who: user, what: name });
    if (LOOKING.has(name)) await Promise.all([PRESS[name](bot, pressed), loggedOnly(bot, recorded)]);
    else if ((await recorded) === "first") await PRESS[name](bot, pressed);
  });
}

export async function onSaid(bot: Bot, what: keyof typeof SAY, said: Said, answer: Answer): Promise<void> {
  const act = async (): Promise<void> => {
    await mustBeReader(bot, said.user, said.channel);
    await SAY[what](bot, said, answer);
  };
  await caught(bot, said, act, answer);
}

/** The one catch of everything that people do: logged once, told to whoever did it, and to nobody else. */
async function caught(bot: Bot, about: unknown, act: () => Promise<void>, answer?: Answer): Promise<void> {
  try {
    await act();
  } catch (error) {
    const fault = error instanceof Fault;
    const log = { problem: sentenceOf(error), ...(fault ? { code: error.code } : { error }) };
    if (fault && error.code !== "unavailable") bot.log.info(log, "refused");
    else bot.log.error(log, "it failed");
    const problem = fault ? sentenceOf(error) : ANSWER.broken;
    await tell(bot, about, problem, answer).catch((second: unknown) => {
      bot.log.error({ problem: sentenceOf(second) }, "and nobody could be told");
    });
  }
}

/** Nobody has to hear of a look that was not recorded. */
function loggedOnly(bot: Bot, recorded: Promise<unknown>): Promise<unknown> {
  return recorded.catch((error: unknown) => {
    bot.log.error({ problem: sentenceOf(error) }, "a look was not recorded");
  });
}

/** Where it was said; of a press in the channel, or in the window that holds the button. */
async function tell(bot: Bot, about: unknown, problem: string, answer?: Answer): Promise<void> {
  if (answer !== undefined) return answer(problemWords(problem));
  const { by } = parsePress(about);
  if (by.view === null) await tellAlone(bot, by, problemWords(problem));
  else await bot.slack.updateModal(by.view, failedModal(WINDOW.trouble, problem));
}
