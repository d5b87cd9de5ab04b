import type { PayloadName } from "../payload-name.ts";
import type { HopView } from "../report.ts";
import { escaped } from "./mrkdwn.ts";
import { hopName } from "./names.ts";
import { exceptionText, framesNotKept, logsNotKept, PAYLOAD_TITLES, payloadText } from "./payload-text.ts";
import type { Words } from "./words.ts";
import { zonedClock } from "./zoned-clock.ts";

export interface PayloadFile {
  readonly name: string;
  readonly content: string;
  readonly words: Words;
}

/** What was kept of what a hop said, as a file; null where nothing was recorded. Times are in UTC, because files travel. */
export function payloadFile(hop: HopView, name: PayloadName, investigation: string): PayloadFile | null {
  const { notKept = null } = payloadText(hop, name, zonedClock(null)) ?? {};
  const content = contentOf(hop, name);
  if (content === null) return null;
  const isJson = name !== "exception" && name !== "logs" && typeof hop[name] !== "string";
  const whole = notKept === null ? "" : ` ${notKept}`;
  const text = `${PAYLOAD_TITLES[name]} of hop ${hop.n}, ${hopName(hop)}.${whole} It is for you alone.`;
  return {
    name: `${name}-hop-${hop.n}-${investigation.replace(/[^\w-]/g, "_")}.${isJson ? "json" : "txt"}`,
    content,
    words: { text: escaped(text, 1000), blocks: [] },
  };
}

function contentOf(hop: HopView, name: PayloadName): string | null {
  const { error } = hop;
  if (name === "exception") return error === null ? null : joined(exceptionText(error), framesNotKept(error));
  if (name === "logs") {
    const lines = hop.logs.map(({ at, level, text }) => [at, level ?? "", text].filter((one) => one !== "").join(" "));
    return joined(logsNotKept(hop), ...lines);
  }
  const value = hop[name];
  if (value === null || typeof value === "string") return value;
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** What was not kept is said where it is missing. */
function joined(...lines: readonly (string | null)[]): string {
  return `${lines.filter((line) => line !== null).join("\n")}\n`;
}
