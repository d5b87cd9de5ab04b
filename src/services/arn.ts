/** The parts of `arn:partition:service:region:account:resource`. Region and account are null where the ARN leaves them out. */
export interface Arn {
  readonly service: string;
  readonly region: string | null;
  readonly account: string | null;
  /** Everything after the account, with its own colons and slashes. */
  readonly resource: string;
}

export function parseArn(text: string): Arn | null {
  if (!text.startsWith("arn:")) return null;
  const [, , service = "", region = "", account = "", ...rest] = text.split(":");
  if (service === "" || rest.length === 0) return null;
  return {
    service,
    region: region === "" ? null : region,
    account: /^\d{12}$/.test(account) ? account : null,
    resource: rest.join(":"),
  };
}

/**
 * The plain name in an ARN (`table/rides/index/by-user` → `rides`, `function:pay:prod` → `pay`, `rule/bus/nightly` →
 * `nightly` with `last`), in a URL (`https://sqs…/1234/orders` → `orders`), or the text itself where it is a name.
 */
export function plainName(text: string, which: "first" | "last" = "first"): string {
  const arn = parseArn(text);
  if (arn === null)
    return /^https?:\/\//.test(text) ? (text.split(/[?#]/)[0]?.split("/").findLast(Boolean) ?? text) : text;
  const parts = arn.resource.split(/[:/]/);
  const typed = parts.length > 1 && !["sqs", "sns", "s3"].includes(arn.service);
  const names = typed ? parts.slice(1) : parts;
  return (which === "first" ? names[0] : names.at(-1)) ?? arn.resource;
}
