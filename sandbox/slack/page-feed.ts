import type { Change } from "./change-feed.ts";
import { type Conversation, threadOf } from "./conversation.ts";
import { isReply, type Message } from "./message.ts";
import type { PageChannel, PageEvent, PageMessage, PageState } from "./page/protocol.ts";
import type { Person } from "./person.ts";
import { viewsOf } from "./view-stacks.ts";
import type { Workspace } from "./workspace.ts";

/** Everything that a person sees when they open the page. */
export function pageState(workspace: Workspace, person: Person): PageState {
  const { team, clock, people, app, conversations, notifications } = workspace;
  return {
    team: team.name,
    nowMs: clock.now(),
    me: person.id,
    people: [...people.values()].map(({ id, name, realName, tz }) => ({ id, name, realName, tz })),
    bot: { id: app.userId, name: app.name },
    commands: app.commands,
    shortcuts: app.shortcuts,
    channels: [...conversations.values()]
      .filter(({ members }) => members.has(person.id))
      .map((conversation) => pageChannel(conversation, person)),
    views: viewsOf(workspace, person.id),
    notification: notifications.findLast(({ user }) => user === person.id) ?? null,
  };
}

/** Calls `tell` with what changes on a person's page, until the returned function is called. */
export function followPage(workspace: Workspace, person: Person, tell: (event: PageEvent) => void): () => void {
  return workspace.changes.subscribe((change) => {
    for (const event of pageEvents(workspace, person, change)) tell(event);
  });
}

function pageEvents(workspace: Workspace, person: Person, change: Change): PageEvent[] {
  if ("conversation" in change && !change.conversation.members.has(person.id)) return [];
  if ("to" in change && change.to !== person.id) return [];
  switch (change.kind) {
    case "posted":
    case "edited":
    case "reacted":
      return withRoot(workspace, change.conversation, change.message);
    case "ephemeral":
      return [messageEvent(workspace, change.conversation, change.message, true)];
    case "removed": {
      const { conversation, message } = change;
      return [
        { kind: "gone", channel: conversation.id, ts: message.ts },
        ...rootOf(conversation, message).map((root) => messageEvent(workspace, conversation, root, false)),
      ];
    }
    case "ephemeral-removed":
      return [{ kind: "gone", channel: change.conversation.id, ts: change.ts }];
    case "opened":
      return [{ kind: "channel", channel: pageChannel(change.conversation, person) }];
    case "views":
      return change.user === person.id ? [{ kind: "views", views: viewsOf(workspace, person.id) }] : [];
    case "notified":
      return change.notification.user === person.id
        ? [{ kind: "notification", notification: change.notification }]
        : [];
  }
}

/** A reply changes its root too: the count of replies under it. */
function withRoot(workspace: Workspace, conversation: Conversation, message: Message): PageEvent[] {
  return [...rootOf(conversation, message), message].map((one) => messageEvent(workspace, conversation, one, false));
}

function rootOf(conversation: Conversation, message: Message): Message[] {
  return isReply(message) ? conversation.messages.filter(({ ts }) => ts === message.thread_ts) : [];
}

function messageEvent(
  { clock }: Workspace,
  conversation: Conversation,
  message: Message,
  isEphemeral: boolean,
): PageEvent {
  const shown = pageMessage(conversation, message, isEphemeral);
  return { kind: "message", channel: conversation.id, message: shown, nowMs: clock.now() };
}

function pageChannel(conversation: Conversation, person: Person): PageChannel {
  const { id, name, kind, topic, members, messages, ephemerals } = conversation;
  const mine = ephemerals.filter(({ to }) => to === person.id);
  return {
    id,
    name,
    kind,
    topic,
    memberCount: members.size,
    messages: [
      ...messages.map((message) => pageMessage(conversation, message, false)),
      ...mine.map(({ message }) => pageMessage(conversation, message, true)),
    ].sort((a, b) => (a.ts < b.ts ? -1 : 1)),
  };
}

function pageMessage(conversation: Conversation, message: Message, isEphemeral: boolean): PageMessage {
  const replies = isReply(message) || isEphemeral ? [] : threadOf(conversation, message.ts).filter(isReply);
  const latest = replies.at(-1);
  return {
    ...message,
    isEphemeral,
    replies:
      latest === undefined
        ? null
        : { count: replies.length, users: [...new Set(replies.map(({ user }) => user))], latestTs: latest.ts },
  };
}
