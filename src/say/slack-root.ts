import type { KnownBlock } from "@slack/types";
import type { Investigation } from "../investigation.ts";
import { many } from "../many.ts";
import type { Aim } from "../press.ts";
import type { Report, Shown } from "../report.ts";
import type { Standing } from "../standing.ts";
import { isOver } from "../storm.ts";
import { iso } from "../time.ts";
import { doneBlock } from "./done-block.ts";
import { DECISION, lockScreen } from "./headline.ts";
import { lookingBlocks } from "./looking-blocks.ts";
import { moment } from "./moment.ts";
import { escaped, linked } from "./mrkdwn.ts";
import { context, section } from "./mrkdwn-blocks.ts";
import { pictureBlock } from "./picture-block.ts";
import { rootIncidents } from "./root-incidents.ts";
import { rootPresses } from "./root-presses.ts";
import { rootReport } from "./root-report.ts";
import { smallPrint } from "./small-print.ts";
import { spoken } from "./spoken.ts";
import { textSize } from "./text-size.ts";
import type { Words } from "./words.ts";

const MOST_TITLE = 120;
/** Of 13,171 that Slack takes, with room for what says that more are not named. */
const MOST_MESSAGE = 13_000;

/** How far the investigation is. */
export type Stage = "looking" | "told";

/** The one message of an incident, as it stands now: looking, or with the newest report, and what people did since. */
export function rootWords(
  row: Investigation,
  report: Shown<Report> | null,
  stage: Stage,
  standing: Standing | null = null,
): Words {
  const aim: Aim = { investigation: row.id, revision: row.revision };
  const told = stage === "told" ? report : null;
  const above: KnownBlock[] = [
    ...(told === null
      ? lookingBlocks(row, report, standing)
      : [...rootReport(told, row.posted?.shows), ...beforeBlocks(row)]),
    ...(isOver(row) && row.told !== null ? [section(`*Was it right?* ${DECISION[row.told.decision]}`)] : []),
    rootPresses(row, told, aim),
    // Below the buttons: a phone shows them without scrolling.
    ...(told === null ? [] : [...pictureBlock(row, "map"), ...pictureBlock(row, "chart")]),
  ];
  const small = told === null ? [] : [smallPrint(told)];
  const below = doneBlock(row);
  const room = MOST_MESSAGE - textSize([...above, context(small), ...below]);
  const blocks = [...above, ...rootIncidents(row, small, room), ...below];
  const text = told === null ? `🔎 Looking into: ${row.incident.title}` : lockScreen(told);
  // The first block says what the first line says.
  return { text: spoken(escaped(text, 1000), blocks.slice(1)), blocks };
}

/** The same failure of another time: what was decided then, and where it stands. */
function beforeBlocks({ before }: Investigation): KnownBlock[] {
  if (before == null) return [];
  const { at, title, decision, times, url } = before;
  const name = url === null ? escaped(title, MOST_TITLE) : linked(url, title, MOST_TITLE);
  const often = times > 1 ? `, and ${many(times - 1, "time")} before` : "";
  return [
    context([
      `*Same failure before* ${moment(iso(at), "{date_short_pretty} {time}")}${often}: ${escaped(DECISION[decision])} · ${name}`,
    ]),
  ];
}
