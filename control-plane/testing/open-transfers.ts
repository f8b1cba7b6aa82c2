import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { VolumeId } from "#lib/api/ids.ts";
import type { DownloadGrantInput, Grant, UploadGrantInput } from "#lib/api/transfers.ts";
import { VolumePathInput } from "#lib/api/volume-path.ts";
import type { Config } from "../config.ts";
import type { Context, System } from "../context.ts";
import { createDownloadGrant } from "../transfers/create-download-grant.ts";
import { createUploadGrants } from "../transfers/create-upload-grants.ts";
import { createTestSystem } from "./create-test-system.ts";
import { createTestTeam, type TestTeam } from "./create-test-team.ts";
import { homeOf } from "./home-of.ts";
import { serveApp } from "./serve-app.ts";

type Loose<T extends { path: unknown }> = Omit<T, "path" | "purpose" | "paths"> & { path: string };

/** A volume of its own, with where its bytes are on the disk. */
export type TestVolume = {
  id: VolumeId;
  name: string;
  /** What people see. */
  data: string;
  /** The names in staging. */
  staged(): Promise<string[]>;
  /** The URL of an upload grant for the member, or whoever is given. */
  upload(input: Loose<UploadGrantInput>, by?: Context): Promise<string>;
  /** The URL of a download grant for the viewer, or whoever is given. */
  download(input: Loose<DownloadGrantInput> & { purpose?: "preview"; paths?: string[] }, by?: Context): Promise<string>;
};

export type Transfers = {
  system: System;
  team: TestTeam;
  url: string;
  makeVolume(): Promise<TestVolume>;
  close(): Promise<void>;
};

/** A whole system behind a real server, whose grants lead to that server. */
export async function openTransfers(config: Partial<Config> = {}): Promise<Transfers> {
  const { system, close } = await createTestSystem({ config });
  const team = await createTestTeam(system);
  const server = await serveApp(system);
  system.config.publicApiUrl = server.url;
  const path = (text: string) => VolumePathInput.parse(text);

  const makeVolume = async (): Promise<TestVolume> => {
    const { id, name } = await team.makeVolume();
    const home = await homeOf(system, id);
    return {
      id,
      name,
      data: join(home, "data"),
      staged: () => readdir(join(home, "staging")),
      upload: async (input, by = team.member) => {
        const file = { ...input, path: path(input.path) };
        const { grants } = await createUploadGrants(by, id, { files: [file] });
        return urlOf(grants[0]);
      },
      download: async ({ paths, ...input }, by = team.viewer) => {
        const chosen = paths === undefined ? {} : { paths: paths.map(path) };
        return urlOf(
          await createDownloadGrant(by, id, { purpose: "download", ...input, ...chosen, path: path(input.path) }),
        );
      },
    };
  };
  return {
    system,
    team,
    url: server.url,
    makeVolume,
    close: async () => {
      await server.close();
      await close();
    },
  };
}

function urlOf(grant: Pick<Grant, "url"> | undefined): string {
  if (grant === undefined) throw new Error("no grant came");
  return grant.url;
}
