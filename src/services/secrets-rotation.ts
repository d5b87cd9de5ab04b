import { type JsonObject, textAt } from "../json.ts";
import { parseArn } from "./arn.ts";
import { arrivalOf } from "./arrival.ts";
import { other } from "./other.ts";
import type { Received, Service } from "./service.ts";

const STEPS = new Set(["createSecret", "setSecret", "testSecret", "finishSecret"]);

/**
 * A step of a secret's rotation. The four steps of one rotation carry the same token, which names the new version.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
 */
function received(event: JsonObject): Received | null {
  const secret = textAt(event, "SecretId");
  const step = textAt(event, "Step");
  const token = textAt(event, "ClientRequestToken");
  if (secret === null || token === null || step === null || !STEPS.has(step)) return null;
  const arn = parseArn(secret);
  // A name may hold slashes, and Secrets Manager adds six signs of its own to it.
  const resource = arn === null ? secret : arn.resource.replace(/^secret:/, "").replace(/-[A-Za-z0-9]{6}$/, "");
  return {
    items: [
      {
        operation: "RotateSecret",
        resource,
        account: arn?.account ?? null,
        region: arn?.region ?? null,
        ids: [{ kind: "external", value: token, path: "ClientRequestToken" }],
        shared: [],
        sentAt: null,
        delivery: null,
        input: { Step: step, SecretId: secret },
        inner: null,
      },
    ],
    arrival: arrivalOf("event", { name: resource, root: true }),
  };
}

export const secretsRotation: Service = {
  name: other.name,
  title: "Secrets Manager",
  operations: new Set(),
  resourceFields: [],
  received,
  delivery: "sync",
};
