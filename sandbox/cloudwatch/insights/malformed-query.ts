/** A query that is refused. Offsets count characters of the query text; `end` is inclusive, as AWS counts it. */
export class MalformedQuery extends Error {
  readonly start: number;
  readonly end: number;

  constructor(message: string, start: number, end: number) {
    super(message);
    this.name = "MalformedQuery";
    this.start = start;
    this.end = end;
  }
}
