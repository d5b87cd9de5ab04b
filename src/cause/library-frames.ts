import { readFrame } from "./read-frame.ts";

/** Which lines of a stack are of libraries, by their places. A line that no language knows is taken for the team's own. */
export function libraryFrames(stack: readonly string[]): ReadonlySet<number> {
  return new Set(stack.flatMap((line, place) => (readFrame(line)?.isLibrary === true ? [place] : [])));
}
