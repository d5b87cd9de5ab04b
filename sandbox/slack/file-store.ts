import { extname } from "node:path";
import type { FileObject } from "./file-object.ts";
import { secret } from "./identifiers.ts";
import type { Workspace } from "./workspace.ts";

/** A file from the moment that its upload was announced. `bytes` is null until they came. */
export interface StoredFile {
  object: FileObject;
  readonly ticket: string;
  readonly expectedBytes: number;
  bytes: Uint8Array<ArrayBuffer> | null;
  completed: boolean;
}

const MIME_TYPES: Readonly<Record<string, string>> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  json: "application/json",
  txt: "text/plain",
  log: "text/plain",
  csv: "text/csv",
};

/** Announces an upload: the first of the three steps of https://docs.slack.dev/messaging/working-with-files. */
export function announceFile(workspace: Workspace, { name, length }: { name: string; length: number }): StoredFile {
  const { clock, url, app } = workspace;
  const id = workspace.newId("F");
  const filetype = extname(name).slice(1).toLowerCase();
  const seconds = Math.floor(clock.now() / 1000);
  const address = `${url}/files-pri/${id}/${encodeURIComponent(name)}`;
  const stored: StoredFile = {
    object: {
      id,
      created: seconds,
      timestamp: seconds,
      name,
      title: name,
      mimetype: MIME_TYPES[filetype] ?? "application/octet-stream",
      filetype: filetype === "" ? "binary" : filetype,
      size: length,
      user: app.userId,
      mode: "hosted",
      is_external: false,
      is_public: false,
      url_private: address,
      url_private_download: `${address}?download=1`,
      permalink: `${url}/page/files/${id}`,
      channels: [],
      groups: [],
      ims: [],
    },
    ticket: secret(),
    expectedBytes: length,
    bytes: null,
    completed: false,
  };
  workspace.files.set(id, stored);
  return stored;
}

export function fileByTicket({ files }: Workspace, ticket: string): StoredFile | null {
  return [...files.values()].find((file) => file.ticket === ticket) ?? null;
}
