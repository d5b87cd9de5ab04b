import { EMPTY_CATALOG } from "../../src/catalog.ts";
import { entryImpacts } from "../../src/impact/entry-impact.ts";
import { Impact } from "../../src/impact/impact.ts";
import { judge } from "../../src/impact/judge.ts";
import { entriesOfSubjects, relevantCases } from "../../src/impact/relevance.ts";
import { commonIds } from "../../src/impact/searchable-ids.ts";
import { countUsers } from "../../src/impact/users.ts";
import { micros } from "../../src/time.ts";
import type { Transaction } from "../../src/transaction.ts";
import { testGrowth } from "../growth/growth-of.ts";
import { arrivalOf } from "./arrival-of.ts";
import { hopOf } from "./hop-of.ts";
import { transactionOf } from "./transaction-of.ts";

const SUBJECTS = [{ service: "dynamodb", resource: "orders", signal: "throttle" }] as const;

/** Requests through an API and a function, every second of which runs out of time, one in ten at the table. */
function requests(n: number, routes: number, functions: number): Transaction[] {
  return Array.from({ length: n }, (_, i) => {
    const outcome = i % 2 === 0 ? "timeout" : "ok";
    const from = "requestContext.authorizer.claims.sub";
    const user = { id: `user ${i % (n / 4)}`, kind: "person", from } as const;
    const route = `/shop-${"x".repeat(i % 3)}/${nameOf(i % routes)}`;
    const arrival = arrivalOf({ route, path: route, user });
    const api = hopOf("apigateway shop", { id: `api ${i}`, start: 1000 + i / 100, kind: "server", outcome, arrival });
    const invocation = hopOf(`lambda f${i % functions}`, { id: `f ${i}`, start: 1000 + i / 100, outcome });
    const calls = i % 10 === 0 ? [[hopOf("dynamodb orders", { id: `call ${i}` }), 1] as const] : [];
    return transactionOf([api], [invocation, 0], ...calls);
  });
}

function nameOf(i: number): string {
  return [...String(i)].map((digit) => "abcdefghij"[Number(digit)]).join("");
}

function impactOf(transactions: readonly Transaction[]): unknown {
  const impact = new Impact();
  for (const one of transactions) impact.add(judge(one, EMPTY_CATALOG));
  const common = commonIds(impact.cases);
  const { cases, beside } = relevantCases(impact, SUBJECTS, ({ ids }) => ids.every((id) => !common.has(id)));
  const window = { from: micros(0), to: micros(2_000_000_000_000) };
  const shown = [cases, beside].map((own) => [
    entryImpacts(own, impact, window, EMPTY_CATALOG),
    countUsers(own, impact, EMPTY_CATALOG),
  ]);
  return [shown, entriesOfSubjects(SUBJECTS, impact)];
}

testGrowth("requests of a few entries", 100_000, { make: (n) => requests(n, 5, 5), work: impactOf });
testGrowth("requests, with an entry for every few", 100_000, { make: (n) => requests(n, n / 5, 5), work: impactOf });
testGrowth("requests, with a function for every few", 100_000, { make: (n) => requests(n, 5, n / 5), work: impactOf });
