import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context as HonoContext } from "hono";
import { ApiError } from "#lib/api/api-error.ts";
import type { Context } from "../context.ts";
import { authorize } from "../identity/authorize.ts";
import { admitGrant } from "../transfers/admit-grant.ts";
import { bodyOf } from "../transfers/body-of.ts";
import { type DownloadGrant, type Grant, readGrant } from "../transfers/grant.ts";
import { receiveUpload } from "../transfers/receive-upload.ts";
import { sendArchive } from "../transfers/send-archive.ts";
import { type OpenTree, type Receiver, sendFile } from "../transfers/send-file.ts";
import type { App, AppEnv } from "./app.ts";
import { describeSignedFile } from "./describe-signed-file.ts";
import { guardBytes } from "./guard-bytes.ts";

// Bytes go between the socket and the disk as they are. Requests and responses of the web standard would copy them through
// streams of their own, so these handlers use Node's, which the server adapter hands over.

const PATH = "/v1/volumes/:id/file";
type ByteContext = HonoContext<AppEnv, typeof PATH>;

async function admitted<V extends Grant["verb"]>(c: ByteContext, verbs: readonly V[]) {
  const { system, requestId } = c.var;
  const grant = await readGrant(system, c.req.query("grant") ?? "", c.req.param("id"), verbs);
  return admitGrant(system, grant, requestId);
}

/** Cookies and credentials are not looked at: the grant alone is the right. */
async function upload(c: ByteContext, multipart: boolean): Promise<Response> {
  const admission = await admitted(c, ["upload"]);
  const published = await receiveUpload(admission, {
    ...bodyOf(c.env.incoming, multipart),
    preconditions: { ifMatch: c.req.header("if-match"), ifNoneMatch: c.req.header("if-none-match") },
  });
  return c.json(published, 200, { etag: published.etag });
}

/** Sends through the socket itself; what fails after the head has gone can only be logged, and the connection ended. */
async function sendTo(c: HonoContext<AppEnv>, send: (receiver: Receiver) => Promise<void>): Promise<Response> {
  let answer: Response | null = null;
  let begun = false;
  const receiver: Receiver = {
    begin: ({ status, headers }) => {
      const prepared = c.body(null, status, headers);
      answer = prepared;
      if (status === 304 || c.req.method === "HEAD") return null;
      begun = true;
      // Set at once: a response that the framework made up meanwhile would take the mark of this one. And a copy: middleware
      // writes headers on what it is given.
      answer = c.res = RESPONSE_ALREADY_SENT.clone();
      return c.env.outgoing.writeHead(status, Object.fromEntries(prepared.headers));
    },
  };
  try {
    await send(receiver);
  } catch (error) {
    if (!begun) throw error;
    c.env.outgoing.destroy();
    c.var.system.log.warn({ err: error, request_id: c.var.requestId }, "a download ended early");
  }
  if (answer === null) throw new Error("a download ended without an answer");
  return answer;
}

async function download(c: ByteContext): Promise<Response> {
  const { grant, ctx, volume } = await admitted(c, ["download", "archive"]);
  authorize(ctx, "files:read");
  return sendDownload(c, ctx, (act) => ctx.system.store.use(grant.volume, act), grant, volume.name);
}

type Download =
  | Pick<Extract<DownloadGrant, { verb: "download" }>, "verb" | "path" | "purpose">
  | Pick<Extract<DownloadGrant, { verb: "archive" }>, "verb" | "path" | "format" | "selection">;

/** Answers a download: a file by its conditions, a directory as an archive. @param rootName what that of the root is called */
export async function sendDownload(
  c: HonoContext<AppEnv>,
  ctx: Context,
  openTree: OpenTree,
  grant: Download,
  rootName: string,
): Promise<Response> {
  if (grant.verb === "archive") return sendTo(c, (receiver) => sendArchive(ctx, openTree, grant, rootName, receiver));
  const conditions = {
    ifMatch: c.req.header("if-match"),
    ifNoneMatch: c.req.header("if-none-match"),
    ifModifiedSince: c.req.header("if-modified-since"),
    ifRange: c.req.header("if-range"),
    range: c.req.header("range"),
  };
  try {
    return await sendTo(c, (receiver) => sendFile(openTree, grant, conditions, receiver));
  } catch (error) {
    if (error instanceof ApiError && error.code === "range_not_satisfiable")
      c.header("content-range", `bytes */${error.details.size}`);
    throw error;
  }
}

/** The signed routes: the only ones that carry bytes, and the only ones without a bearer header. */
export function registerSignedFile(app: App): void {
  describeSignedFile(app);
  app.use(PATH, guardBytes);
  app.put(PATH, (c) => upload(c, false));
  app.post(PATH, (c) => upload(c, true));
  app.get(PATH, (c) => download(c));
}
