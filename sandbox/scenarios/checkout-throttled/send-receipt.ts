import { answer } from "../../world/aws-sdk/javascript-answer.ts";
import type { JsonObject } from "../../world/json.ts";
import type { Ending, Invocation } from "../../world/lambda/invocation.ts";
import type { Random } from "../../world/random.ts";
import { done } from "../endings.ts";

/** The handler of the queue `receipts`. */
export function sendReceipt(
  invocation: Invocation,
  { event, body, email }: { event: JsonObject; body: string; email: string },
  random: Random,
): Ending {
  invocation.says({ what: "event", event });
  invocation.works(random.between(2, 6));
  const input = {
    FromEmailAddress: "receipts@shop.example",
    Destination: { ToAddresses: [email] },
    Content: { Template: { TemplateName: "receipt-v3", TemplateData: body } },
  };
  const output = { MessageId: `010701${random.hex(10)}-${random.uuid()}-000000` };
  const answered = answer(output, { requestId: random.uuid() });
  invocation.calls({ name: "SES SendEmail", input }, random.between(45, 130), answered);
  return done(invocation, { batchItemFailures: [] });
}
