/** No key is set: told before anything is sent, exit 4. */
export class MissingKeyError extends Error {
  readonly hint = "Set NULLSPACE_API_KEY, or run: nullspace auth login";

  constructor() {
    super("No API key is set.");
  }
}
