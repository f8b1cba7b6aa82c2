const UNIQUE_VIOLATION = "23505";

/** Whether a query failed because a unique index holds the same value already. PGlite and Postgres report it alike. */
export function isUniqueViolation(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ("code" in error && error.code === UNIQUE_VIOLATION) return true;
  return isUniqueViolation(error.cause);
}
