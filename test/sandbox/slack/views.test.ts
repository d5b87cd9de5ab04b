import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import type { ModalView } from "@slack/types";
import { connectApp } from "./app-over-socket.ts";
import { INCIDENTS, MAYA, OMAR, refusal, startWorkspace } from "./start-workspace.ts";

const plain = (text: string) => ({ type: "plain_text" as const, text });

function modal(title: string, more: Partial<ModalView> = {}): ModalView {
  return { type: "modal", title: plain(title), blocks: [], ...more };
}

const button = { type: "button" as const, action_id: "deeper", text: plain("Deeper") };
const withButton: Partial<ModalView> = { blocks: [{ type: "actions", block_id: "act", elements: [button] }] };

const form: Partial<ModalView> = {
  submit: plain("Go"),
  blocks: [
    { type: "input", block_id: "mail", label: plain("Mail"), element: { type: "email_text_input", action_id: "v" } },
    {
      type: "input",
      block_id: "hours",
      label: plain("Hours"),
      element: { type: "number_input", action_id: "v", is_decimal_allowed: false, min_value: "1", max_value: "8" },
    },
    {
      type: "input",
      block_id: "also",
      label: plain("Also"),
      optional: true,
      element: {
        type: "checkboxes",
        action_id: "v",
        options: [{ text: plain("Page"), value: "page" }],
      },
    },
    {
      type: "input",
      block_id: "until",
      label: plain("Until"),
      optional: true,
      element: { type: "datepicker", action_id: "v", initial_date: "2026-11-23" },
    },
  ],
};

/** Maya has typed a command, whose trigger opens a view. */
async function withTrigger(context: TestContext) {
  const night = await startWorkspace(context);
  const app = await connectApp(context, night.slack);
  const trigger = async (userId = MAYA) => {
    const sent = night.slack.as(userId).command(INCIDENTS, "/trace", "x");
    const envelope = await app.next("slash_commands");
    app.ack(envelope);
    await sent;
    return String(envelope.payload.trigger_id);
  };
  /** Submits, and lets the app answer with `answer`. */
  const submit = async (
    viewId: string,
    answer?: object,
    choices?: Record<string, Record<string, string | string[]>>,
  ) => {
    const sent = night.slack.as(MAYA).submit(viewId, choices);
    const envelope = await app.next("interactive");
    app.ack(envelope, answer);
    return { outcome: await sent, payload: envelope.payload };
  };
  const open = async (view: ModalView) => {
    const opened = await night.client.views.open({ trigger_id: await trigger(), view });
    return opened.view?.id ?? "";
  };
  const titles = () => night.slack.views(MAYA).map(({ title }) => title.text);
  return { ...night, app, trigger, submit, open, titles };
}

describe("a trigger", () => {
  test("opens one view, for whoever it came from", async (context) => {
    const { client, slack, trigger } = await withTrigger(context);
    const trigger_id = await trigger(OMAR);
    const { view } = await client.views.open({ trigger_id, view: modal("First", { private_metadata: "m" }) });
    assert.partialDeepStrictEqual(view, { type: "modal", private_metadata: "m", previous_view_id: null });
    assert.equal(view?.root_view_id, view?.id);
    assert.deepEqual(
      slack.views(OMAR).map(({ id }) => id),
      [view?.id],
    );
    assert.deepEqual(slack.views(MAYA), []);
    await assert.rejects(client.views.open({ trigger_id, view: modal("Again") }), refusal("exchanged_trigger_id"));
  });

  test("expires after three seconds, and cannot be made up", async (context) => {
    const { client, clock, trigger } = await withTrigger(context);
    const trigger_id = await trigger();
    clock.advanceTo(clock.now() + 3001);
    await assert.rejects(client.views.open({ trigger_id, view: modal("Late") }), refusal("expired_trigger_id"));
    const invented = { trigger_id: "1.2.abc", view: modal("Invented") };
    await assert.rejects(client.views.open(invented), refusal("invalid_trigger_id"));
  });

  test("is not used up by a view that Slack refuses", async (context) => {
    const { client, trigger, titles } = await withTrigger(context);
    const trigger_id = await trigger();
    await assert.rejects(client.views.open({ trigger_id, view: modal("x".repeat(25)) }), refusal("invalid_arguments"));
    await client.views.open({ trigger_id, view: modal("Second try") });
    assert.deepEqual(titles(), ["Second try"]);
  });
});

describe("an update", () => {
  test("with an older hash is refused, with the current one or none it is taken", async (context) => {
    const { client, open, titles } = await withTrigger(context);
    const view_id = await open(modal("Looking"));
    const { view } = await client.views.update({ view_id, view: modal("Found") });
    assert.ok(view?.hash);
    await client.views.update({ view_id, view: modal("Found more"), hash: view.hash });
    const stale = { view_id, view: modal("Stale"), hash: view.hash };
    await assert.rejects(client.views.update(stale), refusal("hash_conflict"));
    assert.deepEqual(titles(), ["Found more"]);
  });

  test("finds its view by the external id, which no two views share", async (context) => {
    const { client, open, trigger, titles } = await withTrigger(context);
    await open(modal("Mine", { external_id: "inv-1" }));
    const twin = { trigger_id: await trigger(OMAR), view: modal("Twin", { external_id: "inv-1" }) };
    await assert.rejects(client.views.open(twin), refusal("duplicate_external_id"));
    await client.views.update({ external_id: "inv-1", view: modal("Updated", { external_id: "inv-1" }) });
    assert.deepEqual(titles(), ["Updated"]);
    await assert.rejects(client.views.update({ view_id: "V0", view: modal("x") }), refusal("not_found"));
  });
});

