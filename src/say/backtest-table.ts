import type { Backtest, Part, Replayed, Score } from "../backtest.ts";
import { many } from "../many.ts";
import { harmless, type Paint } from "./terminal.ts";

/** A line for each incident, those that changed marked, and how good verdicts to wake are. */
export function sayBacktest(result: Backtest, paint: Paint): string {
  const rows = result.incidents.map((one) => ({ one, cells: cellsOf(one) }));
  const widths = HEAD.map((title, i) => Math.max(title.length, ...rows.map(({ cells }) => cells[i]?.length ?? 0)));
  const line = (cells: readonly string[]): string => cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  ");
  const lines = [
    paint("bold", line(HEAD).trimEnd()),
    ...rows.map(({ one, cells }) => paintRow(one, line(cells).trimEnd(), paint)),
    ...result.unread.map(({ name, why }) => paint("yellow", `${name}: not replayed: ${why}`)),
    "",
    `${many(result.incidents.length, "incident")}, ${result.changed} changed${result.unread.length === 0 ? "" : `, ${result.unread.length} not replayed`}.`,
  ];
  if (result.known === 0) lines.push("Of none is it known what was right.");
  else
    lines.push(
      `Wake, where it is known what was right (${result.known}): ${scoreWords(result.wake)}.`,
      ...(result.incidents.some(({ recorded }) => recorded !== null)
        ? [`As recorded: ${scoreWords(result.recordedWake)}.`]
        : []),
    );
  return harmless(`${lines.join("\n")}\n`, paint);
}

const HEAD = ["incident", "recorded", "now", "right", "", "rule"];

function cellsOf({ name, recorded, decision, shouldWake, right, changed, rule }: Replayed): string[] {
  const marks = [...(changed === true ? ["changed"] : []), ...(right === false ? ["wrong"] : [])];
  const known = shouldWake === null ? "?" : shouldWake ? "wake" : "not wake";
  return [name, recorded ?? "?", decision, known, marks.join(", "), rule];
}

function paintRow({ right, changed }: Replayed, line: string, paint: Paint): string {
  if (right === false) return paint("red", line);
  return changed === true ? paint("cyan", line) : line;
}

function scoreWords({ precision, recall }: Score): string {
  return `precision ${partWords(precision)}, recall ${partWords(recall)}`;
}

function partWords({ share, of }: Part): string {
  return share === null ? "unknown (of none)" : `${Math.round(share * 100)} % (${Math.round(share * of)} of ${of})`;
}
