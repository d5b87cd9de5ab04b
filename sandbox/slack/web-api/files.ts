import { z } from "zod";
import type { Conversation } from "../conversation.ts";
import type { FileObject } from "../file-object.ts";
import { announceFile, fileByTicket, type StoredFile } from "../file-store.ts";
import { postMessage } from "../messages.ts";
import type { Workspace } from "../workspace.ts";
import { count, structure, timestamp } from "./argument-types.ts";
import { checkContent, draftFields } from "./content.ts";
import { findConversation, type Method, method } from "./method.ts";
import { Refusal } from "./refusal.ts";
import { threadIn } from "./thread-in.ts";

const titles = structure.pipe(z.array(z.object({ id: z.string(), title: z.string().optional() })).min(1));

/** https://docs.slack.dev/reference/methods#files: an upload is announced, sent (`receiveUpload`), and completed. */
export const filesMethods: readonly Method[] = [
  method("files.getUploadURLExternal", {
    scopes: ["files:write"],
    tier: 4,
    accepts: z.object({
      filename: z.string().min(1),
      length: count,
    }),
    answer({ filename, length }, workspace) {
      if (length === 0) throw new Refusal("missing_argument");
      const file = announceFile(workspace, { name: filename, length });
      return { upload_url: `${workspace.url}/upload/v1/${file.ticket}`, file_id: file.object.id };
    },
  }),

  method("files.completeUploadExternal", {
    scopes: ["files:write"],
    tier: 4,
    accepts: z.object({
      files: titles,
      channel_id: z.string().optional(),
      thread_ts: timestamp.optional(),
      initial_comment: z.string().optional(),
      blocks: structure.optional(),
    }),
    answer(given, workspace) {
      const conversation = given.channel_id === undefined ? null : sharedIn(workspace, given.channel_id);
      const thread = conversation === null ? {} : threadIn(conversation, given.thread_ts);
      const content = checkContent(workspace, { text: given.initial_comment, blocks: given.blocks });
      const uploaded = given.files.map(({ id, title }) => ({ file: uploadedFile(workspace, id), title }));
      const files = uploaded.map(({ file, title }) => complete(file, conversation, title));
      if (conversation !== null) {
        const draft = { text: content.text ?? "", ...draftFields(content), ...thread, files };
        postMessage(workspace, conversation, workspace.app.userId, draft);
      }
      return { files };
    },
  }),

  method("files.info", {
    scopes: ["files:read"],
    tier: 4,
    accepts: z.object({ file: z.string() }),
    answer({ file }, { files }) {
      const stored = files.get(file);
      if (stored === undefined || !stored.completed) throw new Refusal("file_not_found");
      return { file: stored.object, comments: [] };
    },
  }),
];

/** The upload itself: raw bytes, or one file in a multipart form. https://docs.slack.dev/messaging/working-with-files#upload */
export async function receiveUpload(request: Request, ticket: string, workspace: Workspace): Promise<Response> {
  const file = fileByTicket(workspace, ticket);
  if (file === null || file.completed) return new Response("upload_url is unknown or used", { status: 404 });
  const bytes = await uploadedBytes(request);
  if (bytes === null || bytes.length !== file.expectedBytes) {
    return new Response(`expected ${file.expectedBytes} bytes, got ${bytes?.length ?? 0}`, { status: 400 });
  }
  file.bytes = bytes;
  return new Response(`OK - ${bytes.length}`);
}

async function uploadedBytes(request: Request): Promise<Uint8Array<ArrayBuffer> | null> {
  if (!request.headers.get("content-type")?.startsWith("multipart/form-data")) {
    return new Uint8Array(await request.arrayBuffer());
  }
  const form = await request.formData();
  const part = [...form.values()].find((value) => value instanceof File);
  return part === undefined ? null : new Uint8Array(await part.arrayBuffer());
}

/** The file's bytes for whoever holds the bot's token, as `url_private` gives them. */
export function downloadFile(request: Request, id: string, { files, app }: Workspace): Response {
  if (request.headers.get("authorization") !== `Bearer ${app.botToken}`) {
    // Slack redirects to its login page; a client that follows gets HTML instead of its file.
    return new Response(null, { status: 302, headers: { location: "/" } });
  }
  const file = files.get(id);
  if (file === undefined || file.bytes === null || !app.scopes.includes("files:read")) {
    return new Response(null, { status: 404 });
  }
  return new Response(file.bytes, { headers: { "content-type": file.object.mimetype } });
}

function sharedIn(workspace: Workspace, channel: string): Conversation {
  const conversation = findConversation(workspace, channel);
  if (!conversation.members.has(workspace.app.userId)) throw new Refusal("posting_to_channel_denied");
  return conversation;
}

function uploadedFile({ files }: Workspace, id: string): StoredFile {
  const file = files.get(id);
  if (file === undefined || file.bytes === null || file.completed) throw new Refusal("file_not_found");
  return file;
}

function complete(file: StoredFile, conversation: Conversation | null, title: string | undefined): FileObject {
  const sharedWith = (kind: Conversation["kind"]) => (conversation?.kind === kind ? [conversation.id] : []);
  file.completed = true;
  file.object = {
    ...file.object,
    title: title ?? file.object.name,
    is_public: conversation?.kind === "public",
    channels: sharedWith("public"),
    groups: sharedWith("private"),
    ims: sharedWith("im"),
  };
  return file.object;
}
