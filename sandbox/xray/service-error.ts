/** An error as X-Ray answers it: `code` becomes the header `x-amzn-errortype`. */
export class ServiceError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, status: number, message: string) {
    super(message);
    this.name = "ServiceError";
    this.code = code;
    this.status = status;
  }
}

export function invalidRequest(message: string): ServiceError {
  return new ServiceError("InvalidRequestException", 400, message);
}