describe("a stack of views", () => {
  test("grows by pushes from within, three views at most", async (context) => {
    const { slack, client, app, open, trigger, titles } = await withTrigger(context);
    await open(modal("One", withButton));
    const pushFromTop = async (view: ModalView) => {
      const sent = slack.as(MAYA).press(slack.views(MAYA).at(-1)?.id ?? "", "deeper");
      const envelope = await app.next("interactive");
      app.ack(envelope);
      await sent;
      return await client.views.push({ trigger_id: String(envelope.payload.trigger_id), view });
    };
    const { view } = await pushFromTop(modal("Two", withButton));
    const [root] = slack.views(MAYA);
    assert.partialDeepStrictEqual(view, { root_view_id: root?.id, previous_view_id: root?.id });
    await pushFromTop(modal("Three", withButton));
    await assert.rejects(pushFromTop(modal("Four")), refusal("push_limit_reached"));
    assert.deepEqual(titles(), ["One", "Two", "Three"]);
    const fromOutside = { trigger_id: await trigger(), view: modal("x") };
    await assert.rejects(client.views.push(fromOutside), refusal("not_found"));
  });

  test("loses its top by Cancel and all of itself by the X, and tells the app where the views ask for it", async (context) => {
    const { slack, app, open, submit, titles } = await withTrigger(context);
    const rootId = await open(modal("Root", { submit: plain("Go"), notify_on_close: true }));
    await submit(rootId, { response_action: "push", view: modal("Top", { notify_on_close: true }) });
    const [, top] = slack.views(MAYA);
    assert.ok(top);
    const cancelled = slack.as(MAYA).close(top.id);
    const first = await app.next("interactive");
    app.ack(first);
    await cancelled;
    assert.partialDeepStrictEqual(first.payload, { type: "view_closed", is_cleared: false, view: { id: top.id } });
    assert.deepEqual(titles(), ["Root"]);
    await submit(rootId, { response_action: "push", view: modal("Top again") });
    const cleared = slack.as(MAYA).close(slack.views(MAYA)[1]?.id ?? "", true);
    const second = await app.next("interactive");
    app.ack(second);
    await cleared;
    assert.partialDeepStrictEqual(second.payload, { type: "view_closed", is_cleared: true, view: { id: rootId } });
    assert.deepEqual(titles(), []);
  });
});

describe("a submission", () => {
  test("carries every input's value in Slack's form", async (context) => {
    const { open, submit, titles } = await withTrigger(context);
    const id = await open(modal("Form", { ...form, callback_id: "form" }));
    const choices = { mail: { v: "a@b.org" }, hours: { v: "2" }, also: { v: ["page"] } };
    const { outcome, payload } = await submit(id, undefined, choices);
    assert.deepEqual(outcome, { ok: true });
    assert.partialDeepStrictEqual(payload, {
      type: "view_submission",
      view: {
        id,
        callback_id: "form",
        state: {
          values: {
            mail: { v: { type: "email_text_input", value: "a@b.org" } },
            hours: { v: { type: "number_input", value: "2" } },
            also: { v: { type: "checkboxes", selected_options: [{ value: "page" }] } },
            until: { v: { type: "datepicker", selected_date: "2026-11-23" } },
          },
        },
      },
    });
    assert.deepEqual(titles(), []);
  });

  test("that the client itself finds wrong never reaches the app", async (context) => {
    const { slack, app, open } = await withTrigger(context);
    const id = await open(modal("Form", form));
    const outcome = await slack.as(MAYA).submit(id, { mail: { v: "nobody" }, hours: { v: "9" } });
    const errors = { mail: "Please enter a valid email address.", hours: "Please enter 8 or less." };
    assert.deepEqual(outcome, { ok: false, errors });
    assert.ok(app.received.every(({ type }) => type !== "interactive"));
  });

  test("is answered with errors, another view, one more view, or an end of all", async (context) => {
    const { open, submit, titles, slack } = await withTrigger(context);
    const id = await open(modal("Form", form));
    const filled = { mail: { v: "a@b.org" }, hours: { v: "2" } };
    const answer = async (body: object) => (await submit(id, body, filled)).outcome;
    const errors = { hours: "not tonight" };
    assert.deepEqual(await answer({ response_action: "errors", errors }), { ok: false, errors });
    assert.deepEqual(await answer({ response_action: "update", view: modal("Updated", form) }), { ok: true });
    assert.deepEqual(titles(), ["Updated"]);
    assert.equal(slack.views(MAYA)[0]?.id, id);
    assert.deepEqual(await answer({ response_action: "push", view: modal("Pushed") }), { ok: true });
    assert.deepEqual(titles(), ["Updated", "Pushed"]);
    assert.deepEqual(await answer({ response_action: "clear" }), { ok: true });
    assert.deepEqual(titles(), []);
  });

  test("whose answer makes no sense is trouble, and the view stays open", async (context) => {
    const { open, submit, titles } = await withTrigger(context);
    const id = await open(modal("Form", { submit: plain("Go") }));
    const shown = "We had some trouble connecting. Try again?";
    const senseless = [
      { ok: true },
      { response_action: "errors", errors: { no_such_block: "x" } },
      { response_action: "update", view: modal("x".repeat(25)) },
    ];
    for (const answer of senseless) assert.deepEqual((await submit(id, answer)).outcome, { ok: false, shown });
    assert.deepEqual(titles(), ["Form"]);
  });
});
