import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * Whether a delivery was signed with one of the secrets: `X-PagerDuty-Signature` holds `v1=<hex>` for each secret of the
 * subscription, HMAC-SHA256 over the body's bytes. Other versions are ignored. Compared in constant time, every pair of them.
 * https://developer.pagerduty.com/docs/verifying-webhook-signatures
 */
export function isSigned(body: Uint8Array, header: string | undefined, secrets: readonly string[]): boolean {
  const given = (header ?? "")
    .split(",")
    .flatMap((part) => /^\s*v1=([0-9a-f]{64})\s*$/i.exec(part)?.[1] ?? [])
    .map((hex) => Buffer.from(hex, "hex"));
  let signed = false;
  for (const secret of secrets) {
    const expected = createHmac("sha256", secret).update(body).digest();
    for (const one of given) if (timingSafeEqual(one, expected)) signed = true;
  }
  return signed;
}
