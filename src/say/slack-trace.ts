import type { KnownBlock } from "@slack/types";
import type { Aim } from "../press.ts";
import type { GapView, TransactionView } from "../report.ts";
import { andMore } from "./and-more.ts";
import { button } from "./button.ts";
import { code, escaped } from "./mrkdwn.ts";
import { short } from "./names.ts";
import { inReaderTime } from "./reader-time.ts";
import { stackWords } from "./slack-stack.ts";
import { verbatim } from "./verbatim.ts";
import type { Words } from "./words.ts";

/** Other ids of a pasted text that are offered where the first was not found. */
const MOST_OTHERS = 4;
const MOST_GAPS = 5;
/** Characters of an id that a button carries. */
const MOST_ID = 200;

/** A search that would cost more than the budget. */
interface Further {
  readonly since: string;
  readonly usd: number;
}

/** While an id is looked for. */
export function tracingWords(id: string): Words {
  return said(`🔎 Looking for ${code(id, 150)} …`);
}

/** Nothing holds the id: where it was looked for, and what could not be read. */
export function notFoundWords(
  id: string,
  sources: readonly string[],
  gaps: readonly GapView[],
  further: Further | null,
  others: readonly string[] = [],
): Words {
  const unread = gaps.slice(0, MOST_GAPS).map(({ what, why }) => `• ${inReaderTime(escaped(`${what}: ${why}`, 300))}`);
  const where = `Looked in: ${sources.join(", ")}, ${further === null ? "one week" : "as far as the budget goes"} back; of a trace, in the day that its id names.`;
  const offered = others.filter((other) => other.length <= MOST_ID).slice(0, MOST_OTHERS);
  const lines = [
    `🤷 Nothing was found for ${code(id, 150)}.`,
    where,
    ...(unread.length > 0 ? ["Not seen:", ...unread, ...andMore(gaps.length, unread.length, "thing not seen")] : []),
    ...andMore(others.length, offered.length, "id that can be asked for"),
  ];
  const words = said(lines.join("\n"));
  const next = [
    ...(further === null || id.length > MOST_ID
      ? []
      : [{ id, usd: further.usd, label: `Look further back, about $${further.usd.toFixed(2)}` }]),
    ...offered.map((other) => ({ id: other, usd: 0, label: `Trace ${short(other, 60)}` })),
  ];
  if (next.length === 0) return words;
  const elements = next.map(({ id: sought, usd, label }, place) => {
    const aim: Aim = { investigation: "trace", revision: 0, search: { id: sought, usd } };
    return button("search-further", aim, place === 0 ? "search-further" : `search-further:${place}`, label);
  });
  return { ...words, blocks: [...words.blocks, { type: "actions", elements }] };
}

/** The stack trace for the one who asked, who may show it to the others. */
export function aloneWords(investigation: string, transaction: TransactionView): Words {
  const words = stackWords(investigation, 1, transaction);
  const elements = [button("share-trace", { investigation, revision: 1 })];
  return { ...words, blocks: [...words.blocks, { type: "actions", elements }] };
}

/** The same for everybody, with who shared it: by name, because a mention would ring for what somebody did themselves. */
export function sharedWords({ investigation, revision }: Aim, transaction: TransactionView, who: string | null): Words {
  const { text, blocks } = stackWords(investigation, revision, transaction);
  if (who === null) return { text, blocks };
  const by = `Traced and shared by ${escaped(who, 100)}`;
  const block: KnownBlock = { type: "context", elements: [verbatim(by)] };
  return { text: `${text}\n${by}`, blocks: [...blocks, block] };
}

/** What can be asked. */
export function helpWords(): Words {
  const lines = [
    "Say an id, and I show the request that it belongs to as a virtual stack trace: `/trace &lt;id&gt;`, or mention me with it in a thread. “Trace what it says” in the menu of a message does it too.",
    "Any id will do: of an API or Lambda request, an X-Ray or W3C trace, an SQS or SNS message, an EventBridge event, an S3 write, a Kinesis record. A pasted log line will do too: the first id in it is taken.",
  ];
  return said(lines.join("\n"));
}

/** Something went wrong, in one sentence. */
export function problemWords(sentence: string): Words {
  return said(`⚠️ ${escaped(sentence, 1500)}`);
}

function said(mrkdwn: string): Words {
  return { text: mrkdwn, blocks: [{ type: "section", text: verbatim(mrkdwn) }] };
}
