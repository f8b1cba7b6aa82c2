import type { VolumeId } from "../ids.ts";
import type { UploadSession } from "../uploads.ts";
import { alerts } from "./alerts.ts";
import { attachments } from "./attachments.ts";
import { events } from "./events.ts";
import { files } from "./files.ts";
import { joining, keys, team } from "./identity.ts";
import { type ClientOptions, createRequest } from "./request.ts";
import { sandboxes } from "./sandboxes.ts";
import { searching } from "./searching.ts";
import { transfers } from "./transfers.ts";
import { trash } from "./trash.ts";
import { uploads } from "./uploads.ts";
import { volumes } from "./volumes.ts";
import { webhooks } from "./webhooks.ts";

const volume = (id: VolumeId) => `/v1/volumes/${id}`;

/** A typed client of `/v1`. Every call throws `ApiError` on refusal and takes `{ signal }`. */
export function createClient(options: ClientOptions) {
  const request = createRequest(options);
  return {
    volumes: volumes(request),
    files: files(request, volume),
    trash: trash(request),
    sandboxes: sandboxes(request),
    attachments: attachments(request),
    events: events(request),
    transfers: transfers(request, volume),
    searching: searching(request, volume),
    uploads: uploads<VolumeId, UploadSession>(request, volume),
    alerts: alerts(request),
    webhooks: webhooks(request),
    team: team(request),
    keys: keys(request),
    joining: joining(request),
  };
}

export type NullspaceClient = ReturnType<typeof createClient>;
