import assert from "node:assert/strict";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { type TestContext, test } from "node:test";
import { mapOf } from "../../src/pictures/map.ts";
import { rendererOf } from "../../src/pictures/renderer.ts";
import { waterfallOf } from "../../src/pictures/waterfall.ts";
import { NAMES, transactionOf } from "./hops.ts";

const PNG = [0x89, 0x50, 0x4e, 0x47];

test("maps and waterfalls of 1 to 60 hops become PNG three times as large, whatever things are called", async (t) => {
  const renderer = started(t);
  for (const [i, name] of NAMES.entries()) {
    const transaction = transactionOf(1 + i * 9, () => ({ resource: name, operation: name }));
    for (const { svg } of [mapOf(transaction, { cause: null, failing: null }, 60), waterfallOf(transaction)]) {
      const png = await renderer.png(svg);
      assert.ok(png, name);
      assert.deepEqual([...png.subarray(0, 4)], PNG);
      assert.deepEqual(
        sizeOf(png),
        sizeIn(svg).map((side) => side * 3),
      );
    }
  }
});

test("the same drawing is the same picture, byte for byte", async (t) => {
  const renderer = started(t);
  const { svg } = waterfallOf(transactionOf(5));
  const [one, other] = await Promise.all([renderer.png(svg), started(t).png(svg)]);
  assert.ok(one && other && Buffer.from(one).equals(Buffer.from(other)));
});

test("while a large picture is drawn, everything else goes on", async (t) => {
  const renderer = started(t);
  const { svg } = waterfallOf(transactionOf(60));
  // The first one begins the thread.
  await renderer.png(svg);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  let beats = 0;
  const heart = setInterval(() => beats++, 5);
  delay.enable();
  const png = await renderer.png(svg);
  delay.disable();
  clearInterval(heart);
  assert.ok(png);
  // Drawn in this thread there would be none.
  assert.ok(beats >= 3, `${beats} beats, the longest pause ${delay.max / 1e6} ms`);
});

test("what is no drawing gives no picture, and the next one is drawn all the same", async (t) => {
  const renderer = started(t);
  for (const broken of ["", "<svg", "<svg xmlns='http://www.w3.org/2000/svg' width='0' height='0'/>", "x".repeat(3e6)])
    assert.equal(await renderer.png(broken), null);
  assert.ok(await renderer.png(waterfallOf(transactionOf(1)).svg));
});

for (const [what, program] of [
  ["that never answers", "setInterval(() => {}, 1000)"],
  ["that dies at once", "throw new Error('no drawing here')"],
  ["that ends without a word", "process.exit(0)"],
] as const) {
  test(`a thread ${what} gives no picture in time, and rejects nothing`, async (t) => {
    const worker = new URL(`data:text/javascript,${encodeURIComponent(program)}`);
    const renderer = rendererOf({ worker, patienceMs: 200 });
    t.after(() => renderer.close());
    assert.deepEqual(await Promise.all([renderer.png("<svg/>"), renderer.png("<svg/>")]), [null, null]);
  });
}

function started(t: TestContext) {
  const renderer = rendererOf({ patienceMs: 60_000 });
  t.after(() => renderer.close());
  return renderer;
}

/** Of a PNG, as its header has them. */
function sizeOf(png: Uint8Array): number[] {
  const header = Buffer.from(png);
  return [header.readUInt32BE(16), header.readUInt32BE(20)];
}

function sizeIn(svg: string): number[] {
  return /width="(\d+)" height="(\d+)"/.exec(svg)?.slice(1).map(Number) ?? [];
}
