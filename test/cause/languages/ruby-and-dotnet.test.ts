import { readErrors } from "./read-errors.ts";

readErrors(
  "Ruby",
  [
    [
      "Aws::DynamoDB::Errors::ProvisionedThroughputExceededException",
      "The level of configured provisioned throughput for the table was exceeded.",
      "throttled",
    ],
    ["Aws::SQS::Errors::AccessDenied", "Access to the resource is denied.", "permission"],
    ["Net::ReadTimeout", "Net::ReadTimeout with #<TCPSocket:(closed)>", "timeout"],
    ["Function<NoMethodError>", "undefined method 'length' for nil", "code"],
  ],
  [],
  [
    [
      ["/var/task/vendor/bundle/ruby/3.4.0/gems/aws-sdk-core/a.rb:3:in 'call'", "/var/task/app.rb:12:in 'Orders#save'"],
      "/var/task/app.rb:12 Orders#save",
    ],
  ],
);

readErrors(
  ".NET",
  [
    [
      "Amazon.DynamoDBv2.Model.ProvisionedThroughputExceededException",
      "The level of configured provisioned throughput for the table was exceeded.",
      "throttled",
    ],
    ["System.Net.Http.HttpRequestException", "Connection refused (api.bank.example:443)", "dependency", "connection"],
    [
      "System.Net.Http.HttpRequestException",
      "Response status code does not indicate success: 503 (Service Unavailable).",
      "dependency",
      "server-error",
    ],
    [
      "System.Net.Http.HttpRequestException",
      "Response status code does not indicate success: 400 (Bad Request).",
      "bad-input",
    ],
    [
      "System.Threading.Tasks.TaskCanceledException",
      "The request was canceled due to the configured HttpClient.Timeout of 3 seconds elapsing.",
      "timeout",
    ],
    ["NullReferenceException", "Object reference not set to an instance of an object.", "code"],
  ],
  [],
  [
    [
      [
        "at System.Text.Json.JsonSerializer.Read(Utf8JsonReader& reader)",
        "at Shop.Orders.Function.Save(Order order, ILambdaContext context) in /src/Function.cs:line 42",
      ],
      "/src/Function.cs:42 Shop.Orders.Function.Save",
    ],
    [["at Amazon.Runtime.Internal.HttpErrorResponseExceptionHandler.HandleException(IExecutionContext context)"], null],
  ],
);
