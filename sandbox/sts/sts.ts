import { randomUUID } from "node:crypto";
import { serve } from "../serve.ts";

/** A role and whom it trusts. */
export interface TrustedRole {
  readonly arn: string;
  /** What its trust policy asks for; null: nothing. */
  readonly externalId: string | null;
}

/** The Security Token Service, served in AWS Query at `url`: it hands out credentials of roles. */
export interface Sts {
  readonly url: string;
  /** How often each role was asked for, by its ARN. */
  readonly asked: ReadonlyMap<string, number>;
  /** From now on the role may be assumed. */
  trust(role: TrustedRole): void;
  /** From now on it may not. */
  deny(arn: string): void;
  /** The account of which the credentials with this access key are; null where they were not handed out here. */
  accountOf(accessKey: string): string | null;
  stop(): Promise<void>;
}

const NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";
const SECONDS = 3600;

export async function startSts(): Promise<Sts> {
  const roles = new Map<string, TrustedRole>();
  const asked = new Map<string, number>();
  const accounts = new Map<string, string>();
  const served = await serve(async (request) => {
    const form = new URLSearchParams(await request.text());
    if (!request.headers.has("authorization")) return refused("MissingAuthenticationToken", "Request is missing it.");
    if (form.get("Action") !== "AssumeRole") return refused("InvalidAction", "Only AssumeRole is built here.", 400);
    const arn = form.get("RoleArn") ?? "";
    asked.set(arn, (asked.get(arn) ?? 0) + 1);
    const role = roles.get(arn);
    // AWS says the same of a role that does not exist, does not trust, or asks for another external id.
    if (role === undefined || role.externalId !== form.get("ExternalId")) {
      const who = "arn:aws:sts::111122223333:assumed-role/wake-or-wait-bot/on-call";
      return refused("AccessDenied", `User: ${who} is not authorized to perform: sts:AssumeRole on resource: ${arn}`);
    }
    const accessKey = `ASIA${String(accounts.size).padStart(16, "0")}`;
    accounts.set(accessKey, arn.split(":")[4] ?? "");
    return assumed(arn, accessKey, form.get("RoleSessionName") ?? "");
  });
  return {
    url: served.url,
    asked,
    trust: (role) => void roles.set(role.arn, role),
    deny: (arn) => void roles.delete(arn),
    accountOf: (accessKey) => accounts.get(accessKey) ?? null,
    stop: () => served.stop(),
  };
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
function assumed(arn: string, accessKey: string, session: string): Response {
  const name = arn.split("/").at(-1) ?? "";
  // Clients compare it with their own clock, which no sandbox turns.
  const expiration = new Date(Date.now() + SECONDS * 1000).toISOString();
  return xml(
    200,
    `<AssumeRoleResponse xmlns="${NAMESPACE}"><AssumeRoleResult><AssumedRoleUser>` +
      `<AssumedRoleId>AROAEXAMPLE:${escaped(session)}</AssumedRoleId>` +
      `<Arn>arn:aws:sts::${arn.split(":")[4]}:assumed-role/${name}/${escaped(session)}</Arn></AssumedRoleUser>` +
      `<Credentials><AccessKeyId>${accessKey}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>` +
      `<SessionToken>token</SessionToken><Expiration>${expiration}</Expiration></Credentials>` +
      `</AssumeRoleResult>${metadata()}</AssumeRoleResponse>`,
  );
}

function refused(code: string, message: string, status = 403): Response {
  return xml(
    status,
    `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>Sender</Type><Code>${code}</Code>` +
      `<Message>${escaped(message)}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
  );
}

function metadata(): string {
  return `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata>`;
}

function xml(status: number, body: string): Response {
  return new Response(body, { status, headers: { "content-type": "text/xml" } });
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
