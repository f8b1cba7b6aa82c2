import { enterDirectory } from "../server/enter-directory.ts";

// Another control plane that works with a directory until it is ended.
let alone = false;
await enterDirectory(process.argv[2] ?? "", async () => {
  alone = true;
});
process.send?.(alone);
setInterval(() => {}, 60_000);
