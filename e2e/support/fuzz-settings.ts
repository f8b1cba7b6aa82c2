import { childOf, ROOT } from "#lib/api/paths.ts";
import { accessTokenOf, OWNER, setUp } from "./sign-in.ts";
import type { StartedControlPlane } from "./start-control-plane.ts";

/** Paths that are there, that are not, and that are none. */
const PATHS = ["/", "/a.txt", "/datasets", "/datasets/b.txt", "/new", "/datasets/été", "relative", "/../outside"];

const IN_SANDBOX = childOf(childOf(ROOT, "workspace"), "u.bin");

const list = (values: readonly string[]) => `[${values.map((value) => JSON.stringify(value)).join(", ")}]`;
const inline = (entries: Record<string, string>) =>
  `{ ${Object.entries(entries)
    .map(([key, value]) => `"${key}" = ${value}`)
    .join(", ")} }`;
const oneOf = (dictionary: string, probability: number) =>
  `{ dictionary = "${dictionary}", probability = ${probability} }`;
const bearer = (token: string) => inline({ Authorization: JSON.stringify(`Bearer ${token}`) });

/**
 * Fills a control plane with one of everything, so that made-up requests reach more than a refusal, and says how to fuzz it.
 * @returns the settings of Schemathesis, as TOML
 */
export async function fuzzSettings(system: StartedControlPlane): Promise<string> {
  await setUp(system, OWNER);
  const token = await accessTokenOf(system, OWNER);
  const { api } = system;
  const volume = await api.volumes.create({ name: "fuzzed" });
  const file = childOf(ROOT, "a.txt");
  const directory = childOf(ROOT, "datasets");
  await api.files.write(volume.id, file, "ready\n");
  await api.files.write(volume.id, childOf(directory, "b.txt"), "ready\n");
  const upload = {
    kind: "file",
    source_kind: "restartable_file",
    target_path: childOf(ROOT, "u.bin"),
    content_length: 10,
    conflict: "merge",
    checksum_algorithm: "sha256",
    metadata: {},
  } as const;
  const { session } = await api.uploads.create(volume.id, upload);
  const { grants } = await api.transfers.uploadGrants(volume.id, { files: [{ path: childOf(ROOT, "granted") }] });
  const download = await api.transfers.downloadGrant(volume.id, { path: file, purpose: "download" });
  const grantOf = (url: string | undefined) => new URL(url ?? "").searchParams.get("grant") ?? "";
  const { available } = await api.sandboxes.runtime();
  const mount = { ref: volume.id, mount_path: "/workspace/shared", read_only: false };
  const [calm, restless] = available
    ? [await api.sandboxes.create({ volumes: [mount] }), await api.sandboxes.create({})]
    : [];
  const into = calm && (await api.sandboxes.uploads.create(calm.id, { ...upload, target_path: IN_SANDBOX }));
  const [attachment] = calm === undefined ? [] : await api.attachments.ofSandbox(calm.id);
  const dictionaries: Record<string, string[]> = {
    volume: [volume.id],
    path: PATHS,
    upload: [session.upload_id],
    sandbox_upload: [into?.session.upload_id ?? "up_00000000"],
    calm: [calm?.id ?? "sb_00000000"],
    restless: [restless?.id ?? "sb_00000000"],
    attachment: [attachment?.id ?? "att_00000000"],
    upload_grant: [grantOf(grants[0]?.url)],
    download_grant: [grantOf(download.url)],
  };
  const path = { "query.path": oneOf("path", 0.6), "body.path": oneOf("path", 0.6) };
  const stirs = "(pause|hibernate|fork|resume|timeout)";
  const operations: Record<string, string>[] = [
    // Its answer has no end, and the tool bounds only the wait for the next bytes, which keep coming.
    { "include-operation-id": '"streamEvents"', enabled: "false" },
    {
      "include-tag": list(["Account", "Team", "Keys", "Webhooks", "Joining"]),
      headers: bearer(token),
    },
    { "include-tag": '"Operator"', headers: bearer(system.operatorKey) },
    {
      "include-path-regex": '"^/v1/volumes/[{]id[}]/(?!file$|copy$)"',
      parameters: inline({ "path.id": oneOf("volume", 0.9), "path.upload_id": oneOf("upload", 0.8), ...path }),
    },
    {
      "include-operation-id": list(["uploadFile", "uploadFileForm"]),
      parameters: inline({ "path.id": oneOf("volume", 0.9), "query.grant": oneOf("upload_grant", 0.8) }),
    },
    {
      "include-operation-id": '"downloadFile"',
      parameters: inline({ "path.id": oneOf("volume", 0.9), "query.grant": oneOf("download_grant", 0.8) }),
    },
    // Where no sandbox can run, its routes say so, with 501.
    {
      "include-path-regex": `"^/v1/sandboxes/[{]id[}]/(?!${stirs})"`,
      enabled: String(available),
      parameters: inline({
        "path.id": oneOf("calm", 0.9),
        "path.attachment_id": oneOf("attachment", 0.5),
        "path.upload_id": oneOf("sandbox_upload", 0.8),
        "body.ref": oneOf("volume", 0.7),
        ...path,
      }),
    },
    {
      "include-path-regex": `"^/v1/sandboxes/[{]id[}]/${stirs}"`,
      enabled: String(available),
      parameters: inline({ "path.id": oneOf("restless", 0.5) }),
    },
    { "include-operation-id": '"createSandbox"', enabled: String(available) },
  ];
  return [
    "seed = 1",
    "request-timeout = 60.0",
    "continue-on-failure = true",
    `headers = ${bearer(system.apiKey)}`,
    "[dictionaries]",
    ...Object.entries(dictionaries).map(([name, values]) => `${name} = { values = ${list(values)} }`),
    ...operations.flatMap((settings) => [
      "[[operations]]",
      ...Object.entries(settings).map(([name, value]) => `${name} = ${value}`),
    ]),
  ].join("\n");
}
