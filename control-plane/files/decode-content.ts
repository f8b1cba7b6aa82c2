import { ApiError } from "#lib/api/api-error.ts";
import type { FileContent } from "#lib/api/files.ts";

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

const malformed = (rule: string) =>
  new ApiError("invalid_request", `content: ${rule}`, { details: { field: "content", rule } });

/** The bytes that a JSON body carries. @throws ApiError invalid_request */
export function decodeContent({ content, encoding }: Pick<FileContent, "content" | "encoding">): Buffer {
  if (encoding === "utf8") {
    if (!content.isWellFormed()) throw malformed("must be well-formed Unicode; send other bytes as base64");
    return Buffer.from(content);
  }
  if (content.length % 4 !== 0 || !BASE64.test(content)) throw malformed("must be base64 with padding");
  return Buffer.from(content, "base64");
}
