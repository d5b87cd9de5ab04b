import type { HopView, Report, Shown } from "../report.ts";
import { holdsBlame } from "./holds-blame.ts";
import { holdsFigures } from "./holds-figures.ts";
import { holdsForms } from "./holds-forms.ts";
import { holdsStates } from "./holds-states.ts";
import { readSentence } from "./read-sentence.ts";
import { Vocabulary } from "./vocabulary.ts";

/** A sentence that a model worded, and the hops that show it. */
export interface Sentence {
  readonly text: string;
  readonly hops: readonly string[];
}

const MOST_SENTENCES = 3;
const MOST_CHARACTERS = 300;
/** Links, mentions, marks, questions and second sentences have no place in it. */
const MARKUP = /https?:|www\.|[<>@`*|\\?!]|\]\(|[\r\n]|\.\s+\S/;

/**
 * The sentences that can be shown, at most three. It is not looked for what is wrong with a sentence: one is kept only if all of
 * it is known to be right, and dropped with whatever else nobody thought of. So each
 * - cites hops of the report, and no others;
 * - holds, after normalisation (NFKC), nothing but plain words (plain-words.ts), and names, figures and times of the report
 *   (vocabulary.ts); a figure, in digits or in words, is the report's for the very noun that it counts (holds-figures.ts);
 * - says of nothing that it is throttled, refused or lost that is not (holds-states.ts);
 * - blames only the hop that the report blames (holds-blame.ts);
 * - is no order, promise or all-clear: there are no words for these, and those that could serve have fixed forms (holds-forms.ts).
 *
 * "All" and "none" are the report's alone: such a sentence is kept where it is one of the verdict's reasons, word for word. It is
 * right to drop too much, since all of it was told before in plain text.
 */
export function checked(said: readonly Sentence[], report: Shown<Report>): Sentence[] {
  const hops = new Map(report.transactions.flatMap((one) => one.hops.map((hop) => [hop.id, hop] as const)));
  const vocabulary = new Vocabulary(report);
  return said
    .map((one) => ({ text: one.text.normalize("NFKC").trim(), hops: [...new Set(one.hops)] }))
    .filter(({ text, hops: ids }) => {
      const cited = ids.flatMap((id) => hops.get(id) ?? []);
      return cited.length > 0 && cited.length === ids.length && isHeld(text, cited, report, vocabulary);
    })
    .slice(0, MOST_SENTENCES);
}

function isHeld(text: string, cited: readonly HopView[], report: Shown<Report>, vocabulary: Vocabulary): boolean {
  if (text === "" || text.length > MOST_CHARACTERS || MARKUP.test(text)) return false;
  if (report.verdict.reasons.some((reason) => isSentenceOf(text, reason.text))) return true;
  const parts = readSentence(text, vocabulary);
  return (
    parts !== null &&
    holdsFigures(parts, report, cited) &&
    holdsForms(parts, report) &&
    holdsStates(parts, report, cited) &&
    holdsBlame(parts, report, cited)
  );
}

/** Its whole, or what stands before its first colon or semicolon. */
function isSentenceOf(text: string, reason: string): boolean {
  const bare = text.replace(/\.$/, "");
  return [reason, reason.split(/[;:]\s/)[0]].some((whole) => whole?.replace(/\.$/, "") === bare);
}
