"""What the guides leave at the edge, of the asynchronous classes. Run with the endpoint and key in the environment."""

import asyncio
import inspect
import os
import tempfile
from pathlib import Path

from nullspace import AsyncVolume, BatchWriteError, NotFoundError, Volume
from releases import SANDBOXES, AsyncSandbox, Sandbox, refused


def public(kind):
    return {name for name in dir(kind) if not name.startswith("_")}


# The asynchronous classes have every method of the synchronous ones
assert public(AsyncVolume) >= public(Volume), public(Volume) - public(AsyncVolume)
for method in ("attach_volume", "list_volumes", "get_volume_health", "remount_volume", "detach_volume"):
    assert inspect.iscoroutinefunction(getattr(AsyncSandbox, method)) and hasattr(Sandbox, method), method


async def files(volume, here):
    # A batch that fails in part says what was written, and that is written
    try:
        await volume.files.write_files([("/good.txt", "1"), ("bad.txt", "2"), ("/also.txt", "3")])
        raise AssertionError("the batch was taken whole")
    except BatchWriteError as partly:
        assert [one.path for one in partly.successes] == ["/good.txt", "/also.txt"], partly.successes
        assert [one.path for one in partly.failures] == ["bad.txt"], partly.failures
    assert await volume.files.read("/also.txt") == "3"
    with refused("invalid_request"):
        await volume.files.read("/../outside")

    # Every direct call, one after the other
    assert public(type(volume.files)) == public(type(Volume.from_id(volume.id).files))
    await volume.files.make_dir("/datasets")
    await volume.files.write_files([("/datasets/a.txt", "ready\n"), ("/datasets/b.txt", b"ready\n")])
    assert [one.name for one in await volume.files.list("/datasets")] == ["a.txt", "b.txt"]
    assert (await volume.files.info("/datasets/a.txt")).size == (await volume.files.get_info("/datasets/b.txt")).size == 6
    assert (await volume.files.rename("/datasets/b.txt", "/datasets/c.txt")).path == "/datasets/c.txt"
    assert not await volume.files.exists("/datasets/b.txt")
    await volume.files.set_permissions("/datasets/c.txt", "0600")
    assert (await volume.files.info("/datasets/c.txt")).permissions == "0600"
    found = await volume.files.find_files("/datasets", "re.dy")
    assert [(one.file, one.line, one.content) for one in found] == [(f"/datasets/{name}.txt", 1, "ready") for name in "ac"]
    paths = await volume.files.search_files("/datasets", "*.txt")
    assert paths == ["/datasets/a.txt", "/datasets/c.txt"], paths
    dry = await volume.files.replace_in_files(paths, "ready", "done", dry_run=True)
    assert (dry.dry_run, dry.replacements, dry.files_modified) == (True, 2, 2), dry
    assert await volume.files.read("/datasets/a.txt") == "ready\n"
    real = await volume.files.replace_in_files(paths, "ready", "done")
    assert (real.dry_run, real.replacements, real.files_modified) == (False, 2, 2), real
    assert await volume.files.read("/datasets/a.txt") == "done\n"
    await volume.files.remove("/datasets/c.txt")
    with refused("file_not_found", NotFoundError):
        await volume.files.info("/datasets/c.txt")
    assert "grant=" in (await volume.files.upload_url("/u.bin")).url
    assert "grant=" in await volume.files.download_url("/good.txt")

    # Directories and large files, up and down
    source = here / "source"
    (source / "deep").mkdir(parents=True)
    (source / "deep" / "b.bin").write_bytes(bytes(range(256)))
    await volume.files.upload_dir(source, "/tree")
    await volume.files.download_dir("/tree", here / "target")
    assert (here / "target" / "deep" / "b.bin").read_bytes() == bytes(range(256))
    large = here / "large.bin"
    large.write_bytes(os.urandom(9 * 1024 * 1024))
    assert (await volume.files.upload_file(large, "/large.bin")).upload_id is not None
    await volume.files.download_file("/large.bin", here / "back.bin")
    assert (here / "back.bin").read_bytes() == large.read_bytes()
    # By its kind, whichever it is
    (here / "small.bin").write_bytes(b"small")
    await volume.files.upload(here / "small.bin", "/small.bin")
    await volume.files.download("/small.bin", here / "small.bin", overwrite=True)
    assert await volume.files.read("/small.bin", format="bytes") == b"small"


async def watching(volume):
    # A volume is watched
    seen = asyncio.Event()
    told = []

    def hear(event):
        told.append((event.type, event.path))
        if told[-1] == ("create", "/datasets/deep/new.txt"):
            seen.set()

    await volume.files.make_dir("/datasets/deep")
    handle = await volume.files.watch_dir("/datasets", hear, recursive=True)
    await volume.files.write("/datasets/deep/new.txt", "1")
    try:
        await asyncio.wait_for(seen.wait(), 30)
    except TimeoutError:
        raise AssertionError(told)
    handle.stop()


async def fields(volume):
    assert all(set(one) == {"id", "name"} for one in await AsyncVolume.list(fields=["id", "name"]))
    assert await AsyncVolume.get(volume.id, fields=["name"]) == {"name": volume.name}
    assert await AsyncVolume.get_by_name(volume.name, fields=["id"]) == {"id": volume.id}
    with refused("invalid_fields"):
        await AsyncVolume.list(fields=["nonsense"])
    assert (await (await AsyncVolume.from_id(volume.id)).get_info()).name == volume.name
    assert volume.id in [one.id for one in await AsyncVolume.list()]


async def mounts(volume):
    # Mounts by id, name, VolumeMount and dictionary
    sandbox = await AsyncSandbox.create(template="base", volumes=[volume.mount("/workspace/created", read_only=True)])
    for n, given in enumerate(
        [
            (volume.id, "/workspace/m0"),
            (volume.name, "/workspace/m1"),
            (volume.mount("/workspace/m2", subpath="/datasets"),),
            ({"ref": volume.id, "mount_path": "/workspace/m3", "read_only": True},),
        ]
    ):
        attachment = await sandbox.attach_volume(*given)
        assert (attachment.mount_path, attachment.state) == (f"/workspace/m{n}", "mounted"), attachment
        assert attachment.read_only is (n == 3), "read_only defaults to false"
    assert await sandbox.files.read("/workspace/m2/a.txt") == "done\n"
    assert len(await sandbox.list_volumes()) == 5
    assert {one.state.value for one in await volume.attachments()} == {"mounted"}
    assert (await sandbox.get_volume_health(attachment.id)).state == "mounted"
    assert (await sandbox.remount_volume(attachment.id)).id == attachment.id
    released = await sandbox.detach_volume(attachment.id)
    assert str(released.state).lower().endswith("released") and released.state.value == "released"
    with refused("volume_overlapping_mounts"):
        await sandbox.attach_volume(volume.id, "/workspace/m0/below")
    await sandbox.kill()


async def main():
    volume = await AsyncVolume.from_name("async-edges", create_if_missing=True)
    with tempfile.TemporaryDirectory() as here:
        await files(volume, Path(here))
    await watching(volume)
    await fields(volume)
    if SANDBOXES:
        await mounts(volume)
    await volume.delete()
    print("ok")


asyncio.run(main())
