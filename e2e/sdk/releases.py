"""Either release of the official client under the names of the first, and how its refusals are expected."""

import os
from contextlib import contextmanager

import nullspace

# The newer release calls sandboxes machines.
Sandbox = getattr(nullspace, "Sandbox", None) or nullspace.Machine
AsyncSandbox = getattr(nullspace, "AsyncSandbox", None) or nullspace.AsyncMachine

SANDBOXES = os.environ["SANDBOXES"] == "yes"


@contextmanager
def refused(code, kind=Exception):
    """Holds that what is done within is refused with this code of the contract, as this kind of exception."""
    try:
        yield
    except kind as refusal:
        assert getattr(refusal, "code", None) == code, repr(refusal)
    else:
        raise AssertionError(f"nothing was refused with {code}")
