import assert from "node:assert/strict";
import type { Scene } from "./scene.ts";

/** Every link on the page: one that stays in this world is answered, and every other is an address that a browser can open. */
export async function assertLinks({ page, night }: Scene): Promise<number> {
  const { slack, pagerduty } = night.sandbox;
  const all = await page
    .locator("#channel a[href], #thread a[href], dialog a[href]")
    .evaluateAll((links) => links.map(String));
  const different = new Set(all);
  for (const address of different) {
    const url = new URL(address);
    if (url.origin === slack.url || url.origin === pagerduty.url) {
      const { status } = await fetch(url);
      assert.equal(status, 200, address);
    } else assert.ok(url.protocol === "https:" && url.hostname.includes("."), address);
  }
  return different.size;
}
