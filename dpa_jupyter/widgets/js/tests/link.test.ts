import assert from "node:assert/strict";
import { test } from "node:test";
import { Link, Refusal, type Model } from "../source/kernel/link.ts";

interface Asked {
  id: number;
  method: string;
  parameters: unknown;
}

function kernel() {
  const asked: Asked[] = [];
  let say: (message: unknown) => void = () => undefined;
  const model: Model = {
    get: () => undefined,
    send: (content) => asked.push(content as Asked),
    on: (_name, heard) => {
      say = heard as (message: unknown) => void;
    },
    off: () => undefined,
  };
  return { asked, model, say: (message: unknown) => say(message) };
}

test("answers find their questions in whatever order they come", async () => {
  const { asked, model, say } = kernel();
  const link = new Link(model);
  const first = link.ask<string>("rows", { skip: 0 });
  const second = link.ask<string>("overview");
  assert.deepEqual(asked.map(({ method }) => method), ["rows", "overview"]);
  say({ type: "answer", id: asked[1]?.id, value: "second" });
  say({ type: "answer", id: asked[0]?.id, value: "first" });
  assert.deepEqual(await Promise.all([first, second]), ["first", "second"]);
  assert.equal(link.open, 0);
});

test("a refusal is told in the kernel's words", async () => {
  const { asked, model, say } = kernel();
  const answer = new Link(model).ask("undo", { fix: "a" });
  say({ type: "refusal", id: asked[0]?.id, reason: "there is nothing to undo" });
  await assert.rejects(answer, (failure) => failure instanceof Refusal && failure.message === "there is nothing to undo");
});

test("an answer that nobody waits for, as another view's, changes nothing", () => {
  const { model, say } = kernel();
  const link = new Link(model);
  say({ type: "answer", id: 77, value: 1 });
  assert.equal(link.open, 0);
});

test("what the kernel puts into the state is heard until one stops listening", () => {
  const heard = new Map<string, () => void>();
  const model: Model = {
    get: (name) => `${name} of now`,
    send: () => undefined,
    on: (name, listener) => heard.set(name, listener as () => void),
    off: (name) => heard.delete(name),
  };
  const link = new Link(model);
  const said: string[] = [];
  const stop = link.onState("first", () => said.push(link.state("first")));
  heard.get("change:first")?.();
  stop();
  assert.deepEqual(said, ["first of now"]);
  assert.ok(!heard.has("change:first"));
});
