import type { ImageBlock } from "@slack/types";
import type { Investigation, PictureName } from "../investigation.ts";

/** A picture of an investigation, where there is one. */
export function pictureBlock({ pictures = {} }: Investigation, name: PictureName): ImageBlock[] {
  const picture = pictures[name];
  return picture === undefined
    ? []
    : [{ type: "image", block_id: `picture ${name}`, slack_file: { id: picture.file }, alt_text: picture.alt }];
}
