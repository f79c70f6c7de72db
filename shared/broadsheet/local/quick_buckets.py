"""Listings of versions in moto's buckets that cost what they list, and objects that go when nobody has them any more.

moto copies every version in a bucket, bytes and all, to list those of one key, and keeps a reference to each object
that it has ever made. A burst of a thousand articles would take some twenty gigabytes. Here what isn't asked for is
left out first, versions are copied without their bytes, which nobody changes, and no list of all objects is kept. An
object's file is closed when Python finds that nobody has it. moto's own code does the rest.
"""

import copy
import inspect
from functools import wraps
from typing import Any

from moto.core.common_models import BaseModel
from moto.s3.models import FakeKey, S3Backend

_original = S3Backend.list_object_versions
_signature = inspect.signature(_original)


def install() -> None:
    """Make every bucket of moto's in this process work so; doing it again changes nothing."""
    S3Backend.list_object_versions = _list_object_versions  # type: ignore[method-assign]  # that is the purpose
    FakeKey.__deepcopy__ = _without_bytes  # type: ignore[attr-defined]  # likewise
    FakeKey.__del__ = _nothing  # type: ignore[method-assign]  # a copy that goes would close the file of all
    BaseModel.__new__ = _untracked  # type: ignore[method-assign]  # likewise


@wraps(_original)
def _list_object_versions(self: S3Backend, *arguments: Any, **options: Any) -> Any:
    asked = _signature.bind(self, *arguments, **options).arguments
    bucket = self.get_bucket(asked["bucket_name"])
    keys: Any = type(bucket.keys)()
    for name, versions in bucket.keys.iterlists():
        if name.startswith(asked.get("prefix") or ""):
            keys.setlist(name, versions)
    narrow = copy.copy(bucket)
    narrow.keys = keys
    backend = copy.copy(self)
    backend.get_bucket = lambda *_: narrow  # type: ignore[method-assign]  # likewise
    return _original(backend, *arguments, **options)


def _without_bytes(self: FakeKey, _memo: dict[int, Any]) -> FakeKey:
    copied = object.__new__(type(self))
    copied.__dict__.update(self.__dict__)
    return copied


def _untracked(cls: type, *_: Any, **__: Any) -> Any:
    return object.__new__(cls)


def _nothing(_self: FakeKey) -> None:
    pass
