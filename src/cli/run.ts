import { Fault, sentenceOf } from "../fault.ts";
import { coloured, type Paint, plain } from "../say/terminal.ts";

/** The environment of the process. */
export type Env = Readonly<Record<string, string | undefined>>;

/** What a verb has to say, and with which status to end. */
export interface Said {
  readonly text: string;
  readonly status: 0 | 1 | 3;
}

/**
 * Runs one verb and ends the process as the contract says: 0 answered, 1 something is missing that the doctor looked for,
 * 2 wrong use or unreadable input with one line on standard error, 3 nothing found. Anything that is not a fault is a bug, and shows itself.
 */
export async function run(verb: (words: readonly string[], paint: Paint, env: Env) => Promise<Said>): Promise<void> {
  try {
    const paint = process.stdout.isTTY && process.stdout.hasColors() ? coloured : plain;
    const { text, status } = await verb(process.argv.slice(2), paint, process.env);
    process.stdout.write(text);
    process.exitCode = status;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    process.stderr.write(`${sentenceOf(error)}\n`);
    process.exitCode = 2;
  }
}
