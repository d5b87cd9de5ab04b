import { test } from "node:test";
import { EMPTY_CATALOG } from "../../src/catalog.ts";
import { redact } from "../../src/redact/redact.ts";
import { NAMES, story } from "../sandbox/scenarios/night.ts";
import { storyReport } from "../story-report.ts";
import { assertSound } from "./assert-sound.ts";
import { situationOf } from "./situation.ts";

for (const name of NAMES) {
  test(`${name}: whatever is sent of it is within the limits of Slack, and harmless`, () => {
    assertSound(situationOf(redact(storyReport(story(name, 1)), EMPTY_CATALOG)), name);
  });
}
