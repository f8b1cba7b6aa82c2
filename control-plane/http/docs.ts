import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable } from "node:stream";
import type { App } from "./app.ts";

// The package exports no path to its browser bundle, so it is found beside its entry.
const BUNDLE = new URL("browser/standalone.js", import.meta.resolve("@scalar/api-reference"));

/** Everything comes from here: no CDN, no font server, no telemetry. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Nullspace API</title>
    <link rel="icon" href="data:," />
  </head>
  <body>
    <main id="reference"></main>
    <script src="/docs/reference.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;

const START = `Scalar.createApiReference("#reference", {
  url: "/v1/openapi.json",
  withDefaultFonts: false,
  telemetry: false,
  hideClientButton: true,
  agent: { disabled: true },
  mcp: { disabled: true },
  showDeveloperTools: "never",
});
`;

/** The order of the page. */
const TAGS = [
  "Volumes",
  "Files",
  "Trash",
  "Transfers",
  "Signed routes",
  "Events",
  "Keys",
  "Team",
  "Account",
  "Joining",
];

const security: Record<string, Record<string, string>> = {
  apiKey: { type: "http", scheme: "bearer", description: "An API key of a team: `ns_live_…`." },
  accessToken: { type: "http", scheme: "bearer", description: "The access token of a signed-in person." },
  operatorKey: { type: "http", scheme: "bearer", description: "The operator key of the deployment." },
  grant: {
    type: "apiKey",
    in: "query",
    name: "grant",
    description: "A grant that the API signed; the URL carries it.",
  },
  terminalToken: {
    type: "apiKey",
    in: "query",
    name: "token",
    description: "Opens one terminal, once, within a minute; the URL carries it.",
  },
};

/** The description of the API, made from the routes themselves, and the page that shows it. */
export function registerDocs(app: App): void {
  // The literal types of the schemes above are lost in the record.
  for (const [name, scheme] of Object.entries(security))
    app.openAPIRegistry.registerComponent("securitySchemes", name, scheme as { type: "http"; scheme: string });

  app.doc31("/v1/openapi.json", (c) => ({
    openapi: "3.1.0",
    info: {
      title: "Nullspace",
      version: "1",
      description:
        "Volumes and their files. Every refusal is `{error, code, request_id, …}` with a stable `code`; every answer carries `x-request-id`.",
    },
    tags: TAGS.map((name) => ({ name })),
    servers: [{ url: c.var.system.config.publicApiUrl }],
  }));

  app.get("/docs", (c) => {
    c.header("content-security-policy", POLICY);
    c.header("x-content-type-options", "nosniff");
    return c.html(PAGE);
  });
  app.get("/docs/start.js", (c) => c.body(START, 200, { "content-type": "text/javascript; charset=utf-8" }));
  app.get("/docs/reference.js", async (c) => {
    const { size, mtimeMs } = await stat(BUNDLE);
    const etag = `"${size}-${Math.round(mtimeMs)}"`;
    if (c.req.header("if-none-match") === etag) return c.body(null, 304);
    const file = Readable.toWeb(createReadStream(BUNDLE));
    // Node's own type of the same stream.
    return c.body(file as ReadableStream<Uint8Array>, 200, {
      "content-type": "text/javascript; charset=utf-8",
      "content-length": String(size),
      "cache-control": "no-cache",
      etag,
    });
  });
}
