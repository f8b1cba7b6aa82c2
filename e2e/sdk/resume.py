"""
An upload that one process begins and another goes on with. Run with the endpoint and key in the environment.

python resume.py SOURCE DESTINATION [UPLOAD_ID]: the id of the upload is printed as soon as it is known
"""

import os
import sys

from nullspace import Volume

source, destination, *begun = sys.argv[1:]
volume = Volume.from_name("resumed", create_if_missing=True)
told = set()


def tell(progress):
    if progress.upload_id is not None and progress.upload_id not in told:
        told.add(progress.upload_id)
        print(progress.upload_id, flush=True)


if begun:
    result = volume.files.resume_upload(begun[0], source, progress=tell)
    assert result.resumed and result.upload_id == begun[0], result
elif os.path.isdir(source):
    result = volume.files.upload_dir(source, destination, progress=tell)
else:
    result = volume.files.upload_file(source, destination, progress=tell)
assert result.target_path == destination, result
print("ok")
