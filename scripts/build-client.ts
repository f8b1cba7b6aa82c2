import { execFile } from "node:child_process";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import packageJson from "../package.json" with { type: "json" };

const ROOT = join(import.meta.dirname, "..");
const TSC = join(ROOT, "node_modules/typescript/bin/tsc");

/** The schemas are ours with additions for the API's description; a reader of types needs only what they add to. */
async function nameZod(directory: string): Promise<void> {
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.name.endsWith(".d.ts")) continue;
    const path = join(entry.parentPath, entry.name);
    await writeFile(path, (await readFile(path, "utf8")).replaceAll('"@hono/zod-openapi"', '"zod"'));
  }
}

/**
 * Builds the TypeScript client as a package of its own: one file of JavaScript for Node and
 * one for browsers, and the types of both.
 * @returns the directory to pack or install
 */
export async function buildClient(): Promise<string> {
  const output = join(ROOT, "dist/client");
  await rm(output, { recursive: true, force: true });
  await mkdir(output, { recursive: true });
  const common = { bundle: true, format: "esm", logLevel: "warning" } as const;
  const entryPoints = [join(ROOT, "client/index.ts")];
  await Promise.all([
    build({ ...common, entryPoints, outfile: join(output, "index.js"), platform: "neutral", target: "es2023" }),
    build({
      ...common,
      entryPoints,
      outfile: join(output, "node.js"),
      platform: "node",
      target: "node20",
      // Some libraries inside are CommonJS and ask for Node's own modules with `require`.
      banner: { js: 'import { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);' },
    }),
  ]);
  const config = {
    extends: join(ROOT, "tsconfig.json"),
    compilerOptions: {
      noEmit: false,
      incremental: false,
      declaration: true,
      emitDeclarationOnly: true,
      rootDir: ROOT,
      outDir: join(output, "types"),
      plugins: [],
    },
    include: [join(ROOT, "client/index.ts")],
    exclude: [],
  };
  const configFile = join(output, "tsconfig.json");
  await writeFile(configFile, JSON.stringify(config));
  await promisify(execFile)(process.execPath, [TSC, "-p", configFile], { cwd: ROOT });
  await rm(configFile);
  await nameZod(join(output, "types"));
  await cp(join(ROOT, "LICENSE"), join(output, "LICENSE"));
  const manifest = {
    name: "@nullspace-console/client",
    version: packageJson.version,
    description: "Volumes, their files, and the sandboxes they are mounted into.",
    license: packageJson.license,
    type: "module",
    engines: packageJson.engines,
    // Node has a disk, and pages have none: what a bundler takes for a browser reaches nothing of Node.
    exports: { ".": { types: "./types/client/index.d.ts", node: "./node.js", default: "./index.js" } },
    imports: { "#lib/*.ts": "./types/lib/*.d.ts" },
    // For the types alone.
    dependencies: { zod: packageJson.dependencies.zod },
  };
  await writeFile(join(output, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  return output;
}

if (import.meta.main) await buildClient();
