import assert from "node:assert/strict";
import { test } from "node:test";
import { sortOfFailure } from "../../src/cause/error-kind.ts";
import type { CauseDetail } from "../../src/cause-detail.ts";
import type { CauseKind } from "../../src/report.ts";
import { hopOf } from "../impact/hop-of.ts";

type Said = readonly [type: string, message: string, kind: CauseKind, detail?: CauseDetail];

/** What clients of AWS, of HTTP, of databases and of brokers throw into a program, as the program's runtime records it. */
const THROWN: Readonly<Record<string, readonly Said[]>> = {
  "AWS SDK for JavaScript": [
    ["TooManyRequestsException", "Rate Exceeded.", "throttled"],
    ["RequestThrottled", "Request is throttled.", "throttled"],
    ["KMSThrottlingException", "You have exceeded the rate at which you may call KMS.", "throttled"],
    ["SlowDown", "Please reduce your request rate.", "throttled"],
    [
      "TransactionInProgressException",
      "The transaction with the given request token is already in progress.",
      "dependency",
    ],
    ["TransactionConflictException", "Transaction is ongoing for the item", "dependency"],
    ["QueueDoesNotExist", "The specified queue does not exist.", "dependency", "not-found"],
    ["NoSuchKey", "The specified key does not exist.", "dependency", "not-found"],
    ["NotFoundException", "Topic does not exist", "dependency", "not-found"],
    ["InvalidParameterException", "Invalid parameter: TopicArn", "bad-input"],
    ["InvalidParameterValueException", "Value for parameter QueueUrl is invalid.", "bad-input"],
    ["BatchRequestTooLong", "Batch requests cannot be longer than 262144 bytes.", "bad-input"],

    ["UnrecognizedClientException", "The security token included in the request is invalid.", "permission"],

    ["Error", "Region is missing", "code"],
    [
      "TimeoutError",
      "@smithy/node-http-handler - the request socket did not establish a connection with the server within the configured timeout of 1000 ms.",
      "timeout",
    ],
  ],
  "boto3 and botocore": [
    [
      "botocore.exceptions.ConnectionClosedError",
      'Connection was closed before we received a valid response from endpoint URL: "https://sqs.eu-central-1.amazonaws.com/".',
      "dependency",
      "connection",
    ],
    ["HTTPClientError", "An HTTP Client raised an unhandled exception: SSL validation failed", "dependency", "tls"],
    [
      "ResponseStreamingError",
      "An error occurred while reading from response stream: ('Connection broken: IncompleteRead(0 bytes read)')",
      "dependency",
      "connection",
    ],
    [
      "ClientError",
      "An error occurred (RequestLimitExceeded) when calling the PutItem operation (reached max retries: 9): Throughput exceeds the current throughput limit for your account.",
      "throttled",
    ],
    [
      "ClientError",
      "An error occurred (404) when calling the HeadObject operation: Not Found",
      "dependency",
      "not-found",
    ],
    ["ClientError", "An error occurred (403) when calling the HeadObject operation: Forbidden", "permission"],
    ["ClientError", "An error occurred (400) when calling the HeadObject operation: Bad Request", "bad-input"],
    [
      "ClientError",
      "An error occurred (NoSuchKey) when calling the GetObject operation: The specified key does not exist.",
      "dependency",
      "not-found",
    ],
    [
      "ClientError",
      "An error occurred (AWS.SimpleQueueService.NonExistentQueue) when calling the SendMessage operation: The specified queue does not exist for this wsdl version.",
      "dependency",
      "not-found",
    ],
    [
      "ClientError",
      "An error occurred (InvalidClientTokenId) when calling the GetCallerIdentity operation: The security token included in the request is invalid.",
      "permission",
    ],
    [
      "ConditionalCheckFailedException",
      "An error occurred (ConditionalCheckFailedException) when calling the PutItem operation: The conditional request failed",
      "code",
    ],
    ["ProxyConnectionError", 'Failed to connect to proxy URL: "http://10.0.0.1:3128"', "dependency", "connection"],
  ],
  "AWS SDK for Java": [
    [
      "software.amazon.awssdk.core.exception.SdkClientException",
      "Unable to execute HTTP request: Acquire operation took longer than the configured maximum time. This indicates that a request cannot get a connection from the pool within the specified maximum time.",
      "timeout",
    ],
    [
      "software.amazon.awssdk.core.exception.SdkClientException",
      "Unable to execute HTTP request: The target server failed to respond",
      "dependency",
      "connection",
    ],
    [
      "software.amazon.awssdk.core.exception.SdkClientException",
      "Unable to execute HTTP request: sqs.eu-central-1.amazonaws.com: Name or service not known",
      "dependency",
      "dns",
    ],
    [
      "software.amazon.awssdk.core.exception.SdkClientException",
      "Received an UnknownHostException when attempting to interact with a service. See cause for the exact endpoint that is failing to resolve.",
      "dependency",
      "dns",
    ],
    [
      "software.amazon.awssdk.services.s3.model.NoSuchKeyException",
      "The specified key does not exist. (Service: S3, Status Code: 404, Request ID: 8A1)",
      "dependency",
      "not-found",
    ],
    [
      "software.amazon.awssdk.services.kinesis.model.KinesisException",
      "Rate exceeded for shard shardId-000000000001 in stream rides under account 1. (Service: Kinesis, Status Code: 400, Request ID: 8A1)",
      "throttled",
    ],
    [
      "software.amazon.awssdk.services.sns.model.SnsException",
      "Invalid parameter: Message too long (Service: Sns, Status Code: 400, Request ID: 8A1)",
      "bad-input",
    ],
    [
      "software.amazon.awssdk.services.sqs.model.SqsException",
      "One or more parameters are invalid. Reason: Message must be shorter than 262144 bytes. (Service: Sqs, Status Code: 400, Request ID: 8A1)",
      "bad-input",
    ],
    [
      "software.amazon.awssdk.services.dynamodb.model.DynamoDbException",
      "The provided key element does not match the schema (Service: DynamoDb, Status Code: 400, Request ID: 8A1) (SDK Attempt Count: 1)",
      "bad-input",
    ],
    [
      "java.util.concurrent.CompletionException",
      "software.amazon.awssdk.services.lambda.model.TooManyRequestsException: Rate Exceeded. (Service: Lambda, Status Code: 429, Request ID: 8A1)",
      "throttled",
    ],
    [
      "com.amazonaws.services.sqs.model.AmazonSQSException",
      "The request signature we calculated does not match the signature you provided. (Service: AmazonSQS; Status Code: 403; Error Code: SignatureDoesNotMatch; Request ID: 8A1; Proxy: null)",
      "permission",
    ],
  ],
  "AWS SDK for Go": [
    [
      "*smithy.OperationError",
      "operation error SQS: SendMessage, https response error StatusCode: 400, RequestID: 8A1, AWS.SimpleQueueService.NonExistentQueue: The specified queue does not exist.",
      "dependency",
      "not-found",
    ],
    [
      "*smithy.OperationError",
      "operation error S3: GetObject, https response error StatusCode: 404, RequestID: 8A1, HostID: b/c=, NoSuchKey: The specified key does not exist.",
      "dependency",
      "not-found",
    ],
    [
      "*smithy.OperationError",
      "operation error DynamoDB: PutItem, https response error StatusCode: 400, RequestID: 8A1, ConditionalCheckFailedException: The conditional request failed",
      "code",
    ],
    [
      "*smithy.OperationError",
      'operation error DynamoDB: PutItem, exceeded maximum number of attempts, 3, https response error StatusCode: 0, RequestID: , request send failed, Post "https://dynamodb.eu-central-1.amazonaws.com/": dial tcp 10.0.0.1:443: connect: connection refused',
      "dependency",
      "connection",
    ],
    [
      "*smithy.OperationError",
      "operation error SNS: Publish, 1 validation error(s) found.\n- missing required field, PublishInput.Message.\n",
      "bad-input",
    ],
    [
      "*smithy.OperationError",
      "operation error Lambda: Invoke, https response error StatusCode: 429, RequestID: 8A1, TooManyRequestsException: Rate Exceeded.",
      "throttled",
    ],
  ],
  "clients of HTTP": [
    ["TypeError", "fetch failed", "dependency", "connection"],
    ["SocketError", "other side closed", "dependency", "connection"],
    [
      "ConnectTimeoutError",
      "Connect Timeout Error (attempted address: api.bank.example:443, timeout: 10000ms)",
      "timeout",
    ],
    ["HeadersTimeoutError", "Headers Timeout Error", "timeout"],
    ["AxiosError", "Network Error", "dependency", "connection"],
    ["AxiosError", "Request failed with status code 401", "permission"],
    ["AxiosError", "Request failed with status code 404", "dependency", "not-found"],
    ["AxiosError", "Request failed with status code 422", "bad-input"],
    ["AxiosError", "Request failed with status code 400", "bad-input"],
    ["HTTPError", "Response code 503 (Service Unavailable)", "dependency", "server-error"],
    [
      "requests.exceptions.HTTPError",
      "404 Client Error: Not Found for url: https://api.bank.example/pay",
      "dependency",
      "not-found",
    ],
    [
      "requests.exceptions.HTTPError",
      "400 Client Error: Bad Request for url: https://api.bank.example/pay",
      "bad-input",
    ],
    [
      "requests.exceptions.HTTPError",
      "401 Client Error: Unauthorized for url: https://api.bank.example/pay",
      "permission",
    ],
    [
      "requests.exceptions.HTTPError",
      "429 Client Error: Too Many Requests for url: https://api.bank.example/pay",
      "throttled",
    ],
    [
      "ChunkedEncodingError",
      "('Connection broken: InvalidChunkLength(got length b'', 0 bytes read)')",
      "dependency",
      "connection",
    ],
    ["Error", "Client network socket disconnected before secure TLS connection was established", "dependency", "tls"],
    ["Error", "write EPROTO 1:error:0A00010B:SSL routines:ssl3_get_record:wrong version number", "dependency", "tls"],
    [
      "httpx.ConnectError",
      "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate",
      "dependency",
      "tls",
    ],
  ],
  databases: [
    [
      "error",
      "remaining connection slots are reserved for non-replication superuser connections",
      "dependency",
      "connection",
    ],
    ["error", "sorry, too many clients already", "dependency", "connection"],
    ["error", "Connection terminated unexpectedly", "dependency", "connection"],
    ["Error", "Connection terminated due to connection timeout", "timeout"],
    ["Error", "timeout exceeded when trying to connect", "timeout"],
    ["error", "canceling statement due to statement timeout", "timeout"],
    ["error", 'null value in column "ride_id" of relation "rides" violates not-null constraint', "bad-input"],
    ["error", 'duplicate key value violates unique constraint "rides_pkey"', "code"],
    ["error", 'invalid input syntax for type uuid: ""', "bad-input"],
    ["error", "value too long for type character varying(10)", "bad-input"],
    ["error", 'password authentication failed for user "app"', "permission"],
    ["error", "permission denied for table rides", "permission"],
    ["error", "the database system is starting up", "dependency"],
    ["error", 'relation "rides" does not exist', "code"],
    [
      "psycopg2.errors.NotNullViolation",
      'null value in column "ride_id" of relation "rides" violates not-null constraint\nDETAIL:  Failing row contains (null).',
      "bad-input",
    ],
    [
      "psycopg2.OperationalError",
      'connection to server at "db" (10.0.0.1), port 5432 failed: Connection refused',
      "dependency",
      "connection",
    ],
    ["Error", "ER_CON_COUNT_ERROR: Too many connections", "dependency", "connection"],
    ["Error", "Deadlock found when trying to get lock; try restarting transaction", "dependency"],
    ["pymysql.err.OperationalError", "(2006, 'MySQL server has gone away')", "dependency", "connection"],
    ["psycopg2.OperationalError", "SSL connection has been closed unexpectedly", "dependency", "connection"],
    [
      "java.sql.SQLTransientConnectionException",
      "HikariPool-1 - Connection is not available, request timed out after 30000ms.",
      "timeout",
    ],
    ["PrismaClientInitializationError", "Can't reach database server at `db`:`5432`", "dependency", "connection"],
    ["Error", "Lock wait timeout exceeded; try restarting transaction", "timeout"],
    ["Error", "Column 'ride_id' cannot be null", "bad-input"],
    ["Error", "Access denied for user 'app'@'10.0.0.1' (using password: YES)", "permission"],
    [
      "Error",
      "PROTOCOL_CONNECTION_LOST: Connection lost: The server closed the connection.",
      "dependency",
      "connection",
    ],
    ["MongoServerSelectionError", "Server selection timed out after 30000 ms", "timeout"],
    ["MongoNetworkError", "connection 5 to 10.0.0.1:27017 closed", "dependency", "connection"],
    ["MongoServerError", "E11000 duplicate key error collection: shop.rides index: _id_ dup key: { _id: 1 }", "code"],
    ["MongoServerError", 'not authorized on shop to execute command { insert: "rides" }', "permission"],
    [
      "MaxRetriesPerRequestError",
      'Reached the max retries per request limit (which is 20). Refer to "maxRetriesPerRequest" option for details.',
      "dependency",
      "connection",
    ],
    ["ReplyError", "READONLY You can't write against a read only replica.", "dependency"],
    ["ReplyError", "OOM command not allowed when used memory > 'maxmemory'.", "dependency"],
    ["ReplyError", "NOAUTH Authentication required.", "permission"],
    ["Error", "Connection is closed.", "dependency", "connection"],
  ],
  "clients of gRPC": [
    ["Error", "14 UNAVAILABLE: No connection established", "dependency", "connection"],
    ["Error", "4 DEADLINE_EXCEEDED: Deadline exceeded after 2.5s", "timeout"],
    ["*status.Error", "rpc error: code = ResourceExhausted desc = one a second", "throttled"],
    ["io.grpc.StatusRuntimeException", "INVALID_ARGUMENT: rideId", "bad-input"],
    [
      "_InactiveRpcError",
      "<_InactiveRpcError of RPC that terminated with:\n\tstatus = StatusCode.PERMISSION_DENIED",
      "permission",
    ],
  ],
  "clients of Kafka": [
    ["KafkaJSNumberOfRetriesExceeded", "Connection timeout", "timeout"],
    ["KafkaJSConnectionError", "Connection error: getaddrinfo ENOTFOUND b-1.shop.example", "dependency", "dns"],
    ["KafkaJSConnectionError", "Closed connection", "dependency", "connection"],
    ["KafkaJSRequestTimeoutError", "Request Produce(key: 0, version: 7) timed out", "timeout"],
    [
      "KafkaJSProtocolError",
      "The request included a message larger than the max message size the server will accept",
      "bad-input",
    ],
    ["KafkaJSProtocolError", "Not authorized to access topics: [Topic authorization failed]", "permission"],
    [
      "org.apache.kafka.common.errors.TimeoutException",
      "Topic rides not present in metadata after 60000 ms.",
      "timeout",
    ],
    [
      "org.apache.kafka.common.errors.RecordTooLargeException",
      "The message is 2097240 bytes when serialized which is larger than 1048576",
      "bad-input",
    ],
  ],
};

/** The SDK for JavaScript says in its frames alone that it threw. */
const FRAMES: Readonly<Record<string, string>> = {
  "AWS SDK for JavaScript": "at handleError (/var/task/node_modules/@aws-sdk/core/dist-cjs/index.js:263:27)",
};

for (const [client, all] of Object.entries(THROWN))
  for (const [type, message, kind, detail] of all) {
    test(`${client}: "${type}: ${message.slice(0, 70)}" is ${detail ?? kind}`, () => {
      const thrower = FRAMES[client] ?? "at request (/var/task/node_modules/client/index.js:1:2)";
      const error = { type, message, stack: [thrower, "at save (/var/task/src/save.js:3:4)"], causes: [] };
      const sort = sortOfFailure(hopOf("lambda checkout", { outcome: "error", error }));
      assert.deepEqual([sort.kind, sort.detail], [kind, detail]);
    });
  }
