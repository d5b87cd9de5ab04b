import { EMPTY_CATALOG } from "../../src/catalog.ts";
import { redact } from "../../src/redact/redact.ts";
import type { HopView, Shown, TransactionView } from "../../src/report.ts";
import { hopView, transactionView } from "../say/report.ts";

/** Names that break pictures: markup, emoji, right-to-left, controls, no end, and nothing at all. */
export const NAMES = [
  "orders",
  `</text><script>alert("&")</script>`,
  "🔥 カート 結果",
  "\u202eשלום مرحبا",
  "\u0000\u001b[31m\ud800",
  "x".repeat(10_000),
  "",
] as const;

/** A transaction of so many hops, the last of which fails; each of a chain, or all below the first. */
export function transactionOf(
  count: number,
  change: (n: number) => Partial<HopView> = () => ({}),
): Shown<TransactionView> {
  const hops = Array.from({ length: count }, (_, i) =>
    hopView(i + 1, { outcome: i === count - 1 ? "error" : "ok", ...change(i + 1) }),
  );
  return redact(transactionView(hops), EMPTY_CATALOG);
}

/** What stands in a drawing to be read. */
export function textsIn(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = ""]) => text);
}

export function from(hop: number): HopView["from"] {
  return { hop, certainty: "exact", by: "lambda-request", key: "k", outcome: "ok" };
}
