import { readErrors } from "./read-errors.ts";

const ISSUES = (issue: object): string => JSON.stringify([issue], null, 2);

const CANCELLED = "Transaction cancelled, please refer cancellation reasons for specific reasons";

const AJV_ERROR = { schemaPath: "#/properties/x", params: {}, message: "must be right" };
const AJV = (error: object): string => JSON.stringify([{ ...AJV_ERROR, ...error }]);

readErrors(
  "JavaScript",
  [
    [
      "ProvisionedThroughputExceededException",
      "The level of configured provisioned throughput for the table was exceeded.",
      "throttled",
    ],
    ["ThrottlingException", "Rate exceeded", "throttled"],
    ["TooManyRequestsException", "Rate Exceeded.", "throttled"],
    [
      "AccessDeniedException",
      "User: arn:aws:sts::1:assumed-role/r is not authorized to perform: sqs:SendMessage",
      "permission",
    ],
    ["CredentialsProviderError", "Could not load credentials from any providers", "permission", "credentials"],
    ["ExpiredTokenException", "The security token included in the request is expired", "permission", "credentials"],
    ["ValidationException", "ExpressionAttributeValues must not be empty", "bad-input"],
    ["InternalServerError", "Internal server error", "dependency", "server-error"],
    ["ServiceUnavailableException", "Service is unavailable", "dependency", "server-error"],
    ["ResourceNotFoundException", "Requested resource not found", "dependency", "not-found"],
    ["TransactionCanceledException", `${CANCELLED} [None, ThrottlingError]`, "throttled"],
    ["TransactionCanceledException", `${CANCELLED} [ProvisionedThroughputExceeded, None]`, "throttled"],
    ["TransactionCanceledException", `${CANCELLED} [ValidationError, None]`, "bad-input"],
    ["TransactionCanceledException", `${CANCELLED} [None, ConditionalCheckFailed]`, "code"],
    ["TransactionCanceledException", `${CANCELLED} [ThrottlingError, ValidationError]`, "bad-input"],
    ["ConditionalCheckFailedException", "The conditional request failed", "code"],
    ["AxiosError", "Request failed with status code 503", "dependency", "server-error"],
    ["AxiosError", "Request failed with status code 429", "throttled"],
    ["AxiosError", "timeout of 3000ms exceeded", "timeout"],
    ["TimeoutError", "socket hang up", "timeout"],
    ["TimeoutError", "Connection timed out after 1000 ms", "timeout"],
    ["Error", "connect ECONNREFUSED 10.0.0.1:5432", "dependency", "connection"],
    ["Error", "connect ETIMEDOUT 10.0.0.1:443", "timeout"],
    ["Error", "socket hang up", "dependency", "connection"],
    ["Error", "getaddrinfo ENOTFOUND api.bank.example", "dependency", "dns"],
    ["Error", "unable to verify the first certificate", "dependency", "tls"],
    ["Error", "certificate has expired", "dependency", "tls"],
    ["Runtime.ImportModuleError", "Error: Cannot find module 'index'", "code", "init"],
    ["Runtime.HandlerNotFound", "index.handler is undefined or not exported", "code", "init"],
    ["ReferenceError", "rideId is not defined", "code"],
    [
      "ZodError",
      ISSUES({ code: "too_big", path: ["note"], message: "Too big: expected string to have <=10 characters" }),
      "bad-input",
    ],
    ["Error", "data/details/rideId must NOT have fewer than 1 characters", "bad-input"],
    ["ZodValidationError", 'Validation error: Required at "details.rideId"', "bad-input"],
    ["SyntaxError", "Unexpected token 'o', \"not json\" is not valid JSON", "bad-input"],
    ["SyntaxError", "Unexpected end of JSON input", "bad-input"],
    ["SyntaxError", "Unexpected identifier 'x'", "code"],
    ["CastError", 'Cast to ObjectId failed for value "x" (type string) at path "_id" for model "Ride"', "bad-input"],
    ["Error", AJV({ keyword: "minLength", instancePath: "/details/rideId", params: { limit: 1 } }), "bad-input"],
    ["Error", AJV({ keyword: "type", dataPath: ".details.rideId", params: { type: "string" } }), "bad-input"],
  ],
  [
    [
      "ZodError",
      ISSUES({
        expected: "string",
        code: "invalid_type",
        path: ["details", "rideId"],
        message: "Invalid input: expected string, received undefined",
      }),
      "details.rideId",
      "missing",
    ],
    [
      "ZodError",
      ISSUES({
        code: "invalid_type",
        expected: "string",
        received: "null",
        path: ["rideId"],
        message: "Expected string, received null",
      }),
      "rideId",
      "null",
    ],
    [
      "ZodError",
      ISSUES({
        code: "invalid_type",
        expected: "number",
        received: "string",
        path: ["lines", 0, "price"],
        message: "Expected number, received string",
      }),
      "lines.0.price",
      "type",
    ],
    [
      "ZodError",
      ISSUES({
        origin: "string",
        code: "too_small",
        minimum: 1,
        inclusive: true,
        path: ["rideId"],
        message: "Too small: expected string to have >=1 characters",
      }),
      "rideId",
      "empty",
    ],
    [
      "ZodError",
      ISSUES({
        code: "too_small",
        minimum: 1,
        type: "string",
        path: ["rideId"],
        message: "String must contain at least 1 character(s)",
      }),
      "rideId",
      "empty",
    ],
    [
      "ZodError",
      ISSUES({
        code: "invalid_value",
        values: ["EUR", "USD"],
        path: ["currency"],
        message: 'Invalid option: expected one of "EUR"|"USD"',
      }),
      "currency",
      "enumeration",
    ],
    ["ZodValidationError", 'Validation error: Required at "details.rideId"', "details.rideId", "missing"],
    [
      "Error",
      'Validation error: Expected string, received null at "lines[1].sku"; Required at "note"',
      "lines.1.sku",
      "null",
    ],
    [
      "ZodValidationError",
      'The ride is wrong: String must contain at least 1 character(s) at "rideId"',
      "rideId",
      "empty",
    ],
    [
      "ZodValidationError",
      "Validation error: Invalid enum value. Expected 'EUR' | 'USD', received 'GBP' at \"currency\"",
      "currency",
      "enumeration",
    ],
    [
      "ZodValidationError",
      'Validation error: Expected array, received undefined or Expected string, received undefined at "terms"',
      "terms",
      "missing",
    ],
    [
      "ZodValidationError",
      'Validation error: Too big: expected string to have <=10 characters at "note"',
      "note",
      "long",
    ],
    [
      "ZodError",
      ISSUES({
        code: "invalid_union",
        errors: [
          [
            { code: "invalid_value", values: ["card"], path: ["kind"], message: 'Invalid input: expected "card"' },
            { code: "invalid_type", expected: "string", path: ["number"], message: "Invalid input: …" },
          ],
          [
            {
              origin: "string",
              code: "too_small",
              minimum: 1,
              path: ["iban"],
              message: "Too small: expected string to have >=1 characters",
            },
          ],
        ],
        path: ["payment"],
        message: "Invalid input",
      }),
      "payment.iban",
      "empty",
    ],
    [
      "ZodError",
      ISSUES({
        code: "invalid_union",
        unionErrors: [
          {
            issues: [
              {
                code: "invalid_type",
                expected: "object",
                received: "null",
                path: ["fare"],
                message: "Expected object, received null",
              },
            ],
            name: "ZodError",
          },
          {
            issues: [
              {
                code: "invalid_type",
                expected: "number",
                received: "null",
                path: ["fare"],
                message: "Expected number, received null",
              },
            ],
            name: "ZodError",
          },
        ],
        path: ["fare"],
        message: "Invalid input",
      }),
      "fare",
      "null",
    ],
    [
      "ZodError",
      ISSUES({
        code: "invalid_union",
        errors: [
          [
            {
              code: "invalid_type",
              expected: "string",
              path: ["iban"],
              message: "Invalid input: expected string, received undefined",
            },
          ],
          [
            {
              code: "invalid_type",
              expected: "string",
              path: ["number"],
              message: "Invalid input: expected string, received undefined",
            },
          ],
        ],
        path: ["payment"],
        message: "Invalid input",
      }),
      "payment",
      "invalid",
    ],
    [
      "Error",
      AJV({ keyword: "minLength", instancePath: "/details/rideId", params: { limit: 1 } }),
      "details.rideId",
      "empty",
    ],
    [
      "Error",
      `Invalid ride: ${AJV({ keyword: "required", instancePath: "/lines/0", params: { missingProperty: "sku" } })}`,
      "lines.0.sku",
      "missing",
    ],
    [
      "Error",
      AJV({ keyword: "type", dataPath: ".details.rideId", params: { type: "string" } }),
      "details.rideId",
      "type",
    ],
    [
      "Error",
      JSON.stringify([
        { ...AJV_ERROR, schemaPath: "#/properties/fare/anyOf/0/type", instancePath: "/fare", keyword: "type" },
        { ...AJV_ERROR, schemaPath: "#/properties/fare/anyOf/1/type", instancePath: "/fare", keyword: "type" },
        { ...AJV_ERROR, schemaPath: "#/properties/fare/anyOf", instancePath: "/fare", keyword: "anyOf" },
      ]),
      "fare",
      "type",
    ],
    [
      "Error",
      JSON.stringify([
        ...Array.from({ length: 40 }, () => ({ ...AJV_ERROR, keyword: "enum", instancePath: "/currency" })),
      ]),
      "currency",
      "enumeration",
    ],
    ["Error", "✖ Invalid input: expected string, received undefined\n  → at lines[0].sku", "lines.0.sku", "missing"],
    ["Error", "data must have required property 'rideId'", "rideId", "missing"],
    ["Error", "data/details must have required property 'rideId'", "details.rideId", "missing"],
    ["Error", "data.details should have required property 'rideId'", "details.rideId", "missing"],
    ["Error", "data/details/rideId must be string, data/total must be number", "details.rideId", "type"],
    ["Error", "data/details/rideId must NOT have fewer than 1 characters", "details.rideId", "empty"],
    ["Error", "data/currency must be equal to one of the allowed values", "currency", "enumeration"],
    ["ValidationError", '"details.rideId" is not allowed to be empty', "details.rideId", "empty"],
    ["ValidationError", '"lines[0].price" must be a number', "lines.0.price", "type"],
    ["ValidationError", '"currency" must be one of [EUR, USD]', "currency", "enumeration"],
    ["ValidationError", '"note" length must be less than or equal to 10 characters long', "note", "long"],
    [
      "ValidationError",
      "lines[0].sku must be a `string` type, but the final value was: `null`.",
      "lines.0.sku",
      "null",
    ],
    ["ValidationError", "fare must be a `number` type, but the final value was: `NaN`.", "fare", "type"],
    ["ValidationError", "rideId must be at least 1 characters", "rideId", "empty"],
    ["ValidationError", "rideId is a required field", "rideId", "missing"],
    [
      "Error",
      "An instance of Ride has failed the validation:\n - property rideId has failed the following constraints: isNotEmpty, isString \n",
      "rideId",
      "empty",
    ],
    [
      "StructError",
      "At path: details.rideId -- Expected a string, but received: undefined",
      "details.rideId",
      "missing",
    ],
    ["StructError", 'At path: fare -- Expected a number, but received: "x"', "fare", "type"],
    ["CastError", 'Cast to ObjectId failed for value "x" (type string) at path "_id" for model "Ride"', "_id", "type"],
    ["ValidationError", "Ride validation failed: rideId: Path `rideId` is required.", "rideId", "missing"],
    ["TypeError", "Cannot read properties of undefined (reading 'rideId')", "rideId", "missing"],
    [
      "ValidationException",
      "1 validation error detected: Value '' at 'partitionKey' failed to satisfy constraint: Member must have length greater than or equal to 1",
      "partitionKey",
      "empty",
      "",
    ],
    [
      "ValidationException",
      "1 validation error detected: Value null at 'streamName' failed to satisfy constraint: Member must not be null",
      "streamName",
      "null",
      null,
    ],
  ],
  [
    [
      [
        "at JsonProtocol.handleError (/var/task/node_modules/@aws-sdk/core/dist-cjs/index.js:263:27)",
        "at process.processTicksAndRejections (node:internal/process/task_queues:105:5)",
        "at async saveOrder (/var/task/src/orders.js:18:3)",
      ],
      "/var/task/src/orders.js:18 saveOrder",
    ],
    [
      [
        "at file:///var/task/index.mjs:7:11",
        "at Runtime.handleOnceNonStreaming (file:///var/runtime/index.mjs:1173:29)",
      ],
      "/var/task/index.mjs:7 null",
    ],
    [["at new Order (/var/task/order.js:3:9)"], "/var/task/order.js:3 new Order"],
    [["at Client.<anonymous> (/opt/nodejs/node_modules/pg/lib/client.js:1:2)", "at node:events:518:28"], null],
  ],
);
