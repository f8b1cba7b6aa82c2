"""What the guides say of the asynchronous classes. Run with the endpoint and key in the environment."""

import asyncio

from nullspace import AsyncSandbox, AsyncVolume


async def main():
    # Write and read
    volume = await AsyncVolume.from_name("team-data", create_if_missing=True)
    await volume.files.write("/hello.txt", "persistent\n")
    print(await volume.files.read("/hello.txt"))
    assert await volume.files.read("/hello.txt") == "persistent\n"

    # The methods of a sandbox for its volumes
    sandbox = await AsyncSandbox.create(template="base")
    attachment = await sandbox.attach_volume(volume.id, "/workspace/shared")
    assert attachment.state == "mounted"
    assert [item.id for item in await sandbox.list_volumes()] == [attachment.id]
    assert await sandbox.files.read("/workspace/shared/hello.txt") == "persistent\n"
    health = await sandbox.get_volume_health(attachment.id)
    assert health.state == "mounted"
    remounted = await sandbox.remount_volume(attachment.id)
    released = await sandbox.detach_volume(remounted.id)
    assert released.state == "released"
    await sandbox.kill()
    print("ok")


asyncio.run(main())
