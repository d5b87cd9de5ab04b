import { h } from "./dom.ts";

/** A coloured square with initials: nobody's picture is fetched from anywhere. */
export function avatar(id: string, name: string, isBot: boolean): HTMLElement {
  const hue = [...id].reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 360, 7);
  const initials = name
    .split(/[\s_-]+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join("");
  return h("span", { class: `avatar ${isBot ? "bot" : ""}`, style: `--hue: ${hue}`, "aria-hidden": "true" }, initials);
}
