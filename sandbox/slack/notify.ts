import { type Conversation, threadOf } from "./conversation.ts";
import { isReply, type Message } from "./message.ts";
import type { Person } from "./person.ts";
import { plainText } from "./text/plain-text.ts";
import { namesIn, type Workspace } from "./workspace.ts";

/** How much of a message a lock screen shows. */
const SHOWN_CHARACTERS = 120;

/**
 * Records what would light up each member's phone: direct messages, mentions (their own, @here, @channel), and replies
 * in threads they follow. Edits and ephemeral messages notify nobody. Everybody counts as active, on all devices.
 * Returns what stops it.
 */
export function recordNotifications(workspace: Workspace): () => void {
  return workspace.changes.subscribe((change) => {
    if (change.kind !== "posted") return;
    const { conversation, message } = change;
    for (const id of conversation.members) {
      const person = workspace.people.get(id);
      if (person !== undefined && concerns(person, conversation, message)) notify(workspace, person, change);
    }
  });
}

function concerns({ id }: Person, conversation: Conversation, message: Message): boolean {
  if (message.user === id) return false;
  return conversation.kind === "im" || mentions(message, id) || follows(conversation, message, id);
}

function mentions({ text }: Message, id: string): boolean {
  return new RegExp(`<@${id}(?:\\|[^>]*)?>|<!(?:here|channel|everyone)(?:\\|[^>]*)?>`).test(text);
}

/** Whoever wrote in a thread, or was mentioned in it, follows it. */
function follows(conversation: Conversation, message: Message, id: string): boolean {
  if (!isReply(message) || message.thread_ts === undefined) return false;
  return threadOf(conversation, message.thread_ts).some(
    (earlier) => earlier.ts < message.ts && (earlier.user === id || earlier.text.includes(`<@${id}>`)),
  );
}

function notify(
  workspace: Workspace,
  person: Person,
  { conversation, message }: { conversation: Conversation; message: Message },
): void {
  const atMs = workspace.clock.now();
  const names = namesIn(workspace);
  const author = names.user(message.user) ?? message.user;
  const text = plainText(message.text, names, { timeZone: person.tz, nowMs: atMs }).replaceAll(/\s+/g, " ");
  const notification = {
    user: person.id,
    atMs,
    channel: conversation.id,
    ts: message.ts,
    threadTs: isReply(message) ? (message.thread_ts ?? null) : null,
    title: conversation.kind === "im" ? author : `#${conversation.name} · ${author}`,
    text:
      [...text].length > SHOWN_CHARACTERS
        ? `${[...text]
            .slice(0, SHOWN_CHARACTERS - 1)
            .join("")
            .trimEnd()}…`
        : text,
  };
  workspace.notifications.push(notification);
  workspace.changes.publish({ kind: "notified", notification });
}
