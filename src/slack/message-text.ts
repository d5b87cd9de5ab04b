/** Characters looked at: an id stands near the beginning of a message, and a message has no end that can be relied on. */
const MOST = 20_000;
/** The fields of messages, attachments and blocks that people read. https://docs.slack.dev/reference/objects/message-object */
const READ: ReadonlySet<string> = new Set(["text", "fallback", "pretext", "title", "title_link", "value", "url"]);

/** Everything that a message says, whether in its text, attachments or blocks: other apps' alerts keep it in any of them. */
export function messageText(message: unknown): string {
  const parts: string[] = [];
  let size = 0;
  const open: { readonly value: unknown; readonly read: boolean }[] = [{ value: message, read: false }];
  for (let next = open.pop(); next !== undefined && size < MOST; next = open.pop()) {
    const { value, read } = next;
    if (typeof value === "string" && read) {
      parts.push(value);
      size += value.length;
    } else if (typeof value === "object" && value !== null) {
      const inner = Object.entries(value).map(([name, one]) => ({
        value: one as unknown,
        read: READ.has(name) || (Array.isArray(value) && read),
      }));
      open.push(...inner.reverse());
    }
  }
  return parts.join("\n").slice(0, MOST);
}
