import { fileURLToPath } from "node:url";
import { parentPort } from "node:worker_threads";
import { Resvg } from "@resvg/resvg-js";

/** Three pixels for one: sharp on any phone. */
const ZOOM = 3;
const FONTS = ["DejaVuSansCondensed.ttf", "DejaVuSansCondensed-Bold.ttf"].map((name) =>
  fileURLToPath(import.meta.resolve(`dejavu-fonts-ttf/ttf/${name}`)),
);

/* In a thread of its own, because drawing holds up whatever else runs in the same one. */
parentPort?.on("message", (svg: unknown) => {
  parentPort?.postMessage(typeof svg === "string" ? pngOf(svg) : null);
});

/** Only the fonts that come along are read, so that a picture looks alike everywhere. */
function pngOf(svg: string): Uint8Array | null {
  try {
    const font = { loadSystemFonts: false, fontFiles: FONTS, defaultFontFamily: "DejaVu Sans" };
    return new Resvg(svg, { font, fitTo: { mode: "zoom", value: ZOOM } }).render().asPng();
  } catch {
    return null;
  }
}
