import type { Page } from "playwright-core";
import type { Night } from "../../../sandbox/night.ts";

/** What there is to see for one person, and what the world got from the bot. */
export interface Sight {
  /** The text of the window on top; null where none is open. */
  readonly window: string | null;
  /** Whether something still spins or loads. */
  readonly isBusy: boolean;
  /** The warning beside a button whose press nobody acknowledged. */
  readonly warning: string | null;
  /** The text of every message, by pane and `ts`. */
  readonly messages: ReadonlyMap<string, string>;
  /** Files in direct messages. */
  readonly files: number;
  /** Entries in the timelines of PagerDuty. */
  readonly timeline: number;
}

/** What a person sees now. */
export async function sightOf(page: Page, { sandbox }: Night, user: string): Promise<Sight> {
  const { messages, ...seen } = await page.evaluate(() => {
    const dialog = document.querySelector("dialog.modal[open]");
    const loading = /Loading…|🔎 Look/;
    const articles = [...document.querySelectorAll<HTMLElement>("#channel article[data-ts], #thread article[data-ts]")];
    const texts = articles.map((one): [string, string] => [
      `${one.closest("#thread") === null ? "channel" : "thread"} ${one.dataset["ts"]}`,
      one.textContent ?? "",
    ]);
    const window = dialog?.textContent ?? null;
    return {
      window,
      isBusy: document.querySelector("[aria-busy=true]") !== null || loading.test(window ?? ""),
      warning: document.querySelector(".unanswered, .trouble")?.textContent ?? null,
      messages: texts,
    };
  });
  const sent = sandbox.slack.directMessage(user)?.messages ?? [];
  return {
    ...seen,
    messages: new Map(messages),
    files: sent.reduce((sum, { files = [] }) => sum + files.length, 0),
    timeline: sandbox.pagerduty.incidents.reduce((sum, { log }) => sum + log.length, 0),
  };
}
