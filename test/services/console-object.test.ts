import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { consoleObject } from "../../src/services/console-object.ts";

test("what the console is asked for in Logs Insights is written as the console writes it", () => {
  const written = consoleObject({
    end: "2026-11-22T02:32:00.000Z",
    timeType: "ABSOLUTE",
    editorString: "fields @timestamp, @message\n| limit 20",
    source: ["/aws/lambda/pay", "api"],
  });
  assert.equal(
    written,
    "~(end~'2026-11-22T02*3a32*3a00.000Z~timeType~'ABSOLUTE~editorString~'fields*20*40timestamp*2c*20*40message*0a*7c*20limit*2020~source~(~'*2faws*2flambda*2fpay~'api))",
  );
});

test("whatever is written is read back as it was", () => {
  const text = fc.string({ unit: "binary" });
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.string({ unit: "binary", minLength: 1 }).filter((name) => name !== "__proto__"),
        fc.oneof(text, fc.array(text, { minLength: 1 })),
      ),
      (fields) => {
        const written = consoleObject(fields);
        assert.match(written, /^[\w.~'()*-]*$/);
        assert.deepEqual(read(written), Object.entries(fields));
      },
    ),
  );
});

/** As the console reads it: a value ends at the next `~` or `)`, and a sign that is not written as itself is a star with digits. */
function read(written: string): [string, string | string[]][] {
  assert.ok(written.startsWith("~(") && written.endsWith(")"));
  let rest = written.slice(2, -1);
  const word = (): string => {
    const raw = /^[^~)]*/.exec(rest)?.[0] ?? "";
    rest = rest.slice(raw.length);
    return raw.replace(/\*\*(.{4})|\*(.{2})/g, (_, four?: string, two?: string) =>
      String.fromCharCode(Number.parseInt(four ?? two ?? "", 16)),
    );
  };
  const eat = (expected: string): boolean => {
    if (!rest.startsWith(expected)) return false;
    rest = rest.slice(expected.length);
    return true;
  };
  const found: [string, string | string[]][] = [];
  while (rest !== "") {
    if (found.length > 0) assert.ok(eat("~"));
    const name = word();
    if (eat("~(")) {
      const list: string[] = [];
      while (eat("~'")) list.push(word());
      assert.ok(eat(")"));
      found.push([name, list]);
    } else {
      assert.ok(eat("~'"), rest);
      found.push([name, word()]);
    }
  }
  return found;
}
