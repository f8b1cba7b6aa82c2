import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";

const ROOT = join(import.meta.dirname, "..");

/**
 * Builds the command line into one file of JavaScript: Node refuses TypeScript below node_modules, and an installed command
 * should need nothing beside itself.
 * @returns where it is
 */
export async function buildCli(): Promise<string> {
  const output = join(ROOT, "dist/nullspace.js");
  await build({
    entryPoints: [join(ROOT, "cli/main.ts")],
    outfile: output,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    banner: {
      // Some libraries inside are CommonJS and ask for Node's own modules with `require`.
      js: '#!/usr/bin/env node\nimport { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);',
    },
    // Native extras of `ws` that it does without.
    external: ["bufferutil", "utf-8-validate"],
    logLevel: "warning",
  });
  await chmod(output, 0o755);
  return output;
}

if (import.meta.main) await buildCli();
