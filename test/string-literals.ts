/** A string in a source text. `call`: what is called with it, innermost first, as `bot.log.warn`; `text`: of a template, `…` for what it is filled with. */
export interface StringLiteral {
  readonly line: number;
  readonly text: string;
  readonly filled: boolean;
  readonly calls: readonly string[];
}

interface Open {
  readonly sign: string;
  readonly call: string;
}

/** Comments, strings and brackets; a template up to what fills it. A regular expression stands after `(`, `,`, `=`, `:` or `?`. */
const TOKEN =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|(?<=[(,=:?]\s*)\/(?:\\.|\[(?:\\.|[^\]\n\\])*\]|[^/\n\\])+\/\w*|"(?:\\.|[^"\n\\])*"|[`(){}[\]]/g;

/** Every string of a source text, without its imports. */
export function stringLiterals(source: string): StringLiteral[] {
  const found: StringLiteral[] = [];
  const open: Open[] = [];
  const templates: { text: string; readonly at: number; filled: boolean }[] = [];
  const callsNow = (): string[] => open.flatMap(({ call }) => (call === "" ? [] : [call])).reverse();
  const add = (at: number, text: string, filled: boolean): void => {
    const line = source.slice(0, at).split("\n").length;
    found.push({ line, text, filled, calls: callsNow() });
  };
  let at = 0;
  /** Reads on in a template, from behind its first sign or behind what filled it. */
  const readTemplate = (from: number): number => {
    const template = templates.at(-1);
    const end = /(?:\\[\s\S]|\$(?!\{)|[^`$\\])*/y;
    end.lastIndex = from;
    const part = end.exec(source)?.[0] ?? "";
    const next = from + part.length;
    if (template === undefined) return next;
    template.text += part;
    if (source.startsWith("${", next)) {
      template.text += "…";
      template.filled = true;
      open.push({ sign: "${", call: "" });
      return next + 2;
    }
    templates.pop();
    add(template.at, template.text, template.filled);
    return next + 1;
  };
  for (;;) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(source);
    if (token === null) return found;
    const sign = token[0];
    at = token.index + sign.length;
    if (sign === "`") {
      templates.push({ text: "", at: token.index, filled: false });
      at = readTemplate(at);
    } else if (/^[([{]$/.test(sign)) {
      const call = sign === "(" ? (/[\w$.?]+$/.exec(source.slice(0, token.index))?.[0] ?? "") : "";
      open.push({ sign, call });
    } else if (/^[)\]}]$/.test(sign)) {
      if (open.pop()?.sign === "${") at = readTemplate(at);
    } else if (sign.startsWith('"') && !/\b(from|import)\s*\(?$/.test(source.slice(0, token.index).trimEnd()))
      add(token.index, sign.slice(1, -1), false);
  }
}
