/** An error as CloudWatch Logs answers it: `code` becomes `__type`, `details` further members of the body. */
export class ServiceError extends Error {
  readonly code: string;
  readonly status: number;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, { status = 400, details = {} }: ErrorShape = {}) {
    super(message);
    this.name = "ServiceError";
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

interface ErrorShape {
  readonly status?: number;
  readonly details?: Readonly<Record<string, unknown>>;
}

export function invalidParameter(message: string): ServiceError {
  return new ServiceError("InvalidParameterException", message);
}

export function resourceNotFound(message: string): ServiceError {
  return new ServiceError("ResourceNotFoundException", message);
}
