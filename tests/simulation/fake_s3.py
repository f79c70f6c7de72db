"""S3's client in memory: versions, delete markers, conditional writes. What it doesn't know is a TypeError."""

import io
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import md5
from itertools import count
from types import SimpleNamespace
from typing import Any, NoReturn, Protocol

from botocore.exceptions import ClientError


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The present moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FakeObject:
    """A version of an object, or a deletion."""

    key: str
    version: str
    stored_at: datetime
    body: bytes = b""
    deleted: bool = False
    content_type: str = "binary/octet-stream"
    cache_control: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    etag: str = ""

    @property
    def data(self) -> bytes:
        """The body."""
        return self.body


class Body(io.BytesIO):
    """A body as botocore gives it: to be read once."""


class FakeS3:
    """Buckets, listed `page` entries at a time. `on_change` is told of each change, as S3 would notify of it."""

    def __init__(self, clock: Clock, *, page: int = 1000) -> None:
        self._page = page
        self.on_change: Callable[[dict[str, Any]], None] | None = None
        self._clock = clock
        self._versioned: set[str] = set()
        self._buckets: dict[str, dict[str, list[FakeObject]]] = {}
        self._current: dict[str, dict[str, FakeObject]] = defaultdict(dict)
        self._serial = count(1)
        self._serials: dict[str, int] = {}

    # ---- To look at without a call --------------------------------------------------------------------------------

    def objects(self, bucket: str) -> dict[str, FakeObject]:
        """What is there now."""
        return self._current[bucket]

    def history(self, bucket: str, key: str) -> list[FakeObject]:
        """All versions of a key, oldest first, deletions included."""
        return self._buckets[bucket].get(key, [])

    def serial_of(self, version: str) -> int:
        """Its place among all versions that were ever stored."""
        return self._serials[version]

    def newest_serial(self) -> int:
        """That of the last one."""
        return max(self._serials.values(), default=0)

    # ---- The client -----------------------------------------------------------------------------------------------

    def create_bucket(self, *, Bucket: str, CreateBucketConfiguration: Any = None) -> dict[str, Any]:  # noqa: ARG002  # any place will do
        """Make a bucket."""
        self._buckets[Bucket] = {}
        return _answer({})

    def put_bucket_versioning(self, *, Bucket: str, VersioningConfiguration: dict[str, str]) -> dict[str, Any]:
        """Switch versioning on."""
        assert VersioningConfiguration == {"Status": "Enabled"}
        self._versioned.add(Bucket)
        return _answer({})

    def put_object(
        self,
        *,
        Bucket: str,
        Key: str,
        Body: bytes | str,
        ContentType: str = "binary/octet-stream",
        CacheControl: str | None = None,
        Metadata: dict[str, str] | None = None,
        IfMatch: str | None = None,
        IfNoneMatch: str | None = None,
    ) -> dict[str, Any]:
        """Store an object, on condition."""
        there = self._current[Bucket].get(Key)
        if IfNoneMatch is not None and there is not None:
            _fail("PreconditionFailed", 412, "PutObject")
        if IfMatch is not None:
            if there is None:
                _fail("NoSuchKey", 404, "PutObject")
            if there.etag != IfMatch:
                _fail("PreconditionFailed", 412, "PutObject")
        body = Body.encode() if isinstance(Body, str) else Body
        stored = FakeObject(
            key=Key,
            version=self._new_version(Bucket),
            stored_at=self._now(),
            body=body,
            content_type=ContentType,
            cache_control=CacheControl,
            metadata=Metadata or {},
            etag=f'"{md5(body).hexdigest()}"',
        )
        self._add(Bucket, stored)
        self._changed(Bucket, stored, "ObjectCreated:Put")
        return _answer({"ETag": stored.etag, **self._version_of(Bucket, stored)})

    def get_object(self, *, Bucket: str, Key: str, VersionId: str | None = None) -> dict[str, Any]:
        """Read an object, or one of its versions."""
        found = self._find(Bucket, Key, VersionId, "GetObject", "NoSuchKey")
        return _answer({"Body": Body(found.body), **self._described(Bucket, found)})

    def head_object(self, *, Bucket: str, Key: str, VersionId: str | None = None) -> dict[str, Any]:
        """Look at an object, or one of its versions."""
        return _answer(self._described(Bucket, self._find(Bucket, Key, VersionId, "HeadObject", "404")))

    def delete_object(
        self, *, Bucket: str, Key: str, VersionId: str | None = None, IfMatch: str | None = None
    ) -> dict[str, Any]:
        """Delete an object, on condition: leave a delete marker where versions are kept, or remove one version."""
        history = self._buckets[Bucket].get(Key, [])
        there = self._current[Bucket].get(Key)
        if IfMatch is not None:
            if there is None:
                _fail("NoSuchKey", 404, "DeleteObject")
            if there.etag != IfMatch:
                _fail("PreconditionFailed", 412, "DeleteObject")
        if VersionId is not None:
            return self._delete_version(Bucket, Key, VersionId)
        if Bucket in self._versioned:
            marker = FakeObject(key=Key, version=self._new_version(Bucket), stored_at=self._now(), deleted=True)
            self._add(Bucket, marker)
            self._changed(Bucket, marker, "ObjectRemoved:DeleteMarkerCreated")
            return _answer({"DeleteMarker": True, "VersionId": marker.version})
        if there is not None:
            history.clear()
            del self._current[Bucket][Key]
            self._changed(Bucket, there, "ObjectRemoved:Delete")
        return _answer({})

    def list_object_versions(
        self,
        *,
        Bucket: str,
        Prefix: str = "",
        KeyMarker: str | None = None,
        VersionIdMarker: str | None = None,
        MaxKeys: int | None = None,
    ) -> dict[str, Any]:
        """The versions by key, of each key the newest first, after the markers."""
        found = [
            (version, version is history[-1])
            for key, history in sorted(self._buckets[Bucket].items(), key=lambda item: item[0].encode())
            if key.startswith(Prefix)
            for version in reversed(history)
        ]
        if KeyMarker is not None:
            found = self._after(found, KeyMarker, VersionIdMarker)
        most = MaxKeys or self._page
        page, rest = found[:most], found[most:]
        answer: dict[str, Any] = {"IsTruncated": bool(rest)}
        for version, is_latest in page:
            kind = "DeleteMarkers" if version.deleted else "Versions"
            entry: dict[str, Any] = {
                "Key": version.key,
                "VersionId": version.version,
                "IsLatest": is_latest,
                "LastModified": version.stored_at,
            }
            if not version.deleted:
                entry |= {"ETag": version.etag, "Size": len(version.body)}
            answer.setdefault(kind, []).append(entry)
        if rest:
            answer |= {"NextKeyMarker": page[-1][0].key, "NextVersionIdMarker": page[-1][0].version}
        return _answer(answer)

    def list_objects_v2(
        self,
        *,
        Bucket: str,
        Prefix: str = "",
        StartAfter: str = "",
        ContinuationToken: str | None = None,
        MaxKeys: int | None = None,
    ) -> dict[str, Any]:
        """The objects by key."""
        keys = sorted((key for key in self._current[Bucket] if key.startswith(Prefix)), key=str.encode)
        start = StartAfter if ContinuationToken is None else ContinuationToken
        keys = [key for key in keys if key.encode() > start.encode()]
        most = MaxKeys or self._page
        page, rest = keys[:most], keys[most:]
        objects = [self._current[Bucket][key] for key in page]
        answer: dict[str, Any] = {"IsTruncated": bool(rest), "KeyCount": len(page)}
        if objects:
            answer["Contents"] = [
                {"Key": each.key, "ETag": each.etag, "Size": len(each.body), "LastModified": each.stored_at}
                for each in objects
            ]
        if rest:
            answer["NextContinuationToken"] = page[-1]
        return _answer(answer)

    def get_paginator(self, name: str) -> Any:
        """Page after page of a listing."""
        listings: dict[str, Any] = {
            "list_object_versions": self.list_object_versions,
            "list_objects_v2": self.list_objects_v2,
        }
        listing = listings[name]
        markers = {
            "NextKeyMarker": "KeyMarker",
            "NextVersionIdMarker": "VersionIdMarker",
            "NextContinuationToken": "ContinuationToken",
        }

        def paginate(**options: Any) -> Iterator[dict[str, Any]]:
            while True:
                page = listing(**options)
                yield page
                if not page["IsTruncated"]:
                    return
                options |= {ours: page[theirs] for theirs, ours in markers.items() if theirs in page}

        return SimpleNamespace(paginate=paginate)

    # ---- Inside ---------------------------------------------------------------------------------------------------

    def _now(self) -> datetime:
        return self._clock.now().replace(microsecond=0)

    def _new_version(self, bucket: str) -> str:
        """An opaque name, whose order says nothing; "null" where versions aren't kept."""
        if bucket not in self._versioned:
            return "null"
        number = next(self._serial)
        version = md5(f"version {number}".encode()).hexdigest()
        self._serials[version] = number
        return version

    def _add(self, bucket: str, stored: FakeObject) -> None:
        history = self._buckets[bucket].setdefault(stored.key, [])
        if bucket not in self._versioned:
            history.clear()
        history.append(stored)
        if stored.deleted:
            self._current[bucket].pop(stored.key, None)
        else:
            self._current[bucket][stored.key] = stored

    def _delete_version(self, bucket: str, key: str, version: str) -> dict[str, Any]:
        history = self._buckets[bucket].get(key, [])
        removed = next((each for each in history if each.version == version), None)
        if removed is None:
            return _answer({"VersionId": version})
        history.remove(removed)
        self._current[bucket].pop(key, None)
        if history and not history[-1].deleted:
            self._current[bucket][key] = history[-1]
        if not history:
            del self._buckets[bucket][key]
        self._changed(bucket, removed, "ObjectRemoved:Delete")
        return _answer({"VersionId": version, **({"DeleteMarker": True} if removed.deleted else {})})

    def _find(self, bucket: str, key: str, version: str | None, operation: str, absent: str) -> FakeObject:
        history = self._buckets[bucket].get(key, [])
        if version is None:
            if not history:
                _fail(absent, 404, operation)
            if history[-1].deleted:
                headers = {"x-amz-delete-marker": "true", "x-amz-version-id": history[-1].version}
                _fail(absent, 404, operation, headers)
            return history[-1]
        found = next((each for each in history if each.version == version), None)
        if found is None:
            _fail("NoSuchVersion" if operation == "GetObject" else "404", 404, operation)
        if found.deleted:
            headers = {"x-amz-delete-marker": "true", "x-amz-version-id": version}
            _fail("MethodNotAllowed" if operation == "GetObject" else "405", 405, operation, headers)
        return found

    def _described(self, bucket: str, found: FakeObject) -> dict[str, Any]:
        described: dict[str, Any] = {
            "ETag": found.etag,
            "ContentLength": len(found.body),
            "ContentType": found.content_type,
            "LastModified": found.stored_at,
            "Metadata": found.metadata,
            **self._version_of(bucket, found),
        }
        if found.cache_control is not None:
            described["CacheControl"] = found.cache_control
        return described

    def _version_of(self, bucket: str, found: FakeObject) -> dict[str, str]:
        return {"VersionId": found.version} if bucket in self._versioned else {}

    def _after(
        self, found: list[tuple[FakeObject, bool]], key: str, version: str | None
    ) -> list[tuple[FakeObject, bool]]:
        """What comes after a place in the order, also if what was there has been removed meanwhile."""
        serial = self._serials.get(version or "", 0)
        return [
            (each, latest)
            for each, latest in found
            if each.key.encode() > key.encode() or (each.key == key and self._serials[each.version] < serial)
        ]

    def _changed(self, bucket: str, what: FakeObject, event: str) -> None:
        if self.on_change is not None:
            version = what.version if bucket in self._versioned else None
            self.on_change(
                {
                    "bucket": bucket,
                    "key": what.key,
                    "event": event,
                    "version": version,
                    "etag": what.etag.strip('"'),
                    "size": len(what.body),
                }
            )


def _answer(content: dict[str, Any]) -> dict[str, Any]:
    return {**content, "ResponseMetadata": {"HTTPStatusCode": 200, "HTTPHeaders": {}}}


def _fail(code: str, status: int, operation: str, headers: dict[str, str] | None = None) -> NoReturn:
    response: Any = {
        "Error": {"Code": code, "Message": "simulated"},
        "ResponseMetadata": {"HTTPStatusCode": status, "HTTPHeaders": headers or {}},
    }
    raise ClientError(response, operation)
