import type { Report, Shown } from "../report.ts";
import { BARE_VERBS, DOERS, FORMS } from "./plain-words.ts";
import type { Part } from "./read-sentence.ts";
import { skeletonOf } from "./skeleton.ts";

/** Whether words that could promise, calm, command or misdate stand only in forms in which they do not. */
export function holdsForms(parts: readonly Part[], report: Shown<Report>): boolean {
  const { text } = skeletonOf(parts);
  return (
    FORMS.every(([word, form]) => (text.match(word)?.length ?? 0) <= (text.match(form)?.length ?? 0)) &&
    parts.every((_, at) => !isOrder(parts, at)) &&
    holdsTimes(parts, report)
  );
}

/** A bare verb is one, unless somebody stands before it in its clause, or it is a thing ("the write") or a consequence ("to fail"). */
function isOrder(parts: readonly Part[], at: number): boolean {
  const part = parts[at];
  const before = at === 0 || parts[at - 1]?.ends ? undefined : parts[at - 1];
  if (part?.is === "name") {
    const next = parts[at + 1];
    const object = next?.is === "name" || (next?.is === "word" && /^(the|its|a)$/.test(next.word));
    return part.name.sort === "operation" && object && before === undefined && !part.ends;
  }
  if (part?.is !== "word" || !BARE_VERBS.has(part.word)) return false;
  if (before?.is === "word" && /^(the|a|this|that|its|first|last|not)$/.test(before.word)) return false;
  if (before?.is === "word" && before.word === "to") return part.word !== "fail";
  for (let here = at - 1; here >= 0 && !parts[here]?.ends; here -= 1) {
    const one = parts[here];
    if (one?.is === "word" && DOERS.has(one.word)) return false;
  }
  return true;
}

/** A time is that of what the sentence speaks of: a change, the loss of what waits, or else the first failure. */
function holdsTimes(parts: readonly Part[], report: Shown<Report>): boolean {
  const times = parts.flatMap((part) => (part.is === "time" ? [part.time] : []));
  const words = parts.flatMap((part) => (part.is === "word" ? [part.word] : []));
  const { failing, lossClock, changes } = report;
  const known = words.some((word) => /^(deploy|version|change)$/.test(word))
    ? changes.map(({ at }) => at)
    : [words.includes("lost") ? lossClock?.firstLostAt : failing?.since];
  return times.every((said) => known.some((time) => time != null && isTime(said, time)));
}

function isTime(said: string, time: string): boolean {
  const bare = said.replace(/Z$/, "");
  return (bare.includes("T") ? time : time.slice(11)).startsWith(bare);
}
