/** A file in the shape of Slack's API (https://docs.slack.dev/reference/objects/file-object), as much as is known here. */
export interface FileObject {
  readonly id: string;
  readonly created: number;
  readonly timestamp: number;
  readonly name: string;
  readonly title: string;
  readonly mimetype: string;
  readonly filetype: string;
  readonly size: number;
  readonly user: string;
  readonly mode: "hosted";
  readonly is_external: false;
  readonly is_public: boolean;
  readonly url_private: string;
  readonly url_private_download: string;
  readonly permalink: string;
  readonly channels: readonly string[];
  readonly groups: readonly string[];
  readonly ims: readonly string[];
}
