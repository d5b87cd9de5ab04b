import { short } from "./names.ts";

/**
 * Text from outside, made harmless for mrkdwn: it cannot mention anyone, link anywhere, or start or end a format. The three
 * signs that Slack reads become entities; signs of formats get a word joiner, which nobody sees.
 * https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
export function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/[*_~`]/g, (sign) => `\u2060${sign}\u2060`);
}

/** Text from outside as inline code, on one line. A code span knows no escape for its own sign, so that is replaced. */
export function code(text: string, most = 200): string {
  const line = short(text.replace(/\s+/g, " ").trim(), most).replaceAll("`", "ˋ");
  if (line === "") return "_empty_";
  return `\`${line.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")}\``;
}

export function bold(text: string): string {
  return `*${escaped(text)}*`;
}
