import assert from "node:assert/strict";
import { test } from "node:test";
import { type NamedField, namedField } from "../../src/cause/named-field.ts";

const MESSAGES: readonly (readonly [message: string, path: string, complaint: NamedField["complaint"]])[] = [
  ["details.rideId cannot be an empty string", "details.rideId", "empty"],
  [
    "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: rideId",
    "rideId",
    "empty",
  ],
  ["One or more parameter values were invalid: Type mismatch for key orderId expected: S actual: N", "orderId", "type"],
  ["One or more parameter values were invalid: Missing the key orderId in the item", "orderId", "missing"],
  ["amount can't be null", "amount", "null"],
  ["'customer.address' must not be undefined", "customer.address", "missing"],
  ["email is required", "email", "missing"],
  ['missing required parameter: "bucket"', "bucket", "missing"],
  ["data must have required property 'rideId'", "rideId", "missing"],
  ["Cannot read properties of undefined (reading 'rideId')", "rideId", "missing"],
  ['null value in column "ride_id" of relation "rides" violates not-null constraint', "ride_id", "null"],
  ["Data too long for column 'note' at row 1", "note", "long"],
  ["Incorrect integer value: 'x' for column 'fare' at row 1", "fare", "type"],
  ["KeyError: 'ride_id'", "ride_id", "missing"],
  ["empty value for field driver", "driver", "empty"],
  ["items[0].price must be a number", "items.0.price", "type"],
  ["currency is invalid", "currency", "invalid"],
  ["invalid value for currency", "currency", "invalid"],
];

/** AWS, or a validator, says it so; of all others nobody knows what they looked at. */
const SURE = /^One or more parameter values|must have required property/;

for (const [message, path, complaint] of MESSAGES) {
  test(`"${message.slice(0, 70)}" is about ${path}`, () => {
    const { origin, rule: _rule, ...field } = namedField({ type: null, message, stack: [], causes: [] }) ?? {};
    assert.deepEqual(field, { path, complaint });
    assert.equal(origin, SURE.test(message) ? undefined : "guess");
  });
}

for (const message of [
  "",
  "boom",
  "The level of configured provisioned throughput for the table was exceeded.",
  "Task timed out after 3.00 seconds",
  "it is required",
  "value cannot be null",
  "connect ECONNREFUSED 10.0.0.1:5432",
]) {
  test(`"${message.slice(0, 70)}" names no field`, () => {
    assert.equal(namedField({ type: null, message, stack: [], causes: [] }), null);
  });
}

test("a message made to be slow to look through is not", () => {
  for (const part of ["a.a", "a[0].", "a ", "'a'.", "$_", "is required ", "[{", '[{"a":', "Validation error: a at "]) {
    const found = namedField({ type: null, message: part.repeat(5000), stack: [], causes: [] });
    assert.ok(found === null || found.path.length < 2000);
  }
});

test("of several properties of which one is missing, none is named", () => {
  for (const message of [
    "data.details must contain ['rideId', 'fare'] properties",
    "data must be valid by one of anyOf definition",
  ])
    assert.equal(namedField({ type: "JsonSchemaValueException", message, stack: [], causes: [] }), null);
});

test("what a program threw without naming a field is asked for what caused it", () => {
  const causes = [
    { type: "Error", message: "no ride" },
    { type: "ValidationError", message: "details.rideId cannot be an empty string" },
  ];
  const error = { type: "ParseError", message: "Failed to parse schema", stack: [], causes };
  assert.deepEqual(namedField(error), { path: "details.rideId", complaint: "empty", origin: "guess" });
});
