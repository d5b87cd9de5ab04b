import type { Frame } from "./languages/language.ts";
import { LANGUAGES } from "./languages/table.ts";

/** A line of a stack in any language, and whether its code is not the team's: a library, a layer or the runtime. */
export function readFrame(line: string): { readonly frame: Frame; readonly isLibrary: boolean } | null {
  for (const { frame, library } of LANGUAGES) {
    const found = frame(line);
    if (found !== null) return { frame: found, isLibrary: library.test(found.at) };
  }
  return null;
}
