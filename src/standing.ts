/** How far the sources of an investigation are, by their names. Nothing of it is part of a report. */
export interface Standing {
  readonly answered: readonly string[];
  /** These answered, and said no more than that they could not be read. */
  readonly unread: readonly string[];
  readonly awaited: readonly string[];
}
