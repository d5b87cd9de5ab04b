import { many } from "../many.ts";

/** That a list goes on, as a line of its own; no line where all of it is shown. */
export function andMore(all: number, shown: number, one: string): string[] {
  return all > shown ? [`_and ${many(all - shown, `more ${one}`)}_`] : [];
}
