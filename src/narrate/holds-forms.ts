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

/** A time is one of the report, and "since" then is since it fails. */
function holdsTimes(parts: readonly Part[], report: Shown<Report>): boolean {
  const { window, asOf, failing, lossClock, changes } = report;
  const since = failing === null ? [] : [failing.since];
  const times = [window.from, window.to, asOf, ...since, lossClock?.firstLostAt, ...changes.map(({ at }) => at)];
  return parts.every((part, at) => {
    if (part.is !== "time") return true;
    const [last, one] = [parts[at - 1], parts[at - 2]];
    const isSince = [last, last?.is === "word" && last.word === "at" ? one : undefined].some(
      (before) => before?.is === "word" && before.word === "since",
    );
    return (isSince ? since : times).some((time) => time != null && isTime(part.time, time));
  });
}

function isTime(said: string, time: string): boolean {
  const bare = said.replace(/Z$/, "");
  return (bare.includes("T") ? time : time.slice(11)).startsWith(bare);
}
