import { many } from "../many.ts";
import type { ErrorView } from "../report.ts";
import { errorLine } from "./error-line.ts";
import { short } from "./names.ts";

const MOST_HEAD = 1000;
const MOST_OWN = 1000;
const MOST_LIBRARY = 300;
const MOST_FRAME = 300;
const MOST_CAUSES = 400;

/** An error with the frames of the team's own code, and one line for those of libraries; what has no room is counted. */
export function foldedException(error: ErrorView, library: ReadonlySet<number>): string {
  const own = error.stack.filter((_, place) => !library.has(place));
  const others = error.stack.filter((_, place) => library.has(place));
  return [
    short(errorLine(error), MOST_HEAD),
    ...fitting(
      own.map((frame) => `    ${short(frame, MOST_FRAME)}`),
      MOST_OWN,
      (left) => `    and ${many(left, "more frame")}`,
    ),
    ...(others.length === 0 ? [] : [foldedFrames(others)]),
    ...fitting(
      error.causes.map((cause) => `caused by ${short(errorLine(cause), MOST_FRAME)}`),
      MOST_CAUSES,
      (left) => `and ${many(left, "more cause")}`,
    ),
  ].join("\n");
}

function foldedFrames(frames: readonly string[]): string {
  const named = fitting(
    frames.map((frame) => short(frame, MOST_FRAME / 2)),
    MOST_LIBRARY,
    (left) => `${left} more`,
  );
  return `    and ${many(frames.length, "frame")} of libraries: ${named.join(", ")}`;
}

/** The first lines, as many as have room, and a word on the rest. */
function fitting(lines: readonly string[], most: number, rest: (left: number) => string): string[] {
  const shown: string[] = [];
  let size = 0;
  for (const line of lines) {
    size += line.length + 1;
    if (size > most) return [...shown, rest(lines.length - shown.length)];
    shown.push(line);
  }
  return shown;
}
