/** What base64 stands for, where that is text in UTF-8; else the base64 itself. Null stays null. */
export function base64Text(encoded: string | null): string | null {
  if (encoded === null) return null;
  const bytes = Buffer.from(encoded, "base64");
  const text = bytes.toString("utf8");
  return text.includes("\uFFFD") || text.includes("\0") ? encoded : text;
}
