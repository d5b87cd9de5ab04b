import type { Image } from "../blocks/elements.ts";
import { h } from "./dom.ts";

/** A picture by its URL, or a file of the workspace. */
export function imageView(image: Pick<Image, "image_url" | "slack_file" | "alt_text">, className: string): HTMLElement {
  return h("img", {
    class: className,
    src: image.image_url ?? fileAddress(image.slack_file),
    alt: image.alt_text,
    referrerpolicy: "no-referrer",
    loading: "lazy",
  });
}

/** Where the page finds the bytes of an uploaded file. */
export function fileAddress(file: Image["slack_file"]): string {
  if (file === undefined) return "";
  const id = "id" in file ? file.id : /\/files-pri\/(F\w+)\//.exec(file.url)?.[1];
  return `/page/files/${id}`;
}
