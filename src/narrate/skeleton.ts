import type { Part } from "./read-sentence.ts";

/** A sentence as a pattern can look for forms in it, and which part of it begins where. */
export interface Skeleton {
  readonly text: string;
  readonly starts: readonly number[];
}

/** Words stay; NAME, FIELD, ERROR, TIME and # stand for what was read, a comma for the end of a clause. */
export function skeletonOf(parts: readonly Part[]): Skeleton {
  const starts: number[] = [];
  let text = "";
  for (const part of parts) {
    starts.push(text.length);
    text += `${standIn(part)}${part.ends ? "," : ""} `;
  }
  return { text: text.trimEnd(), starts };
}

function standIn(part: Part): string {
  switch (part.is) {
    case "word":
      return part.word;
    case "number":
      return "#";
    case "time":
      return "TIME";
    case "name":
      return part.name.sort === "error" ? "ERROR" : part.name.sort === "other" ? "FIELD" : "NAME";
  }
}
