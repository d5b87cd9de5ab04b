import { secret } from "./identifiers.ts";

/** What an app's manifest registers and a workspace's admin grants. What is not listed does not exist. */
export interface AppManifest {
  /** The bot user's handle. */
  readonly name: string;
  readonly userId: string;
  /** The bot token's granted scopes. */
  readonly scopes: readonly string[];
  /** Subscribed bot events, as the manifest names them: "app_mention", "message.channels", "message.im". */
  readonly events: readonly BotEvent[];
  readonly commands: readonly SlashCommand[];
  readonly shortcuts: readonly MessageShortcut[];
}

export interface SlashCommand {
  /** With its slash: "/trace". */
  readonly command: string;
  readonly description: string;
  readonly usageHint: string;
}

/** An entry of a message's "more actions" menu. */
export interface MessageShortcut {
  readonly name: string;
  readonly callbackId: string;
}

/** The installed app: its manifest, its ids, and what it authenticates with. */
export interface InstalledApp extends AppManifest {
  readonly appId: string;
  readonly botId: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  /** The deprecated verification token, which payloads still carry. */
  readonly verificationToken: string;
}

export type BotEvent = "app_mention" | "message.channels" | "message.groups" | "message.im";

/** https://docs.slack.dev/reference/events: without the scope, Slack does not let an app subscribe. */
const scopeOfEvent: Record<BotEvent, string> = {
  app_mention: "app_mentions:read",
  "message.channels": "channels:history",
  "message.groups": "groups:history",
  "message.im": "im:history",
};

/** Installs an app. Throws where Slack would refuse the manifest: an event or a command without its scope. */
export function installApp(manifest: AppManifest): InstalledApp {
  for (const event of manifest.events) {
    const scope = scopeOfEvent[event];
    if (!manifest.scopes.includes(scope)) throw new Error(`the bot event ${event} needs the scope ${scope}`);
  }
  if (manifest.commands.length > 0 && !manifest.scopes.includes("commands")) {
    throw new Error("slash commands need the scope commands");
  }
  return {
    ...manifest,
    appId: "A000000001",
    botId: "B000000001",
    botToken: `xoxb-${secret()}`,
    appToken: `xapp-1-A000000001-${secret()}`,
    signingSecret: secret(),
    verificationToken: secret(12),
  };
}
