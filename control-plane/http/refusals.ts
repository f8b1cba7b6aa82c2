import { ErrorBody } from "#lib/api/error-body.ts";
import { ERROR_CODES, type ErrorCode } from "#lib/api/error-codes.ts";

/**
 * What a route answers when it refuses, for its description; spread into `responses`.
 * @param codes those of the verb; those of every route (credentials, bad input) are added
 */
export function refusals(...codes: ErrorCode[]) {
  const all: ErrorCode[] = ["invalid_request", "unauthenticated", "unauthorized", "forbidden", ...codes];
  const lines = [...new Set(all)].map((code) => `- ${ERROR_CODES[code].status} \`${code}\``);
  return {
    default: {
      description: `Refused, with one of these codes:\n\n${lines.join("\n")}`,
      content: { "application/json": { schema: ErrorBody } },
    },
  };
}
