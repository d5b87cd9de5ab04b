import type { Frame } from "./languages/language.ts";
import { LANGUAGES } from "./languages/table.ts";

const MOST_FRAMES = 100;

/** The innermost frame that lies in the team's own code, and not in a library, a layer or the runtime. */
export function ownFrame(stack: readonly string[]): Frame | null {
  for (const line of stack.slice(0, MOST_FRAMES)) {
    for (const { frame, library } of LANGUAGES) {
      const found = frame(line);
      if (found === null) continue;
      if (!library.test(found.at)) return found;
      break;
    }
  }
  return null;
}
