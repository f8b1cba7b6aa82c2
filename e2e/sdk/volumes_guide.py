"""The guide to volumes, snippet by snippet, as a person would paste it. Run with the endpoint and key in the environment."""

from nullspace import BatchWriteError, NotFoundError, Sandbox, Volume

# Create and mount
volume = Volume.from_name("team-data", create_if_missing=True)
volume.files.write("/hello.txt", "persistent\n")

with Sandbox.create(volumes=[volume.mount("/workspace/shared")]) as sandbox:
    print(sandbox.files.read("/workspace/shared/hello.txt").strip())
    assert sandbox.files.read("/workspace/shared/hello.txt") == "persistent\n"

# By dictionary at creation
volume.files.make_dir("/datasets")
sandbox = Sandbox.create(
    template="base",
    volumes=[
        {
            "ref": "team-data",
            "mount_path": "/workspace/shared",
            "subpath": "/datasets",
            "read_only": True,
        },
    ],
)
assert sandbox.list_volumes()[0].read_only is True
volume.files.write("/datasets/direct.txt", "direct writes are still allowed\n")
assert sandbox.files.read("/workspace/shared/direct.txt") == "direct writes are still allowed\n"
sandbox.kill()

# Runtime attachments
started = Sandbox.create()
sandbox = Sandbox.connect(started.id)
volume = Volume.from_name("team-data")

attachment = sandbox.attach_volume(
    volume.id,
    "/workspace/shared",
    subpath="/datasets",
    read_only=True,
)

for item in sandbox.list_volumes():
    print(item.id, item.volume_id, item.mount_path, item.state)

health = sandbox.get_volume_health(attachment.id)
if health.state == "failed":
    print(health.last_error_code, health.last_error_message)
assert health.state == "mounted"

remounted = sandbox.remount_volume(attachment.id)
released = sandbox.detach_volume(remounted.id)
print(released.state)
assert released.state == "released"

for attachment in volume.attachments():
    print(attachment.sandbox_id, attachment.mount_path, attachment.state)

sandbox.attach_volume(volume.id, "/workspace/shared")
sandbox.kill()
assert {a.state for a in volume.attachments()} <= {"released"}, "destroying releases what remains"

# Pause and hibernate keep the intent
sandbox = Sandbox.create(volumes=[volume.mount("/workspace/shared")])
snapshot = sandbox.pause()
assert [a.state for a in volume.attachments() if a.state != "released"] == ["paused"]
sandbox = Sandbox.resume(snapshot.id)
assert sandbox.files.read("/workspace/shared/hello.txt") == "persistent\n"
sandbox.kill()

# Direct volume files
volume.files.make_dir("/datasets")
volume.files.write_files([
    ("/datasets/a.txt", "ready\n"),
    ("/datasets/b.txt", "ready\n"),
])
volume.files.write("/datasets/report.txt", "ready\n")
print(volume.files.read("/datasets/report.txt"))
paths = volume.files.search_files("/datasets", "*.txt")
assert "/datasets/report.txt" in paths
result = volume.files.replace_in_files(paths, "ready", "done", dry_run=True)
print(result.replacements, result.files_modified)
assert (result.replacements, result.files_modified) == (3, 3)
assert volume.files.read("/datasets/a.txt") == "ready\n", "a dry run changes nothing"
volume.files.remove("/datasets/report.txt")
assert not volume.files.exists("/datasets/report.txt")

# Relative paths are rejected, .. cannot escape the root
for bad in ("datasets/a.txt", "/../etc/passwd"):
    try:
        volume.files.read(bad)
        raise AssertionError(f"{bad} was read")
    except Exception as refused:
        assert getattr(refused, "code", None) == "invalid_request", refused

# A batch tells what succeeded and what failed
try:
    volume.files.write_files([("/ok.txt", "1"), ("relative.txt", "2"), ("/also.txt", "3")])
    raise AssertionError("the batch was taken whole")
except BatchWriteError as partly:
    assert len(partly.successes) == 2 and len(partly.failures) == 1, partly

# Lifecycle helpers
created = Volume.create("team-cache")
same = Volume.get_by_name("team-cache")
info = same.get_info()
assert info.id == created.id
for item in Volume.list():
    print(item.id, item.name, item.used_bytes, item.max_size_bytes)
assert next(v for v in Volume.list() if v.name == "team-cache").max_size_bytes == 2 * 1024**3, "the default cap is 2 GiB"
assert Volume.from_id(created.id).name == "team-cache"
assert Volume.list(fields=["id"])[0].keys() == {"id"}
assert Volume.get(created.id, fields=["id", "name"]) == {"id": created.id, "name": "team-cache"}
assert Volume.get_by_name("team-cache", fields=["name"]) == {"name": "team-cache"}
created.delete()
try:
    Volume.get_by_name("team-cache")
    raise AssertionError("a deleted volume was found")
except NotFoundError:
    pass
print("ok")
