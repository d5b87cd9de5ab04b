export type ConsoleValue = string | readonly string[];

/**
 * An object as CloudWatch's console writes it into its own addresses: `~(end~'2026-11-22T02*3a31*3a00.000Z~source~(~'*2faws*2flambda*2fpay))`.
 * Every sign but letters, digits, `_`, `-` and `.` is `*` and two hexadecimal digits, or `**` and four.
 * https://github.com/Sage/jsurl, which is what the console reads it with
 */
export function consoleObject(fields: Readonly<Record<string, ConsoleValue>>): string {
  const written = Object.entries(fields).map(([name, value]) => `${spelled(name)}${valueText(value)}`);
  return `~(${written.join("~")})`;
}

function valueText(value: ConsoleValue): string {
  return typeof value === "string" ? `~'${spelled(value)}` : `~(${value.map((one) => `~'${spelled(one)}`).join("")})`;
}

function spelled(text: string): string {
  return text.replace(/[^\w.-]/g, (sign) => {
    const code = sign.charCodeAt(0).toString(16);
    return code.length > 2 ? `**${code.padStart(4, "0")}` : `*${code.padStart(2, "0")}`;
  });
}
