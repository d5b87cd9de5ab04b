/**
 * The patterns of RE2 (https://github.com/google/re2/wiki/Syntax) as patterns of JavaScript.
 *
 * Only what means the same in both, or can be written so that it does, is let through; look-around, back-references,
 * possessive quantifiers, \p, \Q…\E, octal escapes and POSIX classes are refused. Not taken over: RE2's linear time
 * (patterns here come from our own queries), and characters beyond U+FFFF, which count as two.
 */
export function regExpOf(pattern: string): RegExp {
  const source = new Translation(pattern).source();
  try {
    return new RegExp(source);
  } catch (error) {
    throw new UnsupportedPattern(`invalid regular expression: ${error instanceof Error ? error.message : ""}`);
  }
}

export class UnsupportedPattern extends Error {}

const MOST_REPETITIONS = 1000;
// JavaScript's \s holds more than RE2's [\t\n\f\r ]; these are the ones that a \S inside a class must give back.
const MORE_SPACES = "\\v\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff";
const START_OF_LINE = "(?:(?<=\\n)|(?<![^]))";
const END_OF_LINE = "(?=\\n|(?![^]))";

interface Scope {
  readonly dotAll: boolean;
  readonly multiline: boolean;
  /** What opens and must be closed again before the group ends or an alternative begins: `(?i)` has no end of its own. */
  readonly opened: readonly string[];
}

class Translation {
  readonly #pattern: string;
  #at = 0;
  #output = "";
  readonly #scopes: Scope[] = [];
  #scope: Scope = { dotAll: false, multiline: false, opened: [] };

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  source(): string {
    while (this.#at < this.#pattern.length) this.#one();
    if (this.#scopes.length > 0) throw new UnsupportedPattern("missing closing ) in regular expression");
    return this.#output + this.#closings();
  }

  #one(): void {
    const character = this.#pattern.charAt(this.#at);
    if (character === "\\") this.#emit(this.#escape(false));
    else if (character === "[") this.#class();
    else if (character === "(") this.#open();
    else if (character === ")") this.#close();
    else if (character === "{") this.#repetition();
    else {
      this.#at++;
      this.#emit(this.#plain(character));
    }
  }

  #plain(character: string): string {
    switch (character) {
      case "|":
        return `${this.#closings()}|${this.#scope.opened.join("")}`;
      case ".":
        return this.#scope.dotAll ? "[^]" : "[^\\n]";
      case "^":
        return this.#scope.multiline ? START_OF_LINE : "^";
      case "$":
        return this.#scope.multiline ? END_OF_LINE : "$";
      case "/":
        return "\\/";
      default:
        return character;
    }
  }

  #escape(inClass: boolean): string {
    const letter = this.#pattern.charAt(this.#at + 1);
    if (letter === "x") {
      const hex = /^[0-9A-Fa-f]{2}/.exec(this.#pattern.slice(this.#at + 2))?.[0];
      if (hex === undefined) throw new UnsupportedPattern("only \\xHH is supported of the hexadecimal escapes");
      this.#at += 4;
      return `\\x${hex}`;
    }
    this.#at += 2;
    if ("dDwWnrtfv".includes(letter) && letter !== "") return `\\${letter}`;
    if ("bB".includes(letter) && letter !== "" && !inClass) return `\\${letter}`;
    if (letter === "s") return inClass ? "\\t\\n\\f\\r " : "[\\t\\n\\f\\r ]";
    if (letter === "S") return inClass ? `\\S${MORE_SPACES}` : "[^\\t\\n\\f\\r ]";
    if (letter === "a") return "\\x07";
    if (letter === "A" && !inClass) return "^";
    if (letter === "z" && !inClass) return "$";
    if (letter === "" || /[A-Za-z0-9]/.test(letter)) {
      throw new UnsupportedPattern(`invalid or unsupported escape sequence: \\${letter}`);
    }
    return `\\${letter}`;
  }

  #class(): void {
    this.#at++;
    let body = "[";
    if (this.#pattern.charAt(this.#at) === "^") {
      body += "^";
      this.#at++;
    }
    for (let first = true; ; first = false) {
      const character = this.#pattern.charAt(this.#at);
      if (character === "") throw new UnsupportedPattern("missing closing ] in regular expression");
      if (character === "\\") {
        body += this.#escape(true);
        continue;
      }
      if (this.#pattern.startsWith("[:", this.#at)) throw new UnsupportedPattern("POSIX classes are not supported");
      this.#at++;
      if (character === "]" && !first) break;
      body += character === "[" || character === "]" ? `\\${character}` : character;
    }
    this.#emit(`${body}]`);
  }

  #open(): void {
    const rest = this.#pattern.slice(this.#at);
    const group = /^\((?:\?(?:P?<([A-Za-z_]\w*)>|:))?(?!\?)/.exec(rest);
    if (group !== null) {
      this.#at += group[0].length;
      this.#scopes.push(this.#scope);
      this.#scope = { ...this.#scope, opened: [] };
      this.#emit(group[1] === undefined ? group[0] : `(?<${group[1]}>`);
      return;
    }
    const flags = /^\(\?([ims]*)(?:-([ims]+))?([):])/.exec(rest);
    if (flags === null || flags[0].length < 4) {
      throw new UnsupportedPattern(`invalid or unsupported group: ${rest.slice(0, 4)}`);
    }
    this.#at += flags[0].length;
    this.#flags(flags[1] ?? "", flags[2] ?? "", flags[3] === ":");
  }

  #flags(on: string, off: string, ownGroup: boolean): void {
    const cased = off.includes("i") ? "(?-i:" : on.includes("i") ? "(?i:" : null;
    const dotAll = on.includes("s") || (this.#scope.dotAll && !off.includes("s"));
    const multiline = on.includes("m") || (this.#scope.multiline && !off.includes("m"));
    if (ownGroup) {
      this.#scopes.push(this.#scope);
      this.#scope = { dotAll, multiline, opened: [] };
      this.#emit(cased ?? "(?:");
    } else {
      this.#scope = { dotAll, multiline, opened: cased === null ? this.#scope.opened : [...this.#scope.opened, cased] };
      this.#emit(cased ?? "");
    }
  }

  #close(): void {
    const outer = this.#scopes.pop();
    if (outer === undefined) throw new UnsupportedPattern("unexpected ) in regular expression");
    this.#emit(`${this.#closings()})`);
    this.#scope = outer;
    this.#at++;
  }

  #repetition(): void {
    const counts = /^\{(\d+)(?:,(\d*))?\}/.exec(this.#pattern.slice(this.#at));
    if (counts === null) {
      this.#at++;
      this.#emit("\\{");
      return;
    }
    if (Number(counts[1]) > MOST_REPETITIONS || Number(counts[2] ?? 0) > MOST_REPETITIONS) {
      throw new UnsupportedPattern(`a repetition of more than ${MOST_REPETITIONS} is not supported`);
    }
    this.#at += counts[0].length;
    this.#emit(counts[0]);
  }

  #closings(): string {
    return ")".repeat(this.#scope.opened.length);
  }

  #emit(text: string): void {
    this.#output += text;
  }
}
