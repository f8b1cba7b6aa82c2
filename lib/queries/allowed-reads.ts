const VOLUME = "/v1/volumes/vol_[0-9a-z]{8,32}";
const SANDBOX = "/v1/sandboxes/sb_[0-9a-z]{8,32}";
const ATTACHMENT = "att_[0-9a-z]{8,32}";

/** What the browser may read through the gateway. The reads that are POSTs carry a path that would not fit an address. */
const READS: readonly { method: "GET" | "POST"; path: RegExp }[] = [
  { method: "GET", path: /^\/v1\/volumes$/ },
  { method: "GET", path: /^\/v1\/volumes\/by-name\/[A-Za-z0-9._-]+$/ },
  { method: "GET", path: new RegExp(`^${VOLUME}$`) },
  { method: "GET", path: new RegExp(`^${VOLUME}/(files|trash|usage|observe|attachments|uploads)$`) },
  { method: "POST", path: new RegExp(`^${VOLUME}/files/(info|exists|read|search-stream|replace-preview)$`) },
  { method: "GET", path: /^\/v1\/(sandboxes|attachments|snapshots|runtime|activity)$/ },
  { method: "GET", path: new RegExp(`^/v1/attachments/${ATTACHMENT}$`) },
  { method: "GET", path: new RegExp(`^${SANDBOX}(/volumes|/processes|/files|/uploads)?$`) },
  { method: "POST", path: new RegExp(`^${SANDBOX}/files/(info|exists|read|search-stream|replace-preview)$`) },
  { method: "GET", path: /^\/v1\/account\/me$/ },
  { method: "GET", path: /^\/v1\/team\/(members|invitations)$/ },
  { method: "GET", path: /^\/v1\/keys$/ },
  { method: "GET", path: /^\/v1\/(activity|alerts|overview)$/ },
  { method: "GET", path: /^\/v1\/webhooks$/ },
  { method: "GET", path: /^\/v1\/webhooks\/hook_[0-9a-z]{8,32}\/deliveries$/ },
];

/** @param path of the control plane, undecoded: `/v1/volumes/vol_…/files` */
export const isAllowedRead = (method: string, path: string): boolean =>
  READS.some((read) => read.method === method && read.path.test(path));

/** Account, team, key and webhook routes take the person; all others the team's credential. */
export const takesPerson = (path: string): boolean => /^\/v1\/(account|team|keys|webhooks)(\/|$)/.test(path);
