/** An operation that a service refuses. `query`: the code in the older protocol, which clients are still told. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;
  readonly query: string | null;

  constructor(
    code: string,
    message: string,
    { status = 400, query = null }: { status?: number; query?: string | null } = {},
  ) {
    super(message);
    this.name = "Refusal";
    this.code = code;
    this.status = status;
    this.query = query;
  }
}
