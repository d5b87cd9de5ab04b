import { type Choice, initialChoice } from "../blocks/choice.ts";
import type { Interactive } from "../blocks/find-elements.ts";
import type { Names } from "../text/plain-text.ts";
import type { Reader } from "../text/slack-date.ts";
import type { Answer } from "./connection.ts";
import type { PagePerson } from "./protocol.ts";

/** What a person has filled in on a surface: by block_id, then action_id. */
export type Choices = Record<string, Record<string, Choice>>;

/** Where blocks are drawn: a message (`place` is its ts) or a modal (its view's id). */
export interface Surface {
  readonly place: string;
  readonly names: Names;
  readonly reader: Reader;
  readonly people: readonly PagePerson[];
  readonly channels: readonly { readonly id: string; readonly name: string }[];
  readonly choices: Choices;
  /** What is wrong with an input, by block_id. */
  readonly errors: Readonly<Record<string, string>>;
  /** Tells the app that an element was used. */
  dispatch(blockId: string, element: Interactive, choice: Choice): Promise<Answer>;
}

export function choiceOn({ choices }: Surface, blockId: string, element: Interactive): Choice {
  const chosen = choices[blockId]?.[element.action_id];
  return chosen === undefined ? initialChoice(element) : chosen;
}

export function keepChoice({ choices }: Surface, blockId: string, element: Interactive, choice: Choice): void {
  choices[blockId] = { ...choices[blockId], [element.action_id]: choice };
}
