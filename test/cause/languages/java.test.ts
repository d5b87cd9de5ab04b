import { readErrors } from "./read-errors.ts";

readErrors(
  "Java",
  [
    [
      "software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException",
      "The level of configured provisioned throughput for the table was exceeded. (Service: DynamoDb, Status Code: 400, Request ID: 8A1) (SDK Attempt Count: 4)",
      "throttled",
    ],
    [
      "com.amazonaws.services.dynamodbv2.model.AmazonDynamoDBException",
      "Rate exceeded (Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ThrottlingException; Request ID: 8A1; Proxy: null)",
      "throttled",
    ],
    [
      "software.amazon.awssdk.services.sqs.model.SqsException",
      "User is not authorized to perform: sqs:sendmessage (Service: Sqs, Status Code: 403, Request ID: 8A1)",
      "permission",
    ],
    [
      "com.amazonaws.services.s3.model.AmazonS3Exception",
      "Access Denied (Service: Amazon S3; Status Code: 403; Error Code: AccessDenied; Request ID: 8A1)",
      "permission",
    ],
    [
      "software.amazon.awssdk.services.dynamodb.model.DynamoDbException",
      "One or more parameter values were invalid (Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ValidationException; Request ID: 8A1)",
      "bad-input",
    ],
    [
      "software.amazon.awssdk.services.dynamodb.model.DynamoDbException",
      "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: rideId (Service: DynamoDb, Status Code: 400, Request ID: 8A1)",
      "bad-input",
    ],
    [
      "software.amazon.awssdk.services.sqs.model.SqsException",
      "Rate exceeded (Service: Sqs, Status Code: 400, Request ID: 8A1)",
      "throttled",
    ],
    [
      "software.amazon.awssdk.services.s3.model.S3Exception",
      "Please reduce your request rate. (Service: S3, Status Code: 503, Request ID: 8A1, Extended Request ID: b/c=)",
      "throttled",
    ],
    [
      "software.amazon.awssdk.services.s3.model.S3Exception",
      "null (Service: S3, Status Code: 502, Request ID: 8A1)",
      "dependency",
      "server-error",
    ],
    [
      "software.amazon.awssdk.services.s3.model.S3Exception",
      "null (Service: S3, Status Code: 404, Request ID: 8A1)",
      "dependency",
      "not-found",
    ],
    [
      "software.amazon.awssdk.services.lambda.model.LambdaException",
      "The security token included in the request is expired (Service: Lambda, Status Code: 403, Request ID: 8A1)",
      "permission",
      "credentials",
    ],
    [
      "java.lang.RuntimeException",
      "software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException: too fast (Service: DynamoDb, Status Code: 400, Request ID: 8A1)",
      "throttled",
    ],
    [
      "software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException",
      "Transaction cancelled, please refer cancellation reasons for specific reasons [None, ThrottlingError] (Service: DynamoDb, Status Code: 400, Request ID: 8A1)",
      "throttled",
    ],
    [
      "software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException",
      "Internal server error (Service: DynamoDb, Status Code: 500, Request ID: 8A1)",
      "dependency",
      "server-error",
    ],
    [
      "software.amazon.awssdk.core.exception.SdkClientException",
      "Unable to load credentials from any of the providers in the chain AwsCredentialsProviderChain(…)",
      "permission",
      "credentials",
    ],
    [
      "software.amazon.awssdk.core.exception.SdkClientException",
      "Unable to execute HTTP request: Connect to sqs.eu-central-1.amazonaws.com:443 failed: connect timed out",
      "timeout",
    ],
    [
      "software.amazon.awssdk.core.exception.ApiCallTimeoutException",
      "Client execution did not complete before the specified timeout configuration: 1000 millis",
      "timeout",
    ],
    ["java.net.SocketTimeoutException", "Read timed out", "timeout"],
    ["java.net.UnknownHostException", "api.bank.example", "dependency", "dns"],
    [
      "javax.net.ssl.SSLHandshakeException",
      "PKIX path building failed: unable to find valid certification path to requested target",
      "dependency",
      "tls",
    ],
    ["java.net.ConnectException", "Connection refused", "dependency", "connection"],
    ["java.lang.OutOfMemoryError", "Java heap space", "memory"],
    ["java.lang.ClassNotFoundException", "com.shop.Handler", "code", "init"],
    ["java.lang.NullPointerException", 'Cannot invoke "String.length()" because "rideId" is null', "code"],
    ["jakarta.validation.ConstraintViolationException", "details.rideId: must not be blank", "bad-input"],
    ["java.lang.NumberFormatException", 'For input string: ""', "bad-input"],
    [
      "com.fasterxml.jackson.databind.exc.MismatchedInputException",
      'Cannot deserialize value of type `int` from String "x"',
      "bad-input",
    ],
  ],
  [
    [
      "jakarta.validation.ConstraintViolationException",
      "create.ride.details.rideId: must not be blank",
      "create.ride.details.rideId",
      "empty",
    ],
    [
      "org.springframework.web.bind.MethodArgumentNotValidException",
      "Validation failed for argument [0] in public void com.shop.Rides.post(com.shop.Ride): [Field error in object 'ride' on field 'lines[0].sku': rejected value []; codes [NotBlank.ride.sku,NotBlank]; arguments []; default message [must not be blank]]",
      "lines.0.sku",
      "empty",
    ],
    [
      "software.amazon.awssdk.services.dynamodb.model.DynamoDbException",
      "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: rideId (Service: DynamoDb, Status Code: 400, Request ID: 8A1)",
      "rideId",
      "empty",
    ],
    ["com.shop.SchemaException", "$.details.rideId: is missing but it is required", "details.rideId", "missing"],
    ["com.shop.SchemaException", "$.lines[0].price: string found, number expected", "lines.0.price", "type"],
    [
      "com.shop.SchemaException",
      "$.currency: does not have a value in the enumeration [EUR]",
      "currency",
      "enumeration",
    ],
    ["jakarta.validation.ConstraintViolationException", "lines[0].price: must not be null", "lines.0.price", "null"],
    [
      "com.fasterxml.jackson.databind.exc.InvalidFormatException",
      'Cannot deserialize value of type `int` from String "x": not a valid `int` value\n at [Source: REDACTED; line: 1, column: 9] (through reference chain: com.shop.Order["lines"]->java.util.ArrayList[0]->com.shop.Line["price"])',
      "lines.0.price",
      "type",
    ],
    [
      "com.fasterxml.jackson.databind.exc.MismatchedInputException",
      "Missing required creator property 'rideId' (index 0)\n at [Source: REDACTED] (through reference chain: com.shop.Ride[\"details\"])",
      "details.rideId",
      "missing",
    ],
    [
      "java.lang.NullPointerException",
      'Cannot invoke "String.length()" because the return value of "com.shop.Ride.getRideId()" is null',
      "rideId",
      "missing",
    ],
    [
      "java.lang.NullPointerException",
      'Cannot read field "name" because "order.customer" is null',
      "customer",
      "missing",
    ],
  ],
  [
    [
      [
        "at java.base/java.util.Objects.requireNonNull(Objects.java:233)",
        "at software.amazon.awssdk.core.A.b(A.java:1)",
        "at com.shop.orders.Handler.save(Handler.java:42)",
      ],
      "Handler.java:42 com.shop.orders.Handler.save",
    ],
    [["com.shop.B.c(B.java:7)"], "B.java:7 com.shop.B.c"],
    [
      [
        "at java.lang.Thread.run(Unknown Source)",
        "at lambdainternal.EventHandlerLoader.load(EventHandlerLoader.java:1)",
      ],
      null,
    ],
  ],
);
