"""The guide to mounting volumes, snippet by snippet, as a person would paste it. Run with the endpoint and key in the environment."""

from nullspace import Sandbox, Volume

# Mount a volume
volume = Volume.from_name("team-data", create_if_missing=True)

with Sandbox.create(
    template="base",
    volumes=[volume.mount("/workspace/shared")],
) as sandbox:
    sandbox.files.write("/workspace/shared/hello.txt", "persistent\n")
assert volume.files.read("/hello.txt") == "persistent\n"
assert [a.state for a in volume.attachments() if a.state != "released"] == [], "destroy releases"

# Mount a subpath
volume.files.make_dir("/datasets")
volume.files.write("/datasets/a.txt", "inside\n")
mount = volume.mount("/workspace/datasets", subpath="/datasets")
sandbox = Sandbox.create(template="base", volumes=[mount])
assert sandbox.files.read("/workspace/datasets/a.txt") == "inside\n"
assert not sandbox.files.exists("/workspace/datasets/hello.txt"), "only that subtree is exposed"
sandbox.kill()

# Read-only mounts
volume.files.make_dir("/published-models")
mount = volume.mount("/workspace/models", subpath="/published-models", read_only=True)
sandbox = Sandbox.create(template="base", volumes=[mount])
written = sandbox.commands.run("touch /workspace/models/x")
assert written.exit_code != 0, "nothing is written through a read-only mount"
volume.files.write("/published-models/m.txt", "by the API\n")
assert sandbox.files.read("/workspace/models/m.txt") == "by the API\n"
sandbox.kill()

# Dictionary mounts
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
assert sandbox.files.read("/workspace/shared/a.txt") == "inside\n"
sandbox.kill()
sandbox = Sandbox.create(volumes=[{"ref": volume.id, "mount_path": "/workspace/shared"}])
assert [item.volume_id for item in sandbox.list_volumes()] == [volume.id], "ref is an id as well"
sandbox.kill()

# Runtime attach and detach
started = Sandbox.create(template="base")
sandbox = Sandbox.connect(started.id)
volume = Volume.from_name("team-data")

attachment = sandbox.attach_volume(volume.id, "/workspace/shared")
print(attachment.id, attachment.state, attachment.mount_path)
assert attachment.state == "mounted"
assert attachment.mount_path == "/workspace/shared"

for attachment in sandbox.list_volumes():
    print(attachment.id, attachment.volume_id, attachment.state)
assert [item.id for item in sandbox.list_volumes()] == [attachment.id]

for attachment in volume.attachments():
    print(attachment.sandbox_id, attachment.mount_path, attachment.state)
assert [item.id for item in volume.attachments()] == [attachment.id]

released = sandbox.detach_volume(attachment.id)
print(released.state)
assert released.state == "released"

# attach_volume takes a name, a mount and a dictionary as well
for given in (
    ("team-data", "/workspace/by-name"),
    (volume.mount("/workspace/by-mount"),),
    ({"ref": "team-data", "mount_path": "/workspace/by-dictionary"},),
):
    one = sandbox.attach_volume(*given)
    assert one.read_only is False, "read_only defaults to false"
    assert one.state == "mounted"

# Health and remount
attachment = sandbox.list_volumes()[0]
health = sandbox.get_volume_health(attachment.id)
if health.state == "failed":
    print(health.last_error_code, health.last_error_message)
assert health.state == "mounted"

remounted = sandbox.remount_volume(attachment.id)
print(remounted.state)
assert remounted.state == "mounted"
assert remounted.id == attachment.id

# Hibernating keeps the intent, resume remounts, fork too
before = sorted(item.mount_path for item in sandbox.list_volumes())
snapshot = sandbox.hibernate()
assert {a.state for a in volume.attachments() if a.mount_path in before} >= {"paused"}
resumed = Sandbox.resume(snapshot.id)
assert sorted(item.mount_path for item in resumed.list_volumes()) == before
assert resumed.files.read("/workspace/by-name/hello.txt") == "persistent\n"
forked = resumed.fork()
assert sorted(item.mount_path for item in forked.list_volumes()) == before
assert forked.files.read("/workspace/by-name/hello.txt") == "persistent\n"
forked.kill()
resumed.kill()
states = {a.state for a in volume.attachments()}
assert states <= {"released"}, states
print("ok")
