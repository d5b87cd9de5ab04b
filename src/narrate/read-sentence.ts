import { isNumberWord, numberInWords } from "./number-words.ts";
import { PLAIN } from "./plain-words.ts";
import type { Name, Vocabulary } from "./vocabulary.ts";

/** A part of a sentence; `ends`: a clause ends behind it. */
export type Part = { readonly ends: boolean } & (
  | { readonly is: "name"; readonly name: Name }
  | { readonly is: "number"; readonly value: number; readonly decimals: number }
  | { readonly is: "time"; readonly time: string }
  | { readonly is: "word"; readonly word: string }
);

interface Piece {
  readonly text: string;
  readonly ends: boolean;
}

const MOST_WORDS_OF_A_NAME = 4;
const NUMBER = "(?:[1-9]\\d{0,2}(?:,\\d{3})+|0|[1-9]\\d*)(?:\\.\\d+)?";
const FIGURE = new RegExp(`^(${NUMBER})(?:[-–—](${NUMBER}))?(ms|s|%)?$`);
const TIME = /^(?:\d{4}-\d\d-\d\dT)?\d\d:\d\d(?::\d\d(?:\.\d{3})?)?Z?$/;

/**
 * A sentence in its parts: names of the report, the longest first, then times, figures, and plain words. Null where anything
 * is none of them: whatever is not known to be harmless is not read.
 */
export function readSentence(text: string, vocabulary: Vocabulary): Part[] | null {
  const pieces = text.split(/\s+/).map(pieceOf);
  const parts: Part[] = [];
  for (let at = 0; at < pieces.length; ) {
    const [taken, ...read] = nameAt(pieces, at, vocabulary) ?? numberWordsAt(pieces, at) ?? single(pieces[at]);
    if (taken === 0) return null;
    parts.push(...read);
    at += taken;
  }
  return parts;
}

type Read = readonly [pieces: number, ...parts: Part[]];

function pieceOf(written: string): Piece {
  const bare = written.replace(/^[("'“‘]+/, "").replace(/[)"'”’.,;:]+$/, "");
  return { text: bare.replace(/['’]s?$/, ""), ends: /[.,;:][)"'”’]*$/.test(written) };
}

function nameAt(pieces: readonly Piece[], at: number, vocabulary: Vocabulary): Read | null {
  for (let length = MOST_WORDS_OF_A_NAME; length > 0; length -= 1) {
    const some = pieces.slice(at, at + length);
    if (some.length < length || some.slice(0, -1).some(({ ends }) => ends)) continue;
    const name = vocabulary.name(some.map(({ text }) => text).join(" "));
    if (name !== null) return [length, { is: "name", name, ends: some.at(-1)?.ends ?? true }];
  }
  return null;
}

function numberWordsAt(pieces: readonly Piece[], at: number): Read | null {
  const words: string[] = [];
  let ends = false;
  for (let here = at; here < pieces.length && !ends; here += 1) {
    const piece = pieces[here];
    if (piece === undefined || !isNumberWord(piece.text.toLowerCase())) break;
    words.push(piece.text.toLowerCase());
    ends = piece.ends;
  }
  return words.length === 0 ? null : [words.length, { is: "number", value: numberInWords(words), decimals: 0, ends }];
}

function single(piece: Piece | undefined): Read {
  if (piece === undefined) return [0];
  const { text, ends } = piece;
  if (TIME.test(text)) return [1, { is: "time", time: text, ends }];
  const figure = FIGURE.exec(text);
  if (figure !== null) {
    const [, from = "", to, unit] = figure;
    const numbers = [from, ...(to === undefined ? [] : [to])].map(numberOf);
    const parts: Part[] = [
      ...numbers,
      ...(unit === undefined ? [] : [{ is: "word", word: unit, ends: false } as const]),
    ];
    const last = parts.pop();
    return last === undefined ? [0] : [1, ...parts, { ...last, ends }];
  }
  const word = text.toLowerCase();
  return PLAIN.has(word) ? [1, { is: "word", word, ends }] : [0];
}

function numberOf(written: string): Part {
  const [, decimals = ""] = written.split(".");
  return { is: "number", value: Number(written.replaceAll(",", "")), decimals: decimals.length, ends: false };
}
