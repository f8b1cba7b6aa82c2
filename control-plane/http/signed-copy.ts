import { z } from "@hono/zod-openapi";
import type { Context as HonoContext } from "hono";
import { errorBodyOf } from "#lib/api/error-body-of.ts";
import type { ErrorCode } from "#lib/api/error-codes.ts";
import { type BulkResult, CopyLine, type CopyProgress } from "#lib/api/files.ts";
import { SandboxId, VolumeId } from "#lib/api/ids.ts";
import type { CopyOptions } from "../files/copy-progress.ts";
import { copyBySandboxGrant } from "../sandbox-files/copy-by-sandbox-grant.ts";
import { admitSandboxGrant } from "../sandbox-files/sandbox-grant.ts";
import { admitGrant } from "../transfers/admit-grant.ts";
import { copyByGrant } from "../transfers/copy-by-grant.ts";
import { readGrant } from "../transfers/grant.ts";
import type { App, AppEnv } from "./app.ts";
import { refusalOf } from "./errors.ts";
import { guardBytes } from "./guard-bytes.ts";
import { refusals } from "./refusals.ts";

/** Milliseconds between two words about how far it is. */
const SAY_EVERY = 200;

type Copy = (options: Required<CopyOptions>) => Promise<BulkResult>;
type ByteContext = HonoContext<AppEnv, "/:id">;
type Kind = {
  base: string;
  operationId: string;
  id: z.ZodType;
  missing: ErrorCode;
  /** Reads the grant of the request and looks up what is left of its right. */
  admit(c: ByteContext): Promise<Copy>;
};

const IN_VOLUMES: Kind = {
  base: "/v1/volumes",
  operationId: "copyByGrant",
  id: VolumeId,
  missing: "volume_not_found",
  async admit(c) {
    const { system, requestId } = c.var;
    const grant = await readGrant(system, c.req.query("grant") ?? "", c.req.param("id"), ["copy"]);
    const admitted = await admitGrant(system, grant, requestId);
    return (options) => copyByGrant(admitted, options);
  },
};

const IN_SANDBOXES: Kind = {
  base: "/v1/sandboxes",
  operationId: "copyBySandboxGrant",
  id: SandboxId,
  missing: "sandbox_not_found",
  async admit(c) {
    const { system, requestId } = c.var;
    const asked = { token: c.req.query("grant") ?? "", sandbox: c.req.param("id"), requestId };
    const admitted = await admitSandboxGrant(system, asked, ["copy"]);
    return (options) => copyBySandboxGrant(admitted, options);
  },
};

function describeSignedCopy(app: App, { base, operationId, id, missing }: Kind): void {
  app.openAPIRegistry.registerPath({
    tags: ["Signed routes"],
    method: "post",
    path: `${base}/{id}/copy`,
    operationId,
    summary: "Copy by a copy grant; ends when the connection does",
    security: [{ grant: [] }],
    request: {
      params: z.object({ id }),
      query: z.object({ grant: z.string().openapi({ description: "From a copy grant." }) }),
    },
    responses: {
      200: {
        description: "One JSON value a line: how far it is, and last what came of it.",
        content: { "application/x-ndjson": { schema: CopyLine } },
      },
      ...refusals("grant_invalid", "grant_expired", missing),
    },
  });
}

async function copy(c: ByteContext, { admit }: Kind): Promise<Response> {
  const { system, requestId } = c.var;
  const run = await admit(c);
  const gone = new AbortController();
  const encoder = new TextEncoder();
  const lines = new ReadableStream<Uint8Array>({
    start(controller) {
      const say = (line: CopyLine) => {
        if (!gone.signal.aborted) controller.enqueue(encoder.encode(`${JSON.stringify(line)}\n`));
      };
      let saidAt = 0;
      const onProgress = (progress: CopyProgress) => {
        if (performance.now() - saidAt < SAY_EVERY) return;
        saidAt = performance.now();
        say({ progress });
      };
      const signal = AbortSignal.any([gone.signal, system.stopping]);
      run({ signal, onProgress })
        .then(
          (result) => say({ result }),
          (error: unknown) => say({ refused: errorBodyOf(refusalOf(error, c), requestId) }),
        )
        .finally(() => gone.signal.aborted || controller.close());
    },
    cancel: () => gone.abort(),
  });
  return c.body(lines, 200, { "content-type": "application/x-ndjson", "x-accel-buffering": "no" });
}

/** Cookies and credentials are not looked at: the grant alone is the right. */
export function registerSignedCopy(app: App): void {
  for (const kind of [IN_VOLUMES, IN_SANDBOXES]) {
    describeSignedCopy(app, kind);
    app.use(`${kind.base}/:id/copy`, guardBytes);
    app.post(`${kind.base}/:id/copy`, (c) => copy(c, kind));
  }
}
