const HIDDEN = "[redacted]";

/** Names of fields and of query parameters whose values are secrets. `token` is the one of setup and invitation links. */
const SECRETS =
  "grant|token|access_token|refresh_token|id_token|password|current_password|new_password|api_?key|authorization|cookie|set-cookie|secret|key";

const RULES: [RegExp, string][] = [
  // `?grant=…`, `&token=…`: up to the end of the value.
  [new RegExp(`([?&](?:${SECRETS})=)[^&#\\s"'\\\\]+`, "gi"), `$1${HIDDEN}`],
  // "password":"…" in JSON, and the same where that JSON is itself a string of JSON, with its quotes escaped.
  [new RegExp(`("(?:${SECRETS})"\\s*:\\s*)"(?:[^"\\\\]|\\\\.)*"`, "gi"), `$1"${HIDDEN}"`],
  [
    new RegExp(`(\\\\"(?:${SECRETS})\\\\"\\s*:\\s*)\\\\"(?:[^"\\\\]|\\\\\\\\(?:\\\\.|[^\\\\]))*\\\\"`, "gi"),
    `$1\\"${HIDDEN}\\"`,
  ],
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]+/gi, `$1 ${HIDDEN}`],
  // Any key and any signed token, wherever they stand.
  [/\b(ns_live_[0-9a-f]{4})[0-9a-f]{4,}/gi, `$1${HIDDEN}`],
  [/\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)?/g, HIDDEN],
  [/\bwhsec_[A-Za-z0-9+/=]+/g, HIDDEN],
  // A failed query is logged with its parameters.
  [/\$argon2id\$[A-Za-z0-9+/=$,]+/g, HIDDEN],
  // postgres://user:password@host
  [/(\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s:@/]*:)[^\s@/]+@/gi, `$1${HIDDEN}@`],
];

/**
 * The text without the secrets in it: grants, bearer tokens, API keys, passwords, tokens of links. Every line of a log
 * goes through it as it is written, so that no call of the logger has to remember.
 */
export const redact = (line: string): string =>
  RULES.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), line);
