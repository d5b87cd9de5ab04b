import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { z } from "zod";
import type { AppManifest } from "./slack/app.ts";

const Manifest = z.looseObject({
  features: z.looseObject({
    bot_user: z.looseObject({ display_name: z.string() }),
    slash_commands: z.array(
      z.looseObject({ command: z.string(), description: z.string(), usage_hint: z.string().default("") }),
    ),
    shortcuts: z
      .array(z.looseObject({ name: z.string().max(24), type: z.literal("message"), callback_id: z.string() }))
      .default([]),
  }),
  oauth_config: z.looseObject({ scopes: z.looseObject({ bot: z.array(z.string()) }) }),
  settings: z.looseObject({
    event_subscriptions: z.looseObject({
      bot_events: z.array(z.enum(["app_mention", "message.channels", "message.groups", "message.im"])),
    }),
  }),
});

/** The app as `manifest.yml` registers it: the sandbox grants what that asks for, and nothing else. */
export async function readAppManifest(userId: string): Promise<AppManifest> {
  const text = await readFile(new URL("../manifest.yml", import.meta.url), "utf8");
  const { features, oauth_config, settings } = Manifest.parse(parse(text));
  return {
    name: features.bot_user.display_name,
    userId,
    scopes: oauth_config.scopes.bot,
    events: settings.event_subscriptions.bot_events,
    commands: features.slash_commands.map(({ command, description, usage_hint: usageHint }) => ({
      command,
      description,
      usageHint,
    })),
    shortcuts: features.shortcuts.map(({ name, callback_id: callbackId }) => ({ name, callbackId })),
  };
}
