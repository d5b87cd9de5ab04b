import type { WebClient } from "@slack/web-api";
import { fileTitle } from "../say/picture-words.ts";
import { LIMITS } from "./limits.ts";

/**
 * Announced, sent, completed: https://docs.slack.dev/messaging/working-with-files#upload. It is shared with no channel: whoever
 * sees the message that shows it sees it, with the words of its block: a file with words of its own is now and then shared with nobody
 * (https://github.com/slackapi/python-slack-sdk/issues/1818). Throws whatever goes wrong.
 */
export async function uploadPicture(client: WebClient, name: string, png: Uint8Array, alt: string): Promise<string> {
  const { upload_url: address, file_id: id } = await client.files.getUploadURLExternal({
    filename: name,
    length: png.byteLength,
  });
  if (address === undefined || id === undefined) throw new Error("it gave no address to send it to");
  const form = new FormData();
  form.append("file", new Blob([new Uint8Array(png)], { type: "image/png" }), name);
  const sent = await fetch(address, { method: "POST", body: form, signal: AbortSignal.timeout(LIMITS.requestMs) });
  await sent.body?.cancel();
  if (!sent.ok) throw new Error(`it answered ${sent.status} to the upload`);
  await client.files.completeUploadExternal({ files: [{ id, title: fileTitle(alt) }] });
  return id;
}
