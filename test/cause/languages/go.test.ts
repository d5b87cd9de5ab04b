import { readErrors } from "./read-errors.ts";

const OPERATION = "operation error DynamoDB: PutItem";

readErrors(
  "Go",
  [
    [
      "OperationError",
      `${OPERATION}, exceeded maximum number of attempts, 10, https response error StatusCode: 400, RequestID: 8A1, api error ThrottlingException: Throughput exceeds the current capacity of your table or index.`,
      "throttled",
    ],
    [
      "*smithy.OperationError",
      `${OPERATION}, https response error StatusCode: 400, RequestID: 8A1, ProvisionedThroughputExceededException: The level of configured provisioned throughput for the table was exceeded.`,
      "throttled",
    ],
    [
      "OperationError",
      `${OPERATION}, https response error StatusCode: 400, RequestID: 8A1, api error AccessDeniedException: User is not authorized to perform: dynamodb:PutItem`,
      "permission",
    ],
    [
      "OperationError",
      `${OPERATION}, https response error StatusCode: 400, RequestID: 8A1, api error ValidationException: One or more parameter values were invalid`,
      "bad-input",
    ],
    [
      "OperationError",
      "operation error S3: PutObject, exceeded maximum number of attempts, 3, https response error StatusCode: 503, RequestID: 8A1, HostID: ab/c=, api error SlowDown: Please reduce your request rate.",
      "throttled",
    ],
    [
      "OperationError",
      "operation error SQS: SendMessage, exceeded maximum number of attempts, 3, https response error StatusCode: 500, RequestID: 8A1, api error InternalError: We encountered an internal error.",
      "dependency",
      "server-error",
    ],
    [
      "OperationError",
      `${OPERATION}, https response error StatusCode: 0, RequestID: , canceled, context deadline exceeded`,
      "timeout",
    ],
    [
      "OperationError",
      `${OPERATION}, get identity: get credentials: failed to refresh cached credentials, no EC2 IMDS role found`,
      "permission",
      "credentials",
    ],
    [
      "OperationError",
      `${OPERATION}, failed to get rate limit token, retry quota exceeded, 4 available, 5 requested`,
      "dependency",
    ],
    [
      "OperationError",
      `${OPERATION}, https response error StatusCode: 400, RequestID: 8A1, api error ThrottlingException: Rate exceeded\nfailed to get rate limit token, retry quota exceeded, 4 available, 5 requested`,
      "throttled",
    ],
    [
      "*url.Error",
      'Post "https://api.bank.example/pay": dial tcp: lookup api.bank.example on 169.254.78.1:53: no such host',
      "dependency",
      "dns",
    ],
    [
      "*url.Error",
      'Post "https://api.bank.example/pay": dial tcp 10.0.0.1:443: connect: connection refused',
      "dependency",
      "connection",
    ],
    ["*url.Error", 'Post "https://api.bank.example/pay": dial tcp 10.0.0.1:443: i/o timeout', "timeout"],
    [
      "*url.Error",
      'Get "https://api.bank.example": tls: failed to verify certificate: x509: certificate has expired or is not yet valid',
      "dependency",
      "tls",
    ],
    ["*strconv.NumError", 'strconv.Atoi: parsing "": invalid syntax', "bad-input"],
    ["*json.SyntaxError", "invalid character 'o' in literal null (expecting 'u')", "bad-input"],
    ["*errors.errorString", "unexpected end of JSON input", "bad-input"],
    ["runtime.errorString", "invalid memory address or nil pointer dereference", "code"],
    ["runtime.boundsError", "index out of range [3] with length 3", "code"],
    [
      "*json.UnmarshalTypeError",
      "json: cannot unmarshal number into Go struct field Ride.details.rideId of type string",
      "bad-input",
    ],
    [
      "ValidationErrors",
      "Key: 'Ride.Details.RideID' Error:Field validation for 'RideID' failed on the 'required' tag",
      "bad-input",
    ],
  ],
  [
    [
      "*json.UnmarshalTypeError",
      "json: cannot unmarshal number into Go struct field Ride.details.rideId of type string",
      "details.rideId",
      "type",
    ],
    [
      "ValidationErrors",
      "Key: 'Ride.Details.RideID' Error:Field validation for 'RideID' failed on the 'required' tag",
      "Details.RideID",
      "missing",
    ],
    ["errors.errorString", "the ride is wrong: details: rideId is required", "details.rideId", "missing"],
    ["errors.errorString", "(root): rideId is required", "rideId", "missing"],
    ["errors.errorString", "lines.0.price: Invalid type. Expected: number, given: null", "lines.0.price", "null"],
    [
      "ValidationErrors",
      "Key: 'Order.Lines[0].Currency' Error:Field validation for 'Currency' failed on the 'oneof' tag",
      "Lines.0.Currency",
      "enumeration",
    ],
    [
      "OperationError",
      `${OPERATION}, https response error StatusCode: 400, RequestID: 8A1, api error ValidationException: One or more parameter values were invalid: Type mismatch for key orderId expected: S actual: N`,
      "orderId",
      "type",
    ],
  ],
  [
    [
      [
        "at panic (runtime/panic.go:787)",
        "at lambdaPanicResponse (github.com/aws/aws-lambda-go@v1.47.0/lambda/errors.go:54)",
        "at handler (shop/orders/main.go:31)",
      ],
      "shop/orders/main.go:31 handler",
    ],
    [["at (*Client).Do (net/http/client.go:1)"], null],
  ],
);
