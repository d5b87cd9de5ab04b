import type { Aim } from "../press.ts";
import type { GapView } from "../report.ts";
import { button } from "./button.ts";
import { code, escaped } from "./mrkdwn.ts";
import { short } from "./names.ts";
import type { Words } from "./words.ts";

/** A search that would cost more than the budget. */
interface Further {
  readonly since: string;
  readonly usd: number;
}

/** While an id is looked for. */
export function tracingWords(id: string): Words {
  return said(`🔎 Looking for ${code(id, 150)} …`, `Looking for ${short(id, 150)}`);
}

/** Nothing holds the id: where it was looked for, and what could not be read. */
export function notFoundWords(
  id: string,
  sources: readonly string[],
  gaps: readonly GapView[],
  further: Further | null,
): Words {
  const unread = gaps.slice(0, 5).map(({ what, why }) => `• ${escaped(`${what}: ${why}`, 300)}`);
  const where = `Looked in: ${sources.join(", ")}, ${further === null ? "one week" : "as far as the budget goes"} back; of a trace, in the day that its id names.`;
  const lines = [
    `🤷 Nothing was found for ${code(id, 150)}.`,
    where,
    ...(unread.length > 0 ? ["Not seen:", ...unread] : []),
  ];
  const words = said(lines.join("\n"), `Nothing was found for ${short(id, 150)}`);
  if (further === null) return words;
  const aim: Aim = { investigation: "trace", revision: 0, search: { id: id.slice(0, 200), usd: further.usd } };
  const label = `Look further back, about $${further.usd.toFixed(2)}`;
  const elements = [button("search-further", aim, "search-further", label)];
  return { ...words, blocks: [...words.blocks, { type: "actions", elements }] };
}

/** What can be asked. */
export function helpWords(): Words {
  const lines = [
    "Say an id, and I show the request that it belongs to as a virtual stack trace: `/trace <id>`, or mention me with it in a thread.",
    "Any id will do: of an API or Lambda request, an X-Ray or W3C trace, an SQS or SNS message, an EventBridge event, an S3 write, a Kinesis record. A pasted log line will do too: the first id in it is taken.",
  ];
  return said(lines.join("\n"), "How to trace a request");
}

/** Something went wrong, in one sentence. */
export function problemWords(sentence: string): Words {
  return said(`⚠️ ${escaped(sentence, 1500)}`, short(sentence, 300));
}

function said(mrkdwn: string, text: string): Words {
  return { text: escaped(text, 1000), blocks: [{ type: "section", text: { type: "mrkdwn", text: mrkdwn } }] };
}
