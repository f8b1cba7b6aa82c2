import { beforeEach, describe, expect, it } from "vitest";
import { ApiError } from "#lib/api/api-error.ts";
import { volumeRoot } from "#lib/api/file-root.ts";
import { VolumeId } from "#lib/api/ids.ts";
import { parseVolumePath, type VolumePath } from "#lib/api/paths.ts";
import { splitLines } from "./decode-text.ts";
import { createDocument, type EditorDocument, noteEdit, saveStateOf, type TextHolder, tell } from "./document.ts";
import type { FileTransport } from "./file-transport.ts";
import { lookAtDisk } from "./follow-disk.ts";
import { loadDocument } from "./load-document.ts";
import { compareWithDisk, readTheirs, takeTheirs } from "./resolve-conflict.ts";
import { saveCopy, saveDocument } from "./save-document.ts";

const at = (text: string): VolumePath => {
  const parsed = parseVolumePath(text);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.path;
};
const PATH = at("/report.txt");
const decoder = new TextDecoder();

/** A disk with versions that answers as the control plane does. */
function createDisk() {
  const files = new Map<string, { bytes: Uint8Array; etag: string }>();
  let count = 0;
  const put = (path: string, text: string) => {
    count += 1;
    files.set(path, { bytes: new TextEncoder().encode(text), etag: `"${count}"` });
  };
  const disk = {
    put,
    text: (path: string) => decoder.decode(files.get(path)?.bytes),
    remove: (path: string) => files.delete(path),
    /** A renamed file keeps its version. */
    move: (from: string, to: string) => {
      const file = files.get(from);
      if (file) files.set(to, file);
      files.delete(from);
    },
    reachable: true,
    /** Runs in the middle of the next write, before it is published. */
    meanwhile: undefined as (() => void) | undefined,
  };
  const reach = () => {
    if (!disk.reachable) throw new ApiError("volume_backend_unavailable", "The control plane cannot be reached.");
  };
  const transport: FileTransport = {
    read: async (_, path) => {
      reach();
      const file = files.get(path);
      return file ? { kind: "whole", ...file } : { kind: "missing" };
    },
    version: async (_, path) => {
      reach();
      return files.get(path)?.etag ?? null;
    },
    write: async (_, path, bytes, condition) => {
      reach();
      disk.meanwhile?.();
      disk.meanwhile = undefined;
      const file = files.get(path);
      const holds = "if_match" in condition ? file?.etag === condition.if_match : file === undefined;
      if (!holds) throw new ApiError("precondition_failed", "The file has changed.", { details: { etag: file?.etag } });
      put(path, decoder.decode(bytes));
      return { etag: `"${count}"` };
    },
  };
  return { ...disk, disk, transport };
}

/** What Monaco's model does for the editor: versions, and the same version again after undo. */
function type(document: EditorDocument, text: string) {
  const before = document.text;
  if (!before) throw new Error("nothing to type in");
  let lines = splitLines(text).lines;
  let version = before.version() + 1;
  const holder: TextHolder = {
    lines: () => lines,
    version: () => version,
    dispose: () => undefined,
    replace: (next) => {
      lines = splitLines(next).lines;
      version += 1;
      noteEdit(document);
    },
  };
  document.text = holder;
  noteEdit(document);
}

let world: ReturnType<typeof createDisk>;
let document: EditorDocument;
const save = () => saveDocument(document, world.transport);
const look = () => lookAtDisk(document, world.transport);
const shown = () => document.text?.lines().join("\n");

beforeEach(async () => {
  world = createDisk();
  world.put(PATH, "ready\n");
  document = createDocument(volumeRoot(VolumeId.parse("vol_3f8a21c09b7e")), PATH);
  await loadDocument(document, world.transport);
});

describe("saving", () => {
  it("writes what was typed, and goes on from the new version", async () => {
    type(document, "steady\n");
    await save();
    expect(world.text(PATH)).toBe("steady\n");
    expect(saveStateOf(document)).toMatchObject({ at: "clean", since: "saved" });
    type(document, "go\n");
    await save();
    expect(world.text(PATH)).toBe("go\n");
  });

  it("keeps what was typed while the bytes were on their way", async () => {
    type(document, "one\n");
    world.disk.meanwhile = () => type(document, "two\n");
    await save();
    expect(world.text(PATH)).toBe("one\n");
    expect(saveStateOf(document)).toMatchObject({ at: "dirty", disk: "same" });
  });

  it("keeps the text and says why when the server cannot be reached", async () => {
    type(document, "mine\n");
    world.disk.reachable = false;
    await save();
    expect(saveStateOf(document)).toMatchObject({ at: "dirty", failure: { code: "volume_backend_unavailable" } });
    world.disk.reachable = true;
    await save();
    expect(world.text(PATH)).toBe("mine\n");
  });

  it("follows a rename that happened while the bytes were on their way", async () => {
    type(document, "mine\n");
    world.disk.meanwhile = () => {
      world.move(PATH, "/renamed.txt");
      document.state.set({ ...document.state.get(), path: at("/renamed.txt") });
    };
    await save();
    expect(world.text("/renamed.txt")).toBe("mine\n");
    expect(saveStateOf(document)).toMatchObject({ at: "clean" });
  });
});

