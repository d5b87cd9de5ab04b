import type { Bot } from "../../src/bot.ts";
import type { Aim } from "../../src/press.ts";
import type { Words } from "../../src/say/words.ts";

/** Somebody pressed a button, wherever it was drawn. */
export interface Pressed {
  /** The same however often Slack delivers the press. */
  readonly id: string;
  readonly aim: Aim;
  /** The Slack user. */
  readonly user: string;
  /** Where to answer; null where the button is in a window. */
  readonly channel: string | null;
  readonly thread: string | null;
  /** Where Slack takes an answer for half an hour, also in a channel that the bot is not in. */
  readonly answerUrl: string | null;
  readonly trigger: string;
  /** The window that holds the button. */
  readonly view: string | null;
}

/** What a press does. Whatever it throws as a fault is told to whoever pressed, and to nobody else. */
export type PressHandler = (bot: Bot, pressed: Pressed) => Promise<void>;

/** Somebody asked for something in words: a slash command, or a mention of the bot. */
export interface Said {
  readonly id: string;
  readonly user: string;
  readonly channel: string;
  readonly thread: string | null;
  readonly text: string;
}

export type SaidHandler = (bot: Bot, said: Said, answer: Answer) => Promise<void>;

/** Answers where it was asked. */
export type Answer = (words: Words) => Promise<void>;
