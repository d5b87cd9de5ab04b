import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, parseAllDocuments } from "yaml";
import type { z } from "zod";
import { sentenceOf } from "./fault.ts";

/** One document of a YAML file: its data, and in which line of the file each part of it stands. */
export interface YamlDocument {
  readonly data: unknown;
  readonly lineOf: (path: readonly PropertyKey[]) => number;
}

/** The documents of a YAML file, and every mistake in how it is written, with file and line: then there are no documents. */
export function yamlDocuments(text: string, file: string): { documents: YamlDocument[]; mistakes: string[] } {
  const lines = new LineCounter();
  const parsed = [...parseAllDocuments(text, { lineCounter: lines, uniqueKeys: true })];
  const mistakes = parsed.flatMap(({ errors }) =>
    errors.map(({ linePos, message }) => `${file}:${linePos?.[0].line ?? 1}: ${message.split("\n")[0]}`),
  );
  const documents: YamlDocument[] = [];
  for (const document of mistakes.length > 0 ? [] : parsed) {
    const lineOf = (path: readonly PropertyKey[]): number => {
      const offset = offsetOf(document, path);
      return offset === null ? 1 : lines.linePos(offset).line;
    };
    try {
      // Aliases are followed only now: one may lead nowhere, or unfold without end.
      documents.push({ data: document.toJS() ?? null, lineOf });
    } catch (error) {
      mistakes.push(`${file}:${lineOf([])}: ${sentenceOf(error)}`);
    }
  }
  return mistakes.length > 0 ? { documents: [], mistakes } : { documents, mistakes };
}

/** What a schema finds wrong in a document, in the order of its lines. `at`: where in the document what was checked stands. */
export function mistakesIn(
  error: z.ZodError,
  { lineOf }: YamlDocument,
  file: string,
  at: readonly PropertyKey[] = [],
): string[] {
  return error.issues
    .flatMap(mistakesOf)
    .map(({ path, why }) => ({ path: [...at, ...path], why }))
    .map(({ path, why }) => ({ line: lineOf(path), path, why }))
    .sort((a, b) => a.line - b.line)
    .map(({ line, path, why }) => `${file}:${line}: ${path.join(".") || "the file"}: ${why}`);
}

interface Mistake {
  readonly path: readonly PropertyKey[];
  readonly why: string;
}

function mistakesOf(issue: z.core.$ZodIssue): Mistake[] {
  const { path } = issue;
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: [...path, key], why: "nothing of this name is known" }));
  }
  // Of a record's key the message says only that it is wrong; why stands inside.
  const why = issue.code === "invalid_key" ? (issue.issues[0]?.message ?? issue.message) : issue.message;
  return [{ path, why }];
}

/** Where in the text the last key or item of a path begins, as far as the path leads. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number | null {
  let here: unknown = document.contents;
  let offset = startOf(here);
  for (const step of path) {
    if (isSeq(here)) {
      here = here.items[Number(step)];
      offset = startOf(here) ?? offset;
    } else if (isMap(here)) {
      const pair = here.items.find(({ key }) => String(isScalar(key) ? key.value : key) === String(step));
      offset = startOf(pair?.key) ?? offset;
      here = pair?.value;
    } else return offset;
  }
  return offset;
}

function startOf(node: unknown): number | null {
  return isNode(node) ? (node.range?.[0] ?? null) : null;
}
