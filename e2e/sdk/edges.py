"""What the guides leave at the edge, of the synchronous classes. Run with the endpoint and key in the environment."""

import os
import tempfile
import threading
from pathlib import Path

from nullspace import BatchWriteError, ConflictError, NotFoundError, Volume
from releases import SANDBOXES, Sandbox, refused

# A name is made once, and belongs to one
volume = Volume.from_name("edges", create_if_missing=True)
assert Volume.from_name("edges", create_if_missing=True).id == volume.id, "made once"
assert Volume.from_id(volume.id).name == "edges"
with refused("volume_name_conflict", ConflictError):
    Volume.create("edges")
with refused("not_found", NotFoundError):
    Volume.from_name("edges-not")

# A batch that fails in part says what was written, and that is written
try:
    volume.files.write_files([("/good.txt", "1"), ("bad.txt", "2"), ("/also.txt", "3"), ("/good.txt/below", "4")])
    raise AssertionError("the batch was taken whole")
except BatchWriteError as partly:
    assert [one.path for one in partly.successes] == ["/good.txt", "/also.txt"], partly.successes
    assert [one.path for one in partly.failures] == ["bad.txt", "/good.txt/below"], partly.failures
    assert all(one.error for one in partly.failures), partly.failures
assert volume.files.read("/also.txt") == "3"

# Only the fields that are asked for; an unknown one is refused by its code
assert all(set(one) == {"id", "status"} for one in Volume.list(fields=["id", "status"]))
assert Volume.get(volume.id, fields=["max_size_bytes"]) == {"max_size_bytes": 2 * 1024**3}
assert Volume.get_by_name("edges", fields=["name"]) == {"name": "edges"}
for ask in (lambda f: Volume.list(fields=f), lambda f: Volume.get(volume.id, fields=f), lambda f: Volume.get_by_name("edges", fields=f)):
    with refused("invalid_fields"):
        ask(["id", "nonsense"])

# Paths of a volume start at its root, and nothing leads out of it
for bad in ("relative.txt", "./relative.txt", "/../outside", "/a/../../outside", ""):
    with refused("invalid_request"):
        volume.files.write(bad, "never")
    with refused("invalid_request"):
        volume.files.read(bad)
volume.files.write("/up/down.txt", "inside\n")
assert volume.files.read("/up/../up/down.txt") == "inside\n"

# Directories, up and down
with tempfile.TemporaryDirectory() as here:
    source = Path(here) / "source"
    (source / "deep" / "er").mkdir(parents=True)
    (source / "empty").mkdir()
    (source / "a.txt").write_text("a\n")
    (source / "deep" / "er" / "b.bin").write_bytes(bytes(range(256)))
    (source / "run.sh").write_text("#!/bin/sh\n")
    os.chmod(source / "run.sh", 0o755)
    os.symlink("a.txt", source / "link")
    volume.files.upload_dir(source, "/tree")
    assert volume.files.read("/tree/a.txt") == "a\n"
    assert volume.files.info("/tree/run.sh").permissions == "0755"
    assert volume.files.info("/tree/empty").is_dir
    target = Path(here) / "target"
    volume.files.download_dir("/tree", target)
    assert (target / "deep" / "er" / "b.bin").read_bytes() == bytes(range(256))
    assert os.access(target / "run.sh", os.X_OK)
    assert os.readlink(target / "link") == "a.txt"
    # A directory that is there is merged into, refused or replaced
    (source / "a.txt").write_text("b\n")
    (source / "run.sh").unlink()
    with refused("file_conflict", ConflictError):
        volume.files.upload_dir(source, "/tree", conflict="error")
    assert volume.files.read("/tree/a.txt") == "a\n"
    volume.files.upload_dir(source, "/tree", conflict="merge")
    assert (volume.files.read("/tree/a.txt"), volume.files.exists("/tree/run.sh")) == ("b\n", True)
    volume.files.upload_dir(source, "/tree", conflict="replace", ignore_patterns=["empty"])
    assert not volume.files.exists("/tree/run.sh") and not volume.files.exists("/tree/empty")

    # A download overwrites only when it is told to
    file = Path(here) / "a.txt"
    file.write_text("mine\n")
    try:
        volume.files.download_file("/tree/a.txt", file)
        raise AssertionError("a file was overwritten")
    except AssertionError:
        raise
    except Exception:
        assert file.read_text() == "mine\n"
    volume.files.download("/tree/a.txt", file, overwrite=True)
    assert file.read_text() == "b\n"

    # A large file goes in parts and comes back whole, and the volume knows its size
    large = Path(here) / "large.bin"
    large.write_bytes(os.urandom(9 * 1024 * 1024))
    parts = []
    result = volume.files.upload_file(large, "/large.bin", checksum="sha256", progress=lambda at: parts.append(at.part_number))
    assert result.upload_id is not None and {0, 1} <= set(parts), parts
    assert volume.files.read("/large.bin", format="bytes") == large.read_bytes()
    assert volume.get_info().used_bytes >= large.stat().st_size

