import type { Clock } from "../clock.ts";
import { type AppManifest, type InstalledApp, installApp } from "./app.ts";
import { type ChangeFeed, createChangeFeed } from "./change-feed.ts";
import type { Conversation } from "./conversation.ts";
import type { StoredFile } from "./file-store.ts";
import { createIdentifiers } from "./identifiers.ts";
import type { Notification } from "./notification.ts";
import type { Person } from "./person.ts";
import { createResponseUrls, type ResponseUrls } from "./response-urls.ts";
import type { Names } from "./text/plain-text.ts";
import { createTimestamps } from "./timestamps.ts";
import { createTriggers, type Triggers } from "./triggers.ts";
import type { View } from "./view.ts";

export interface ChannelSeed {
  readonly id: string;
  /** Without the #. */
  readonly name: string;
  readonly members: readonly string[];
  readonly private?: boolean;
  readonly topic?: string;
}

/** People who are mentioned by one name. https://docs.slack.dev/reference/objects/usergroup-object */
export interface UserGroup {
  readonly id: string;
  readonly handle: string;
  readonly users: readonly string[];
}

export interface WorkspaceSeed {
  readonly users: readonly Person[];
  readonly channels: readonly ChannelSeed[];
  readonly groups?: readonly UserGroup[];
  readonly bot: AppManifest;
}

/** All state of one workspace with one installed app. Functions in the files beside this one change it. */
export interface Workspace {
  readonly clock: Clock;
  /** The address of the server, without a trailing slash. */
  readonly url: string;
  readonly team: { readonly id: string; readonly name: string; readonly domain: string };
  readonly app: InstalledApp;
  readonly people: ReadonlyMap<string, Person>;
  readonly groups: ReadonlyMap<string, UserGroup>;
  readonly conversations: Map<string, Conversation>;
  readonly views: Map<string, readonly View[]>;
  readonly files: Map<string, StoredFile>;
  readonly notifications: Notification[];
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly changes: ChangeFeed;
  readonly newId: (prefix: string) => string;
  readonly newTs: () => string;
}

export function createWorkspace(
  clock: Clock,
  url: string,
  { users, channels, groups = [], bot }: WorkspaceSeed,
): Workspace {
  const team = { id: "T000000001", name: "Sandbox", domain: "sandbox" };
  const people = new Map(users.map((person) => [person.id, person]));
  for (const { name, members } of channels) {
    const stranger = members.find((id) => id !== bot.userId && !people.has(id));
    if (stranger !== undefined) throw new Error(`#${name} has the member ${stranger}, who is not in the workspace`);
  }
  return {
    clock,
    url,
    team,
    app: installApp(bot),
    people,
    groups: new Map(groups.map((group) => [group.id, group])),
    conversations: new Map(channels.map((seed) => [seed.id, createChannel(seed, clock)])),
    views: new Map(),
    files: new Map(),
    notifications: [],
    triggers: createTriggers(clock),
    responseUrls: createResponseUrls(clock, `${url}/actions/${team.id}/`),
    changes: createChangeFeed(),
    newId: createIdentifiers(),
    newTs: createTimestamps(clock),
  };
}

function createChannel(seed: ChannelSeed, clock: Clock): Conversation {
  return {
    id: seed.id,
    name: seed.name,
    kind: seed.private === true ? "private" : "public",
    topic: seed.topic ?? "",
    createdS: Math.floor(clock.now() / 1000),
    members: new Set(seed.members),
    messages: [],
    ephemerals: [],
  };
}

/** The direct message between the bot and a person, opened when there is none yet. */
export function openDirectMessage(workspace: Workspace, person: Person): Conversation {
  for (const conversation of workspace.conversations.values()) {
    if (conversation.kind === "im" && conversation.members.has(person.id)) return conversation;
  }
  const conversation: Conversation = {
    id: workspace.newId("D"),
    name: person.name,
    kind: "im",
    topic: "",
    createdS: Math.floor(workspace.clock.now() / 1000),
    members: new Set([person.id, workspace.app.userId]),
    messages: [],
    ephemerals: [],
  };
  workspace.conversations.set(conversation.id, conversation);
  workspace.changes.publish({ kind: "opened", conversation });
  return conversation;
}

/** How ids are called in this workspace. A person goes by the real name, the bot by its handle. */
export function namesIn({ people, app, conversations }: Workspace): Names {
  return {
    user: (id) => (id === app.userId ? app.name : (people.get(id)?.realName ?? null)),
    channel: (id) => conversations.get(id)?.name ?? null,
  };
}
