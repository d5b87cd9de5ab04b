import { AssumeRoleCommand, STSClient, type STSClientConfig } from "@aws-sdk/client-sts";
import type { AwsPlace } from "../aws-place.ts";
import { Fault, sentenceOf } from "../fault.ts";

/** Credentials of a role as clients take them. */
export interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** A role that is assumed when it is needed, once for everybody who needs it. */
export interface AssumedRole {
  /** Throws a fault that names the role, and the permission where that is missing. */
  credentials(): Promise<RoleCredentials>;
  close(): void;
}

/** Asked so long before they expire, new credentials are fetched. */
const EARLY_MS = 10 * 60_000;
/** A role that was refused is not asked for again at once: every source asks for itself, in every round. */
const AGAIN_MS = 10_000;
const PATIENCE = { connectionTimeout: 2000, requestTimeout: 5000, throwOnRequestTimeout: true } as const;

export function assumedRole(
  { role, externalId }: Pick<AwsPlace, "externalId"> & { readonly role: string },
  access: Pick<STSClientConfig, "region" | "credentials" | "endpoint">,
): AssumedRole {
  const client = new STSClient({ ...access, requestHandler: PATIENCE });
  let known: { readonly given: Promise<RoleCredentials>; untilMs: number } | null = null;
  const assume = async (): Promise<RoleCredentials> => {
    const { Credentials: given } = await client.send(
      new AssumeRoleCommand({
        RoleArn: role,
        RoleSessionName: "wake-or-wait",
        ...(externalId === null ? {} : { ExternalId: externalId }),
      }),
    );
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = given ?? {};
    if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration)
      throw new Fault("unavailable", "no credentials came");
    const expiration = Expiration;
    return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken, expiration };
  };
  return {
    credentials: () => {
      if (known !== null && Date.now() < known.untilMs) return known.given;
      const now = { given: assume(), untilMs: Number.POSITIVE_INFINITY };
      now.given = now.given.then(
        (credentials) => {
          now.untilMs = credentials.expiration.getTime() - EARLY_MS;
          return credentials;
        },
        (error: unknown) => {
          now.untilMs = Date.now() + AGAIN_MS;
          throw notAssumed(role, error);
        },
      );
      known = now;
      return now.given;
    },
    close: () => client.destroy(),
  };
}

function notAssumed(role: string, error: unknown): Fault {
  const denied = error instanceof Error && error.name.startsWith("AccessDenied");
  const why = denied
    ? "the permission sts:AssumeRole is missing, or its trust policy does not name who asks"
    : (sentenceOf(error).split("\n")[0] ?? "");
  const sentence = `the role ${role} could not be assumed: ${why}`;
  return new Fault(denied ? "unauthorized" : "unavailable", sentence, { cause: error });
}
