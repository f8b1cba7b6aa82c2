import type { VolumePath } from "#lib/api/paths.ts";
import { pathFrom } from "../sandbox-files/with-sandbox-files.ts";
import type { Destination } from "./find-destination.ts";

/** The path that a text names: in a sandbox relative ones too, from its working directory. @throws ApiError invalid_request */
export const targetIn = (destination: Destination, text: string): VolumePath =>
  pathFrom(destination.kind === "sandbox" ? destination.row.cwd : null, text);
