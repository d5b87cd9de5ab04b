import type { KnownBlock } from "@slack/types";
import type { FieldView } from "../cause-detail.ts";
import type { Json } from "../json.ts";
import type { PayloadName } from "../payload-name.ts";
import type { Aim } from "../press.ts";
import type { ErrorView, HopView } from "../report.ts";
import { button } from "./button.ts";
import { byteSize } from "./byte-size.ts";
import { cutBytes } from "./cut-bytes.ts";
import { foldedException } from "./folded-exception.ts";
import { logLines } from "./log-lines.ts";
import { marked } from "./marked.ts";
import { escaped } from "./mrkdwn.ts";
import { short } from "./names.ts";
import { opened } from "./opened.ts";
import { framesNotKept, logsNotKept, PAYLOAD_TITLES } from "./payload-text.ts";
import { placeIn } from "./place-in.ts";
import { preformatted } from "./preformatted.ts";
import { verbatim } from "./verbatim.ts";
import { zonedClock } from "./zoned-clock.ts";

const MOST_PAYLOAD = 1500;
const MOST_EXCEPTION = 2800;
const MOST_LOGS = 30;
const MOST_LOG_CHARACTERS = 2800;
const MOST_LOG_LINE = 400;

/** Who reads, and what is known of the hop beside the hop itself. */
export interface Reading {
  readonly field: FieldView | null;
  /** The reader's own zone; null where Slack does not tell. */
  readonly timeZone: string | null;
  /** Which frames of the exception are of libraries. */
  readonly library: ReadonlySet<number>;
}

/** What the application said, the beginning of each with the way to all of it. */
export function hopPayloads(aim: Aim, hop: HopView, { field, timeZone, library }: Reading): KnownBlock[] {
  return [
    ...(hop.error === null ? [] : exception(aim, hop.error, library)),
    ...payload(aim, "input", hop.input, placeIn("input", hop, field)),
    ...payload(aim, "output", hop.output, placeIn("output", hop, field)),
    ...payload(aim, "environment", hop.environment),
    ...logs(aim, hop, timeZone),
  ];
}

function exception(aim: Aim, error: ErrorView, library: ReadonlySet<number>): KnownBlock[] {
  const lost = framesNotKept(error);
  return [
    heading(aim, "exception", lost === null ? "" : `\n_${lost}_`),
    preformatted(foldedException(error, library), MOST_EXCEPTION),
  ];
}

/** What was recorded and empty is not the same as what was not recorded. */
function payload(aim: Aim, name: PayloadName, value: Json, path: string | null = null): KnownBlock[] {
  const title = PAYLOAD_TITLES[name];
  if (value === null) return [section(`*${title}*  _not recorded_`)];
  if (value === "") return [section(`*${title}*  _empty_`)];
  const bytes = cutBytes(value);
  const lost = bytes === 0 ? "" : `  _about ${byteSize(bytes)} of it were not kept_`;
  const shown =
    path !== null
      ? marked(value, path, MOST_PAYLOAD)
      : typeof value === "string" && opened("", value) === value
        ? value
        : JSON.stringify(value, opened, 2);
  return [heading(aim, name, lost), preformatted(shown, MOST_PAYLOAD)];
}

/** The last lines, because what went wrong stands at the end. */
function logs(aim: Aim, hop: HopView, timeZone: string | null): KnownBlock[] {
  if (hop.logs.length === 0) return [section("*Logs*  _none_")];
  const clock = zonedClock(timeZone);
  const all = logLines(hop.logs.slice(-MOST_LOGS), clock).map((line) =>
    short(line.replace(/\s+/g, " "), MOST_LOG_LINE),
  );
  let from = all.length;
  let size = 0;
  while (from > 0 && size + (all[from - 1]?.length ?? 0) < MOST_LOG_CHARACTERS) size += (all[--from]?.length ?? 0) + 1;
  const lines = all.slice(from);
  const more = hop.logs.length > lines.length ? ` (the last ${lines.length} of ${hop.logs.length})` : "";
  const lost = logsNotKept(hop);
  return [
    heading(aim, "logs", `, times in ${escaped(clock.zone, 60)}${more}${lost === null ? "" : `\n_${lost}_`}`),
    preformatted(lines.join("\n"), MOST_LOG_CHARACTERS),
  ];
}

function heading(aim: Aim, name: PayloadName, more = ""): KnownBlock {
  return {
    ...section(`*${PAYLOAD_TITLES[name]}*${more}`),
    accessory: {
      ...button("open-payload", { ...aim, payload: name }, `open-payload:${name}`),
      accessibility_label: `All of the ${name}`,
    },
  };
}

function section(text: string): KnownBlock & { type: "section" } {
  return { type: "section", text: verbatim(text) };
}
