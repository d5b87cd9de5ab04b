import assert from "node:assert/strict";
import { test } from "node:test";
import { libraryFrames } from "../../src/cause/library-frames.ts";

test("frames of libraries, layers and the runtime are told apart in each language; what nobody can read is the team's own", () => {
  const stack = [
    "at send (/var/task/node_modules/@aws-sdk/client/index.js:1:2)",
    "at handler (/var/task/index.mjs:10:3)",
    "at process.processTicksAndRejections (node:internal/process/task_queues:105:5)",
    'File "/var/lang/lib/python3.13/json/decoder.py", line 345, in decode',
    'File "/var/task/app.py", line 3, in handler',
    "at java.util.HashMap.get(HashMap.java:12)",
    "at com.shop.Handler.handle(Handler.java:12)",
    "... 12 more",
    "",
  ];
  assert.deepEqual([...libraryFrames(stack)], [0, 2, 3, 5]);
});
