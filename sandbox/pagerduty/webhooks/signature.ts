import { createHmac } from "node:crypto";

/**
 * The `X-PagerDuty-Signature` of a body: one part for each secret, for there are two while a secret is being rotated.
 * https://github.com/PagerDuty/developer-docs/blob/main/docs/webhooks/04-Signatures.md
 */
export function sign(body: Uint8Array, secrets: readonly string[]): string {
  return secrets.map((secret) => `v1=${createHmac("sha256", secret).update(body).digest("hex")}`).join(",");
}