describe("a conflict", () => {
  beforeEach(async () => {
    type(document, "mine\n");
    world.put(PATH, "theirs\n");
    await save();
  });

  it("writes nothing and shows theirs", () => {
    expect(world.text(PATH)).toBe("theirs\n");
    expect(saveStateOf(document)).toMatchObject({ at: "conflict", theirs: { is: "there", text: "theirs\n" } });
  });

  it("keep mine replaces what was shown", async () => {
    tell(document, { type: "kept-mine" });
    await save();
    expect(world.text(PATH)).toBe("mine\n");
    expect(saveStateOf(document)).toMatchObject({ at: "clean" });
  });

  it("keep mine is caught again by a third change", async () => {
    world.put(PATH, "third\n");
    tell(document, { type: "kept-mine" });
    await save();
    expect(world.text(PATH)).toBe("third\n");
    expect(saveStateOf(document)).toMatchObject({ at: "conflict", theirs: { is: "there", text: "third\n" } });
  });

  it("take theirs shows theirs, clean", () => {
    takeTheirs(document);
    expect(shown()).toBe("theirs\n");
    expect(saveStateOf(document)).toMatchObject({ at: "clean", since: "reloaded" });
  });

  it("a copy takes a free name only", async () => {
    await saveCopy(document, world.transport, at("/report (mine).txt"));
    expect(world.text("/report (mine).txt")).toBe("mine\n");
    await expect(saveCopy(document, world.transport, PATH)).rejects.toMatchObject({ code: "precondition_failed" });
    expect(world.text(PATH)).toBe("theirs\n");
  });

  it("offers nothing that writes while theirs cannot be read, until it can", async () => {
    world.disk.reachable = false;
    await readTheirs(document, world.transport);
    expect(saveStateOf(document)).toMatchObject({ at: "conflict", theirs: { is: "unknown" } });
    world.disk.reachable = true;
    await readTheirs(document, world.transport);
    expect(saveStateOf(document)).toMatchObject({ theirs: { is: "there" } });
  });

  it("a file that was deleted can be saved as new", async () => {
    world.remove(PATH);
    await readTheirs(document, world.transport);
    tell(document, { type: "kept-mine" });
    await save();
    expect(world.text(PATH)).toBe("mine\n");
  });
});

describe("a change on the disk", () => {
  it("is reloaded while nothing was typed", async () => {
    world.put(PATH, "newer\n");
    await look();
    expect(shown()).toBe("newer\n");
    expect(saveStateOf(document)).toMatchObject({ at: "clean", since: "reloaded" });
    type(document, "mine\n");
    await save();
    expect(world.text(PATH)).toBe("mine\n");
  });

  it("is only told while something was typed", async () => {
    type(document, "mine\n");
    world.put(PATH, "newer\n");
    await look();
    expect(shown()).toBe("mine\n");
    expect(saveStateOf(document)).toMatchObject({ at: "dirty", disk: "changed" });
    await compareWithDisk(document, world.transport);
    expect(saveStateOf(document)).toMatchObject({ at: "conflict", theirs: { is: "there", text: "newer\n" } });
  });

  it("that arrives while the reload is under way does not replace what was typed", async () => {
    world.put(PATH, "newer\n");
    const read = world.transport.read;
    const typing: FileTransport = {
      ...world.transport,
      read: async (...file) => {
        type(document, "mine\n");
        return read(...file);
      },
    };
    await lookAtDisk(document, typing);
    expect(shown()).toBe("mine\n");
    expect(saveStateOf(document)).toMatchObject({ at: "dirty", disk: "changed" });
  });

  it("is looked at after a save that was on its way, and our own echo is nothing", async () => {
    type(document, "mine\n");
    world.disk.meanwhile = () => void lookAtDisk(document, world.transport, '"2"');
    await save();
    expect(saveStateOf(document)).toMatchObject({ at: "clean", etag: '"2"', since: "saved" });
    type(document, "more\n");
    world.disk.meanwhile = () => void lookAtDisk(document, world.transport, '"elsewhere"');
    await save();
    expect(saveStateOf(document)).toMatchObject({ at: "clean" });
  });

  it("that removes the file leaves its text to be saved again", async () => {
    world.remove(PATH);
    await look();
    expect(saveStateOf(document)).toMatchObject({ at: "gone", edited: false });
    await save();
    expect(world.text(PATH)).toBe("ready\n");
  });

  it("that brings the file back is shown", async () => {
    world.remove(PATH);
    await look();
    world.put(PATH, "restored\n");
    await look();
    expect(shown()).toBe("restored\n");
    expect(saveStateOf(document)).toMatchObject({ at: "clean" });
  });
});
