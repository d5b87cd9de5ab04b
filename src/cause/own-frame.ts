import type { Frame } from "./languages/language.ts";
import { readFrame } from "./read-frame.ts";

const MOST_FRAMES = 100;

/** The innermost frame that lies in the team's own code, and not in a library, a layer or the runtime. */
export function ownFrame(stack: readonly string[]): Frame | null {
  for (const line of stack.slice(0, MOST_FRAMES)) {
    const read = readFrame(line);
    if (read !== null && !read.isLibrary) return read.frame;
  }
  return null;
}
