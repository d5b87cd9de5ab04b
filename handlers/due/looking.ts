import { setTimeout as pause } from "node:timers/promises";
import { sentenceOf } from "../../src/fault.ts";
import type { Investigation } from "../../src/investigation.ts";
import type { Report, Shown } from "../../src/report.ts";
import { rootWords } from "../../src/say/slack-root.ts";
import type { Words } from "../../src/say/words.ts";
import type { Slack } from "../../src/slack/slack.ts";
import type { Standing } from "../../src/standing.ts";

/** Nobody reads faster. */
const BETWEEN_EDITS_MS = 1000;

interface Told {
  readonly slack: Pick<Slack, "updateInTurn">;
  readonly log: { info(what: object, sentence: string): void };
}

/** What is known while an incident is looked into. */
export interface SoFar {
  readonly report: Shown<Report> | null;
  readonly standing: Standing | null;
}

/**
 * Keeps an incident's message at what is known while it is looked into: the newest of it, edited as seldom as people read and as
 * Slack wants. No evidence waits for that. Where an edit fails the next one shows what it would have shown.
 */
export class Looking {
  readonly #bot: Told;
  readonly #row: Investigation;
  readonly #betweenMs: number;
  readonly #end = new AbortController();
  #soFar: SoFar = { report: null, standing: null };
  #shown: string;
  #editing: Promise<void> | null = null;
  #editedMs = performance.now();

  /** `row`: of which the message was just shown. */
  constructor(bot: Told, row: Investigation, betweenMs = BETWEEN_EDITS_MS) {
    this.#betweenMs = betweenMs;
    this.#bot = bot;
    this.#row = row;
    this.#shown = textOf(this.#words());
  }

  show(news: Partial<SoFar>): void {
    this.#soFar = { ...this.#soFar, ...news };
    const { posted } = this.#row;
    if (posted?.root != null) this.#editing ??= this.#edit(posted.channel, posted.root);
  }

  /** After it nothing is edited any more: what is told then is not overtaken by what was known before. */
  async end(): Promise<void> {
    this.#end.abort();
    await this.#editing;
  }

  async #edit(channel: string, root: string): Promise<void> {
    const { signal } = this.#end;
    try {
      do {
        await pause(Math.max(0, this.#editedMs + this.#betweenMs - performance.now()), undefined, { signal });
        if (this.#isBehind()) await this.#editOnce(channel, root, signal);
      } while (this.#isBehind());
    } catch (error) {
      if (!signal.aborted) this.#complain(error);
    } finally {
      this.#editing = null;
    }
  }

  async #editOnce(channel: string, root: string, until: AbortSignal): Promise<void> {
    const mark = { investigation: this.#row.id, part: "root" };
    const words = (): Words => {
      this.#editedMs = performance.now();
      const now = this.#words();
      this.#shown = textOf(now);
      return now;
    };
    await this.#bot.slack.updateInTurn(channel, root, words, mark, until);
  }

  #isBehind(): boolean {
    return textOf(this.#words()) !== this.#shown;
  }

  #words(): Words {
    return rootWords(this.#row, this.#soFar.report, "looking", this.#soFar.standing);
  }

  #complain(error: unknown): void {
    const problem = sentenceOf(error);
    this.#bot.log.info({ investigation: this.#row.id, problem }, "how far it is could not be shown");
  }
}

function textOf(words: Words): string {
  return JSON.stringify(words);
}
