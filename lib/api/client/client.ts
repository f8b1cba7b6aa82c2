import { files } from "./files.ts";
import { joining, keys, team } from "./identity.ts";
import { type ClientOptions, createRequest } from "./request.ts";
import { transfers } from "./transfers.ts";
import { trash } from "./trash.ts";
import { volumes } from "./volumes.ts";

/** A typed client of `/v1`. Every call throws `ApiError` on refusal and takes `{ signal }`. */
export function createClient(options: ClientOptions) {
  const request = createRequest(options);
  return {
    volumes: volumes(request),
    files: files(request),
    trash: trash(request),
    transfers: transfers(request),
    team: team(request),
    keys: keys(request),
    joining: joining(request),
  };
}

export type NullspaceClient = ReturnType<typeof createClient>;
