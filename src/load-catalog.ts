import { glob, readFile } from "node:fs/promises";
import { dirname, isAbsolute, join } from "node:path";
import { withBackstage } from "./backstage.ts";
import { type Catalog, EMPTY_CATALOG, readCatalog } from "./catalog.ts";
import { Fault, sentenceOf } from "./fault.ts";

/** No team has more; a pattern that matches more is one that went wrong. */
const MOST_FILES = 1000;

/**
 * The catalog of a file, and of the descriptors of Backstage that it names, which lie beside it. Throws one fault that names every
 * mistake of all of them, with file and line.
 */
export async function loadCatalog(text: string, file: string): Promise<Catalog> {
  const { catalog, mistakes, backstage, lineOf } = readCatalog(text, file);
  const all = [...mistakes];
  const files = new Map<string, string>();
  for (const [place, pattern] of backstage.files.entries()) {
    const wrong = (why: string): void =>
      void all.push(`${file}:${lineOf(["backstage", "files", place])}: backstage.files.${place}: ${why}`);
    const found = await matches(isAbsolute(pattern) ? pattern : join(dirname(file), pattern));
    if (found.length === 0) wrong(`${pattern} names no file`);
    if (found.length > MOST_FILES) wrong(`${pattern} names more than ${MOST_FILES} files`);
    for (const path of found.slice(0, MOST_FILES)) {
      try {
        files.set(path, await readFile(path, "utf8"));
      } catch (error) {
        wrong(`${path} cannot be read: ${sentenceOf(error)}`);
      }
    }
  }
  const descriptors = [...files].map(([path, content]) => ({ file: path, text: content }));
  const whole = withBackstage(catalog ?? { ...EMPTY_CATALOG, backstage }, descriptors);
  all.push(...whole.mistakes);
  if (catalog === null || all.length > 0) throw new Fault("configuration", all.join("\n"));
  return whole.catalog;
}

async function matches(pattern: string): Promise<string[]> {
  const found: string[] = [];
  for await (const path of glob(pattern)) {
    found.push(path);
    if (found.length > MOST_FILES) break;
  }
  return found.sort();
}
