import { type Conversation, threadOf } from "../conversation.ts";
import type { AppLink } from "../delivery/app-link.ts";
import { commandPayload } from "../delivery/payloads.ts";
import { type Message, SLACKBOT } from "../message.ts";
import { postEphemeral, postMessage } from "../messages.ts";
import type { Person } from "../person.ts";
import { typedText } from "../text/typed-text.ts";
import { respond, responseSchema } from "../web-api/answer-response-url.ts";
import { Refusal } from "../web-api/refusal.ts";
import type { Workspace } from "../workspace.ts";
import { commandFailed, type Outcome } from "./outcome.ts";

/** Sends what a person typed into a message box, as a new message or as a reply. */
export function say(
  workspace: Workspace,
  person: Person,
  channel: string,
  typed: string,
  threadTs: string | undefined,
): Message {
  const { app, people, conversations } = workspace;
  const text = typedText(typed, {
    userId: (handle) =>
      handle === app.name ? app.userId : ([...people.values()].find(({ name }) => name === handle)?.id ?? null),
    channelId: (name) => [...conversations.values()].find((one) => one.kind !== "im" && one.name === name)?.id ?? null,
  });
  if (text.trim() === "") throw new Error("there is nothing to send");
  const conversation = joined(workspace, person, channel);
  if (threadTs === undefined) return postMessage(workspace, conversation, person.id, { text });
  if (threadOf(conversation, threadTs).length === 0) throw new Error(`there is no thread ${threadTs} in ${channel}`);
  return postMessage(workspace, conversation, person.id, { text, threadTs });
}

/** Sends a slash command. In a thread Slack refuses, and the app never hears of it. */
export async function command(
  workspace: Workspace,
  link: AppLink,
  person: Person,
  typed: { channel: string; command: string; text: string; threadTs: string | undefined },
): Promise<Outcome> {
  const conversation = joined(workspace, person, typed.channel);
  const slackbotSays = (text: string): Outcome => {
    const draft = typed.threadTs === undefined ? { text } : { text, threadTs: typed.threadTs };
    postEphemeral(workspace, conversation, SLACKBOT, person.id, draft);
    return { ok: false, shown: text };
  };
  if (!workspace.app.commands.some(({ command: registered }) => registered === typed.command)) {
    return slackbotSays(
      `${typed.command} is not a valid command. In Slack, all messages that start with "/" are interpreted as commands.`,
    );
  }
  if (typed.threadTs !== undefined) return slackbotSays(`${typed.command} is not supported in threads. Sorry!`);
  const payload = commandPayload(workspace, person, conversation, typed);
  const ack = await link.deliver({ type: "slash_commands", payload, retry: null });
  if (!ack.ok) return slackbotSays(commandFailed(typed.command, ack.reason));
  showAnswer(workspace, person, conversation, ack.body);
  return { ok: true };
}

/** The acknowledgement of a command may be its answer: a text, or a message. Anything else shows nothing. */
function showAnswer(workspace: Workspace, person: Person, { id }: Conversation, body: unknown): void {
  const answer = responseSchema.safeParse(typeof body === "string" ? { text: body } : body);
  if (!answer.success || (answer.data.text === undefined && answer.data.blocks === undefined)) return;
  try {
    respond(workspace, { user: person.id, channel: id, messageTs: null }, answer.data);
  } catch (error) {
    // An answer that Slack would not post is dropped; the app has no way to hear of it.
    if (!(error instanceof Refusal)) throw error;
  }
}

function joined({ conversations }: Workspace, { id, name }: Person, channel: string): Conversation {
  const conversation = conversations.get(channel);
  if (conversation === undefined || !conversation.members.has(id)) throw new Error(`${name} is not in ${channel}`);
  return conversation;
}
