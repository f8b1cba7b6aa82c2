import { ApiError } from "#lib/api/api-error.ts";
import { passOn, refuse } from "#lib/auth/gateway.ts";
import { isAllowedRead, takesPerson } from "#lib/queries/allowed-reads.ts";

export const dynamic = "force-dynamic";

/** The browser's reads. Everything that changes something goes through a server action. */
async function read(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const path = pathname.slice("/api".length);
  if (!isAllowedRead(request.method, path)) return refuse(new ApiError("not_found", "There is no such read."));
  return passOn(request, { target: `${path}${search}`, as: takesPerson(path) ? "person" : "team" });
}

export { read as GET, read as POST };
