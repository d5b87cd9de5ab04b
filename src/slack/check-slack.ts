import { WebAPIPlatformError, WebClient, type WebClientOptions } from "@slack/web-api";
import { type Check, type Mend, missing, unknown, works } from "../check.ts";
import { sentenceOf } from "../fault.ts";

/** What Slack has to know us by; null where the environment does not say. */
export interface SlackAccess {
  readonly botToken: string | null;
  readonly appToken: string | null;
  readonly channel: string | null;
}

/** Tries the tokens, compares the scopes with those of the manifest, and reads one message of the channel. Posts nothing. */
export async function* checkSlack(
  { botToken, appToken, channel }: SlackAccess,
  scopes: readonly string[],
  options: WebClientOptions,
): AsyncGenerator<Check> {
  if (botToken !== null) {
    const client = new WebClient(botToken, options);
    const granted = await grantedScopes(client);
    if ("state" in granted) yield granted;
    else {
      yield works("Slack bot token", `it is that of ${granted.name}`);
      yield compared(scopes, granted.scopes);
      if (channel !== null) yield await checkChannel(client, channel, granted.name);
    }
  }
  if (appToken !== null) yield await checkAppToken(new WebClient(appToken, options));
}

/** Slack tells them in the header `x-oauth-scopes` of every answer. https://docs.slack.dev/reference/methods/auth.test */
async function grantedScopes(client: WebClient): Promise<Check | { name: string; scopes: readonly string[] | null }> {
  try {
    const { user, response_metadata: told } = await client.auth.test();
    return { name: user ?? "an unnamed bot", scopes: told?.scopes ?? null };
  } catch (error) {
    return refused("Slack bot token", error, { set: "SLACK_BOT_TOKEN" });
  }
}

function compared(wanted: readonly string[], granted: readonly string[] | null): Check {
  if (granted === null) return unknown("Slack scopes", "Slack did not say which it granted");
  const lacking = wanted.filter((scope) => !granted.includes(scope));
  if (lacking.length === 0) return works("Slack scopes", `all ${wanted.length} of manifest.yml`);
  return missing("Slack scopes", `not granted: ${lacking.join(", ")}`, { scopes: lacking });
}

async function checkChannel(client: WebClient, channel: string, name: string): Promise<Check> {
  const what = `Slack channel ${channel}`;
  try {
    await client.conversations.history({ channel, limit: 1 });
    return works(what);
  } catch (error) {
    const code = error instanceof WebAPIPlatformError ? error.data.error : null;
    if (code === "not_in_channel") {
      return missing(what, `${name} is not in it`, { step: `in that channel, write /invite @${name}` });
    }
    if (code === "channel_not_found") {
      const step = `set SLACK_CHANNEL to the id of a channel (C…, in its details); of a private one, write /invite @${name} in it first`;
      return missing(what, `there is none of this id that ${name} can see`, { step });
    }
    if (code === "missing_scope") return unknown(what, "a scope is missing to look into it");
    return unknown(what, sentenceOf(error));
  }
}

/** It makes the address of a connection, which nobody opens. */
async function checkAppToken(client: WebClient): Promise<Check> {
  const what = "Slack app token";
  try {
    await client.apps.connections.open();
    return works(what, "Socket Mode");
  } catch (error) {
    if (error instanceof WebAPIPlatformError && error.data.error === "missing_scope") {
      const step = "make an app-level token with the scope connections:write, and set it as SLACK_APP_TOKEN";
      return missing(what, "it lacks connections:write", { step });
    }
    return refused(what, error, { set: "SLACK_APP_TOKEN" });
  }
}

/** What Slack answered is its word; that no answer came says nothing about the token. */
function refused(what: string, error: unknown, mend: Mend): Check {
  if (error instanceof WebAPIPlatformError) return missing(what, `Slack says ${error.data.error}`, mend);
  return unknown(what, `Slack cannot be reached: ${sentenceOf(error)}`);
}
