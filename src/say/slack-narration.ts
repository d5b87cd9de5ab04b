import type { HopView, Report, Shown } from "../report.ts";
import { escaped } from "./mrkdwn.ts";
import { hopName } from "./names.ts";
import { verbatim } from "./verbatim.ts";
import type { Words } from "./words.ts";

/** A sentence that a model worded, with the ids of the hops that show it. */
interface Worded {
  readonly text: string;
  readonly hops: readonly string[];
}

const MOST_CITED = 4;
const MOST_TEXT = 300;
/** What a lock screen shows of an answer: what it is, and nothing that a model worded. */
export const ANSWERED = "Answered from the report of this incident, and from nothing else";

/**
 * What a model worded of a report, marked as such, each sentence with the hops that show it. `line`: what a lock screen shows of
 * it, which is never the model's.
 */
export function narrationWords(
  sentences: readonly Worded[],
  report: Shown<Report>,
  model: string,
  line: string,
): Words {
  const hops = new Map(report.transactions.flatMap((one) => one.hops.map((hop) => [hop.id, hop] as const)));
  const lines = sentences.map((one) => `${escaped(one.text, MOST_TEXT)} _[${cited(one.hops, hops)}]_`);
  const small = `🗣️ Worded by ${escaped(model, 60)} from this report. It decides nothing; what it says of no hop is left out.`;
  return {
    // What a model worded is heard last: it begins where a lock screen ends.
    text: [escaped(line, 1000), small, ...lines].join("\n"),
    blocks: [
      { type: "section", text: verbatim(lines.join("\n")) },
      { type: "context", elements: [verbatim(small)] },
    ],
  };
}

/** A question that the report does not answer, and what can be asked. */
export function unansweredWords(): Words {
  const text = "The report of this incident does not answer that.";
  const hint = "Ask about its hops, or mention me with any id to see the request that it belongs to.";
  const both = `${text} ${hint}`;
  return { text: both, blocks: [{ type: "section", text: verbatim(both) }] };
}

function cited(ids: readonly string[], hops: ReadonlyMap<string, HopView>): string {
  const names = ids.flatMap((id) => {
    const hop = hops.get(id);
    return hop === undefined ? [] : [`hop ${hop.n} ${hopName(hop)}`];
  });
  const more = names.length > MOST_CITED ? ", …" : "";
  return `${escaped(names.slice(0, MOST_CITED).join(", "), 200)}${more}`;
}
