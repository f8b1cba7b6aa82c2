/** What a person gave to upload, read from a drop or a picker. Paths are the names from the place it lands. */
export type DroppedTree = {
  files: { names: readonly string[]; file: File }[];
  emptyDirectories: (readonly string[])[];
  /** What the browser could not read, by its path. */
  unreadable: string[];
};

const emptyTree = (): DroppedTree => ({ files: [], emptyDirectories: [], unreadable: [] });

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isDirectory = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

const fileOf = (entry: FileSystemFileEntry) => new Promise<File>((resolve, reject) => entry.file(resolve, reject));

const nextEntries = (reader: FileSystemDirectoryReader) =>
  new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));

function merge(into: DroppedTree, from: DroppedTree): void {
  into.files.push(...from.files);
  into.emptyDirectories.push(...from.emptyDirectories);
  into.unreadable.push(...from.unreadable);
}

async function walk(entry: FileSystemEntry, above: readonly string[]): Promise<DroppedTree> {
  const tree = emptyTree();
  const names = [...above, entry.name];
  try {
    if (isFile(entry)) tree.files.push({ names, file: await fileOf(entry) });
    else if (isDirectory(entry)) {
      const reader = entry.createReader();
      let found = 0;
      // The browser hands entries out by the hundred, and an empty hundred is the end.
      for (let some = await nextEntries(reader); some.length > 0; some = await nextEntries(reader)) {
        found += some.length;
        for (const inside of await Promise.all(some.map((one) => walk(one, names)))) merge(tree, inside);
      }
      if (found === 0) tree.emptyDirectories.push(names);
    }
  } catch {
    tree.unreadable.push(names.join("/"));
  }
  return tree;
}

/** Reads a drop, folders to their last empty one. It must be called in the event itself: afterwards the browser forgets. */
export function readDrop(transfer: DataTransfer): Promise<DroppedTree> {
  const dropped = Array.from(transfer.items, (item) => ({
    entry: item.kind === "file" ? item.webkitGetAsEntry() : null,
    file: item.getAsFile(),
  }));
  const read = async () => {
    const tree = emptyTree();
    for (const { entry, file } of dropped)
      if (entry) merge(tree, await walk(entry, []));
      else if (file) tree.files.push({ names: [file.name], file });
    return tree;
  };
  return read();
}

/** Reads what a file input was given; a folder picker tells where in the folder each file lies. */
function readPicked(files: FileList): DroppedTree {
  const tree = emptyTree();
  for (const file of files) tree.files.push({ names: (file.webkitRelativePath || file.name).split("/"), file });
  return tree;
}

/** Opens the browser's picker; null when the person gives up. */
export function pickFiles(what: "files" | "folder"): Promise<DroppedTree | null> {
  const input = document.createElement("input");
  input.type = "file";
  input.multiple = true;
  input.webkitdirectory = what === "folder";
  return new Promise((resolve) => {
    input.addEventListener("change", () => resolve(input.files && readPicked(input.files)));
    input.addEventListener("cancel", () => resolve(null));
    input.click();
  });
}
