import type { z } from "zod";
import { parsedInput } from "./parsed-input.ts";
import type { Service } from "./service.ts";

/** One operation of the API: checks the request's body and answers with the members of the response. */
export interface Operation {
  readonly name: string;
  answer(body: unknown, service: Service, requestId: string): object;
}

/** Makes an operation of the shape of its input and its answer, which throws ServiceError to refuse. */
export function operation<Input>(
  name: string,
  input: z.ZodType<Input>,
  answer: (input: Input, service: Service, requestId: string) => object,
): Operation {
  return {
    name,
    answer: (body, service, requestId) => answer(parsedInput(input, body), service, requestId),
  };
}