# A dry run counts, and changes nothing; without it the files are changed
volume.files.write("/tree/a.txt", "a\n")
result = volume.files.replace_in_files(["/tree/a.txt"], "a", "z", dry_run=True)
assert (result.dry_run, result.replacements, result.files_modified) == (True, 1, 1), result
assert volume.files.read("/tree/a.txt") == "a\n"
volume.files.replace_in_files(["/tree/a.txt"], "a", "z")
assert volume.files.read("/tree/a.txt") == "z\n"
volume.files.write("/tree/binary", b"z\0z")
result = volume.files.replace_in_files(["/tree/a.txt", "/tree/binary", "/tree/none"], r"(z)", "<$1>")
assert (result.files_modified, result.files_skipped, result.binary_files_skipped) == (1, 1, 1), result
assert volume.files.read("/tree/a.txt") == "<z>\n"


def watch(files, path, wanted, act, **options):
    """Watches until an event comes that is wanted, after what is done meanwhile, and returns the handle of the watch."""
    seen = threading.Event()
    told = []
    handle = files.watch_dir(path, lambda event: (told.append(event), seen.set() if wanted(event) else None), **options)
    act()
    assert seen.wait(30), told
    return handle


# A volume is watched: its own names, and what lies deeper where that is asked for
volume.files.make_dir("/watched/deep")
watch(
    volume.files,
    "/watched",
    lambda event: (event.type, event.path, event.name) == ("create", "/watched/new.txt", "new.txt"),
    lambda: volume.files.write("/watched/new.txt", "1"),
).stop()
watch(
    volume.files,
    "/watched",
    lambda event: (event.type, event.path) == ("create", "/watched/deep/new.txt"),
    lambda: volume.files.write("/watched/deep/new.txt", "1"),
    recursive=True,
).stop()
ended = threading.Event()
volume.files.watch_dir("/watched", lambda event: None, timeout=0.5, on_exit=lambda reason: ended.set() if reason is None else None)
assert ended.wait(30), "a watch with a time-out did not end well"
with refused("watch_error"):
    volume.files.watch_dir("/nowhere", lambda event: None)

if SANDBOXES:
    # Mounts by id, name, VolumeMount and dictionary; what the states print
    with Sandbox.create(template="base", volumes=[volume.mount("/workspace/created", subpath="/tree")]) as sandbox:
        assert sandbox.files.read("/workspace/created/a.txt") == "<z>\n"
        for n, given in enumerate(
            [
                (volume.id, "/workspace/m0"),
                ("edges", "/workspace/m1"),
                (volume.mount("/workspace/m2"),),
                ({"ref": volume.id, "mount_path": "/workspace/m3", "read_only": True},),
            ]
        ):
            attachment = sandbox.attach_volume(*given)
            assert attachment.mount_path == f"/workspace/m{n}"
            assert attachment.state == "mounted", attachment.state
            assert attachment.read_only is (n == 3), "read_only defaults to false"
            assert sandbox.files.read(f"/workspace/m{n}/good.txt") == "1"
        # Printed, a state is the name of its constant; compared or as its value, the word of the contract.
        assert str(attachment.state).lower().endswith("mounted") and attachment.state.value == "mounted"
        assert attachment.id in [one.id for one in sandbox.list_volumes()]
        assert "/workspace/m3" in [one.mount_path for one in volume.attachments()]
        assert sandbox.get_volume_health(attachment.id).state == "mounted"
        remounted = sandbox.remount_volume(attachment.id)
        assert (remounted.id, remounted.state.value) == (attachment.id, "mounted")
        released = sandbox.detach_volume(attachment.id)
        assert str(released.state).lower().endswith("released") and released.state.value == "released"
        assert sandbox.detach_volume(attachment.id).state == "released", "again, it says the same"

        # What cannot be attached is refused by its code
        for code, given in (
            ("volume_invalid_mount_path", (volume.id, "/workspace/.nullspace/x")),
            ("volume_invalid_mount_path", (volume.id, "relative")),
            ("volume_overlapping_mounts", (volume.id, "/workspace/m0/below")),
            ("volume_invalid_subpath", ({"ref": volume.id, "mount_path": "/workspace/s", "subpath": "/missing"},)),
            ("volume_not_found", ("vol_00000000", "/workspace/s")),
        ):
            with refused(code):
                sandbox.attach_volume(*given)
        with refused("volume_busy", ConflictError):
            volume.delete()

        # Eight are as many as there may be
        for n in range(4, 8):
            sandbox.attach_volume(volume.id, f"/workspace/m{n}")
        with refused("volume_limit_exceeded"):
            sandbox.attach_volume(volume.id, "/workspace/m8")
    assert {one.state.value for one in volume.attachments()} <= {"released"}, "destroying releases what remains"

    # The files of the sandbox itself: found, searched, replaced and watched, until it is gone
    sandbox = Sandbox.create()
    sandbox.files.write("/workspace/a.txt", "one two\n")
    [match] = sandbox.files.find_files(".", "o.e")
    assert (match.file, match.line, match.content) == ("/workspace/a.txt", 1, "one two"), match
    assert sandbox.files.search_files("/workspace", "a.*") == ["/workspace/a.txt"]
    assert sandbox.files.replace_in_files(["a.txt"], "one", "1") == 1
    assert sandbox.files.read("/workspace/a.txt") == "1 two\n"
    ended = threading.Event()
    watch(
        sandbox.files,
        ".",
        lambda event: (event.type, event.path) == ("create", "/workspace/b.txt"),
        lambda: sandbox.files.write("/workspace/b.txt", "made"),
        on_exit=lambda reason: ended.set() if reason is not None else None,
    )
    sandbox.kill()
    assert ended.wait(30), "the watch did not end"
volume.delete()
print("ok")
