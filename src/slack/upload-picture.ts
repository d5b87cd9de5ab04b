import type { WebClient } from "@slack/web-api";
import { short } from "../say/names.ts";
import { LIMITS } from "./limits.ts";

/**
 * Announced, sent, completed: https://docs.slack.dev/messaging/working-with-files#upload. It is shared with no channel: whoever
 * sees the message that shows it sees it. Throws whatever goes wrong.
 */
export async function uploadPicture(client: WebClient, name: string, png: Uint8Array, alt: string): Promise<string> {
  const { upload_url: address, file_id: id } = await client.files.getUploadURLExternal({
    filename: name,
    length: png.byteLength,
    alt_text: short(alt, LIMITS.fileAlt),
  });
  if (address === undefined || id === undefined) throw new Error("it gave no address to send it to");
  const form = new FormData();
  form.append("file", new Blob([new Uint8Array(png)], { type: "image/png" }), name);
  const sent = await fetch(address, { method: "POST", body: form, signal: AbortSignal.timeout(LIMITS.requestMs) });
  await sent.body?.cancel();
  if (!sent.ok) throw new Error(`it answered ${sent.status} to the upload`);
  await client.files.completeUploadExternal({ files: [{ id, title: name }] });
  return id;
}
