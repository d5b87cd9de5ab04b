import { z } from "zod";
import type { Conversation } from "../conversation.ts";
import type { Faults } from "../faults.ts";
import { editMessage, postEphemeral, postMessage, removeEphemeral, removeMessage } from "../messages.ts";
import type { ResponseTarget } from "../response-urls.ts";
import type { Workspace } from "../workspace.ts";
import { misbehave, neverAnswered } from "./answer-call.ts";
import { flag, timestamp } from "./argument-types.ts";
import { checkNewContent, contentArguments, draftFields } from "./content.ts";
import { readArguments } from "./read-arguments.ts";
import { Refusal } from "./refusal.ts";
import { threadIn } from "./thread-in.ts";

export const responseSchema = z.object({
  ...contentArguments,
  response_type: z.enum(["ephemeral", "in_channel"]).default("ephemeral"),
  replace_original: flag.default(false),
  delete_original: flag.default(false),
  thread_ts: timestamp.optional(),
});

export type ResponseMessage = z.output<typeof responseSchema>;

/** Answers a POST to a response_url. https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
export async function answerResponseUrl(
  workspace: Workspace,
  faults: Faults,
  token: string,
  request: Request,
): Promise<Response> {
  const fault = faults.take("response_url");
  if (fault !== null && fault.kind !== "lost-answer") return await misbehave(fault, request);
  let answer: Response;
  try {
    const target = workspace.responseUrls.spend(token);
    if (typeof target === "string") return Response.json({ ok: false, error: target }, { status: 404 });
    const parsed = responseSchema.safeParse(await readArguments(request));
    if (!parsed.success) throw new Refusal("invalid_payload");
    respond(workspace, target, parsed.data);
    answer = Response.json({ ok: true });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    answer = Response.json({ ok: false, error: error.code, ...error.details }, { status: 400 });
  }
  return fault === null ? answer : await neverAnswered(request);
}

/** Carries out what an app answers to a command or a press: a new message, or a change of the one it came from. */
export function respond(workspace: Workspace, target: ResponseTarget, response: ResponseMessage): void {
  const conversation = workspace.conversations.get(target.channel);
  if (conversation === undefined) throw new Refusal("channel_not_found");
  if (response.delete_original) {
    removeOriginal(workspace, conversation, target);
  } else if (response.replace_original && target.messageTs !== null) {
    replaceOriginal(workspace, conversation, target, target.messageTs, response);
  } else {
    const content = checkNewContent(workspace, response);
    const draft = { text: content.text, ...draftFields(content), ...threadIn(conversation, response.thread_ts) };
    if (response.response_type === "in_channel") postMessage(workspace, conversation, workspace.app.userId, draft);
    else postEphemeral(workspace, conversation, workspace.app.userId, target.user, draft);
  }
}

function removeOriginal(workspace: Workspace, conversation: Conversation, { user, messageTs }: ResponseTarget): void {
  if (messageTs === null) return;
  needOwnMessage(workspace, conversation, messageTs, "cant_delete_message");
  removeMessage(workspace, conversation, messageTs);
  removeEphemeral(workspace, conversation, user, messageTs);
}

/** An ephemeral original is taken away and shown anew: it has no place in a history that it could keep. */
function replaceOriginal(
  workspace: Workspace,
  conversation: Conversation,
  { user }: ResponseTarget,
  ts: string,
  response: ResponseMessage,
): void {
  const content = checkNewContent(workspace, response);
  const ephemeral = conversation.ephemerals.find((one) => one.to === user && one.message.ts === ts);
  if (ephemeral !== undefined) {
    const { thread_ts } = ephemeral.message;
    removeEphemeral(workspace, conversation, user, ts);
    postEphemeral(workspace, conversation, workspace.app.userId, user, {
      text: content.text,
      ...draftFields(content),
      ...(thread_ts === undefined ? {} : { threadTs: thread_ts }),
    });
    return;
  }
  needOwnMessage(workspace, conversation, ts, "cant_update_message");
  const { metadata } = content;
  const edited = editMessage(workspace, conversation, ts, ({ blocks: _, metadata: kept, ...message }) => ({
    ...message,
    ...(kept === undefined || metadata === null ? {} : { metadata: kept }),
    text: content.text,
    ...draftFields(content),
  }));
  if (edited === null) throw new Refusal("message_not_found");
}

/** A message shortcut's response_url leads to a person's message, which no app may change. */
function needOwnMessage({ app }: Workspace, { messages }: Conversation, ts: string, otherwise: string): void {
  const message = messages.find((one) => one.ts === ts);
  if (message !== undefined && message.user !== app.userId) throw new Refusal(otherwise);
}
