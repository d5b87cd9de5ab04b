import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { describe, test } from "node:test";
import { isSigned } from "../../src/pagerduty/signature.ts";

const BODY = Buffer.from('{"event":{"title":"Ünïcode 🔥"}}');
const [OLD, NEW] = ["whsec-old", "whsec-new"];

describe("the signature of a PagerDuty delivery", () => {
  test("holds where it was made with the secret over these very bytes", () => {
    assert.equal(isSigned(BODY, sign(NEW), [NEW]), true);
    assert.equal(isSigned(Buffer.from(BODY.toString("latin1")), sign(NEW), [NEW]), false, "other bytes");
    assert.equal(isSigned(Buffer.concat([BODY, Buffer.from("\n")]), sign(NEW), [NEW]), false, "one byte more");
    assert.equal(isSigned(BODY, sign(OLD), [NEW]), false, "another secret");
  });

  test("is the one of PagerDuty's documents: HMAC-SHA256 as hex, after v1=", () => {
    // RFC 4231, test case 2.
    const body = Buffer.from("what do ya want for nothing?");
    const hex = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    assert.equal(isSigned(body, `v1=${hex}`, ["Jefe"]), true);
    assert.equal(isSigned(body, `v1=${hex.toUpperCase()}`, ["Jefe"]), true);
  });

  test("may be one of several, on either side, while a secret is rotated", () => {
    assert.equal(isSigned(BODY, `${sign(OLD)},${sign(NEW)}`, [NEW]), true);
    assert.equal(isSigned(BODY, `${sign(OLD)}, ${sign(NEW)} `, [NEW]), true);
    assert.equal(isSigned(BODY, sign(OLD), [NEW, OLD]), true);
    assert.equal(isSigned(BODY, `v2=abc,${sign(OLD)}`, [OLD]), true, "a version to come stands beside it");
  });

  for (const [what, header] of [
    ["no header", undefined],
    ["an empty header", ""],
    ["no version", sign(NEW).slice(3)],
    ["another version", sign(NEW).replace("v1", "v2")],
    ["half of it", sign(NEW).slice(0, 35)],
    ["more than it", `${sign(NEW)}00`],
    ["no hex", `v1=${"z".repeat(64)}`],
  ] as const) {
    test(`does not hold with ${what}`, () => assert.equal(isSigned(BODY, header, [NEW]), false));
  }

  test("does not hold where no secret is known", () => assert.equal(isSigned(BODY, sign(""), []), false));
});

function sign(secret: string): string {
  return `v1=${createHmac("sha256", secret).update(BODY).digest("hex")}`;
}
