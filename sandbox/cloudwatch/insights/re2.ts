/**
 * The patterns of RE2 (https://github.com/google/re2/wiki/Syntax) as patterns of JavaScript.
 *
 * Only what means the same in both, or can be written so that it does, is let through: what is matched in either case is
 * written in both, because V8 13.6 now and then takes no notice of `(?i:…)`, https://github.com/nodejs/node/issues/60030.
 * Look-around, back-references, possessive quantifiers, \p, \Q…\E, octal escapes and POSIX classes are refused. Not taken over:
 * RE2's linear time (patterns here come from our own queries), characters beyond U+FFFF, which count as two, and the cases of
 * other letters than those of ASCII.
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
  readonly anyCase: boolean;
}

class Translation {
  readonly #pattern: string;
  #at = 0;
  #output = "";
  readonly #scopes: Scope[] = [];
  #scope: Scope = { dotAll: false, multiline: false, anyCase: false };

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  source(): string {
    while (this.#at < this.#pattern.length) this.#one();
    if (this.#scopes.length > 0) throw new UnsupportedPattern("missing closing ) in regular expression");
    return this.#output;
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
      case ".":
        return this.#scope.dotAll ? "[^]" : "[^\\n]";
      case "^":
        return this.#scope.multiline ? START_OF_LINE : "^";
      case "$":
        return this.#scope.multiline ? END_OF_LINE : "$";
      case "/":
        return "\\/";
      default:
        return this.#cased(character, false);
    }
  }

  /** A character, in either case where the case does not matter. */
  #cased(character: string, inClass: boolean): string {
    if (!this.#scope.anyCase || !/^[A-Za-z]$/.test(character)) return character;
    const both = character.toLowerCase() + character.toUpperCase();
    return inClass ? both : `[${both}]`;
  }

  #escape(inClass: boolean): string {
    const letter = this.#pattern.charAt(this.#at + 1);
    if (letter === "x") return this.#hex(inClass);
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

  #hex(inClass: boolean): string {
    const hex = /^[0-9A-Fa-f]{2}/.exec(this.#pattern.slice(this.#at + 2))?.[0];
    if (hex === undefined) throw new UnsupportedPattern("only \\xHH is supported of the hexadecimal escapes");
    this.#at += 4;
    const letter = String.fromCharCode(Number.parseInt(hex, 16));
    return /[A-Za-z]/.test(letter) ? this.#cased(letter, inClass) : `\\x${hex}`;
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
      if (character === "]" && !first) break;
      body += this.#member(character);
    }
    this.#at++;
    this.#emit(`${body}]`);
  }

  /** A range of letters, or a character, of a class. */
  #member(character: string): string {
    const range = /^(?:[A-Z]-[A-Z]|[a-z]-[a-z])/.exec(this.#pattern.slice(this.#at, this.#at + 3))?.[0];
    this.#at += range?.length ?? 1;
    if (range !== undefined) return this.#scope.anyCase ? range.toLowerCase() + range.toUpperCase() : range;
    return character === "[" || character === "]" ? `\\${character}` : this.#cased(character, true);
  }

  #open(): void {
    const rest = this.#pattern.slice(this.#at);
    const group = /^\((?:\?(?:P?<([A-Za-z_]\w*)>|:))?(?!\?)/.exec(rest);
    if (group !== null) {
      this.#at += group[0].length;
      this.#scopes.push(this.#scope);
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
    const { dotAll, multiline, anyCase } = this.#scope;
    const isOn = (flag: string, before: boolean): boolean => (before || on.includes(flag)) && !off.includes(flag);
    if (ownGroup) {
      this.#scopes.push(this.#scope);
      this.#emit("(?:");
    }
    this.#scope = { dotAll: isOn("s", dotAll), multiline: isOn("m", multiline), anyCase: isOn("i", anyCase) };
  }

  #close(): void {
    const outer = this.#scopes.pop();
    if (outer === undefined) throw new UnsupportedPattern("unexpected ) in regular expression");
    this.#emit(")");
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

  #emit(text: string): void {
    this.#output += text;
  }
}
