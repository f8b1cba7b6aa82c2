"""Large files and directories into a sandbox, of the synchronous and the asynchronous classes; the newer client says machine."""

import asyncio
import hashlib
import os
import tempfile
from pathlib import Path

from nullspace import ConflictError
from releases import SANDBOXES, AsyncSandbox, Sandbox, refused

# Above 8 MiB it is sent in parts: three of them here.
content = bytes(range(256)) * (18 * 1024 * 4)


def make(here: Path) -> tuple[Path, Path]:
    big = here / "big.bin"
    big.write_bytes(content)
    tree = here / "tree"
    (tree / "deep" / "er").mkdir(parents=True)
    (tree / "a.txt").write_text("a\n")
    (tree / "deep" / "er" / "b.bin").write_bytes(content[:300])
    (tree / "run.sh").write_text("#!/bin/sh\n")
    os.chmod(tree / "run.sh", 0o755)
    (tree / "link").symlink_to("a.txt")
    return big, tree


def check(sandbox, path: str) -> None:
    said = sandbox.commands.run(f"sha256sum {path} | cut -c1-64")
    assert said.stdout.strip() == hashlib.sha256(content).hexdigest(), said


if SANDBOXES:
    with tempfile.TemporaryDirectory() as here:
        big, tree = make(Path(here))
        sandbox = Sandbox.create()
        told = []
        result = sandbox.files.upload_file(big, "in/big.bin", progress=told.append)
        assert result.transport.value == "resumable", result
        assert (result.target_path, result.bytes_uploaded) == ("/workspace/in/big.bin", len(content)), result
        assert result.session.status.value == "completed", result.session
        assert told[-1].phase.value == "completed" and told[-1].part_count == 3, told[-1]
        check(sandbox, "/workspace/in/big.bin")
        # Over what is there, and without a destination
        assert sandbox.files.upload_file(big).target_path == "/workspace/big.bin"
        check(sandbox, "big.bin")
        # Below the limit it goes by a URL, unless it is asked for
        small = Path(here) / "small.txt"
        small.write_text("small")
        assert sandbox.files.upload_file(small, "small.txt").transport.value == "direct"
        assert sandbox.files.upload_file(small, "small.txt", resumable=True).transport.value == "resumable"
        assert sandbox.files.read("small.txt") == "small"
        result = sandbox.files.upload_dir(tree, "tree")
        assert (result.target_path, result.file_count) == ("/workspace/tree", 4), result
        assert sandbox.files.info("tree/run.sh").permissions == "0755"
        assert sandbox.files.read("tree/link") == "a\n"
        # Merged into what is there, or in its place, or refused
        (tree / "a.txt").write_text("b\n")
        sandbox.files.write("tree/more", "more")
        sandbox.files.upload_dir(tree, "tree")
        assert (sandbox.files.read("tree/a.txt"), sandbox.files.exists("tree/more")) == ("b\n", True)
        sandbox.files.upload_dir(tree, "tree", conflict="replace")
        assert not sandbox.files.exists("tree/more")
        with refused("file_conflict", ConflictError):
            sandbox.files.upload_dir(tree, "tree", conflict="error")
        sandbox.kill()

        async def again() -> None:
            sandbox = await AsyncSandbox.create()
            result = await sandbox.files.upload_file(big, "big.bin")
            assert result.transport.value == "resumable", result
            result = await sandbox.files.upload_dir(tree, "tree")
            assert await sandbox.files.read("tree/deep/er/b.bin", format="bytes") == content[:300]
            await sandbox.kill()

        asyncio.run(again())
print("ok")
