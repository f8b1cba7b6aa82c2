/** A refusal of the embedded auth service, with the codes of Supabase Auth so that supabase-js tells it apart. */
export class AuthError extends Error {
  override readonly name = "AuthError";
  readonly status: 400 | 401 | 403 | 422 | 429;
  readonly code: string;
  /** Seconds for `Retry-After`. */
  readonly retryAfter: number | undefined;
  /** Why a password is too weak, in Supabase's words. */
  readonly reasons: readonly string[] | undefined;

  constructor(
    status: AuthError["status"],
    code: string,
    message: string,
    options: { retryAfter?: number; reasons?: readonly string[] } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfter = options.retryAfter;
    this.reasons = options.reasons;
  }
}
