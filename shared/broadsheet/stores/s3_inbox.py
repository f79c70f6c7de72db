"""The inbox in a versioned S3 bucket."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, unquote

from botocore.exceptions import ClientError

from broadsheet.article import Conflict
from broadsheet.article.media import MEDIA_PREFIX, content_type_of
from broadsheet.formats import MAX_SOURCE_BYTES
from broadsheet.stores.aws import error_code, http_headers, is_absent, translated
from broadsheet.stores.inbox import ARTICLE_SUFFIX, ARTICLES_PREFIX, Media, Source, outranks
from broadsheet.stores.receipts import Receipt, decode_receipt, encode_receipt, receipt_key

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import DeleteMarkerEntryTypeDef, ObjectVersionTypeDef

_BY: Final = "by"
"""The object's metadata that says who uploaded it, percent-encoded UTF-8, since S3 takes ASCII only."""


class S3Inbox:
    """Sources and receipts in one bucket, which must have versioning on."""

    keeps_history = True

    def __init__(self, client: "S3Client", bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def newest(self, key: str, *, known: Source | None = None) -> Source | None:
        """The newest version; one HEAD when `known` still is, else one GET (and a HEAD for a deletion)."""
        if known is not None:
            head = self._head(key)
            if head is None:
                return None
            if head.version == known.version:
                return known
            if head.deleted:
                return head
        while (found := self._get(key)) is None:
            head = self._head(key)
            # What is there by now was stored after the GET, and has still to be read.
            if head is None or head.deleted:
                return head
        return found

    def older(self, key: str, *, than: str) -> Iterator[Source]:
        """Walk down the history, one version a call: only so does S3 say in which order versions and deletions came."""
        key_marker, version_marker = key, than
        while True:
            with translated(f"list the versions of {key}"):
                page = self._client.list_object_versions(
                    Bucket=self._bucket,
                    Prefix=key,
                    KeyMarker=key_marker,
                    VersionIdMarker=version_marker,
                    MaxKeys=1,
                )
            entries = [
                *[(entry, False) for entry in page.get("Versions", [])],
                *[(entry, True) for entry in page.get("DeleteMarkers", [])],
            ]
            for entry, deleted in entries:
                if entry["Key"] != key:
                    return
                if deleted:
                    yield _deletion(key, entry["VersionId"], entry["LastModified"])
                elif (source := self._get(key, version=entry["VersionId"])) is not None:
                    yield source
            if not page["IsTruncated"]:
                return
            key_marker, version_marker = page["NextKeyMarker"], page["NextVersionIdMarker"]

    def read(self, key: str, *, version: str) -> Source | None:
        """One GET."""
        return self._get(key, version=version)

    def first_stored_at(self, key: str) -> datetime:
        """One listing of the versions of the key, per thousand of them."""
        pages = self._client.get_paginator("list_object_versions").paginate(Bucket=self._bucket, Prefix=key)
        stored: list[datetime] = []
        with translated(f"list the versions of {key}"):
            for page in pages:
                versions: list[ObjectVersionTypeDef | DeleteMarkerEntryTypeDef] = [
                    *page.get("Versions", []),
                    *page.get("DeleteMarkers", []),
                ]
                mine = [entry["LastModified"] for entry in versions if entry["Key"] == key]
                stored += mine
                if len(mine) < len(versions):
                    break
        if not stored:
            message = f"{key} has no versions any more"
            raise Conflict(message)
        return _whole_seconds(min(stored))

    def keys(self) -> Iterator[str]:
        """One listing call per thousand articles."""
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=ARTICLES_PREFIX)
        with translated("list the articles"):
            for page in pages:
                for entry in page.get("Contents", []):
                    if entry["Key"].endswith(ARTICLE_SUFFIX):
                        yield entry["Key"]

    def newest_versions(self, *, after: str = "") -> Iterator[tuple[str, str]]:
        """One listing call per thousand versions."""
        start: dict[str, Any] = {"KeyMarker": after} if after else {}
        pages = self._client.get_paginator("list_object_versions").paginate(
            Bucket=self._bucket, Prefix=ARTICLES_PREFIX, **start
        )
        with translated("list the versions of all articles"):
            for page in pages:
                entries: list[ObjectVersionTypeDef | DeleteMarkerEntryTypeDef] = [
                    *page.get("Versions", []),
                    *page.get("DeleteMarkers", []),
                ]
                newest = {entry["Key"]: entry["VersionId"] for entry in entries if entry["IsLatest"]}
                yield from sorted((key, version) for key, version in newest.items() if key.endswith(ARTICLE_SUFFIX))

    def media(self, key: str) -> Media | None:
        """One HEAD. The ETag stands for the bytes, whether it is their digest or not."""
        with translated(f"look at {key}"):
            try:
                answer = self._client.head_object(Bucket=self._bucket, Key=key)
            except ClientError as error:
                if is_absent(error):
                    return None
                raise
        return Media(key=key, fingerprint=answer["ETag"], size_bytes=answer["ContentLength"])

    def read_media(self, media: Media) -> bytes:
        """One GET."""
        with translated(f"read {media.key}"):
            answer = self._client.get_object(Bucket=self._bucket, Key=media.key)
            if answer["ETag"] != media.fingerprint:
                message = f"{media.key} changed while it was looked at"
                raise Conflict(message)
            with answer["Body"] as body:
                return body.read()

    def all_media(self) -> Iterator[Media]:
        """One listing call per thousand media."""
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=MEDIA_PREFIX)
        with translated("list the media"):
            for page in pages:
                for entry in page.get("Contents", []):
                    yield Media(key=entry["Key"], fingerprint=entry["ETag"], size_bytes=entry["Size"])

    def put(self, key: str, data: bytes, *, by: str = "") -> str:
        """One PUT."""
        if key.startswith(MEDIA_PREFIX):
            content_type = content_type_of(key) or "application/octet-stream"
        else:
            content_type = "application/json" if key.endswith(ARTICLE_SUFFIX) else "application/toml"
        metadata = {_BY: quote(by)} if by else {}
        with translated(f"upload {key}"):
            answer = self._client.put_object(
                Bucket=self._bucket, Key=key, Body=data, ContentType=content_type, Metadata=metadata
            )
        return answer["VersionId"]

    def delete(self, key: str) -> str:
        """One DELETE, which leaves a delete marker."""
        with translated(f"delete {key}"):
            return self._client.delete_object(Bucket=self._bucket, Key=key)["VersionId"]

    def receipt(self, source_id: str, *, version: str) -> Receipt | None:
        """One GET."""
        found = self._receipt_with_etag(receipt_key(source_id, version))
        return None if found is None else found[0]

    def receipts(self, source_id: str) -> Iterator[Receipt]:
        """One listing call per thousand, and one GET for each."""
        prefix = receipt_key(source_id, "").removesuffix(".json")
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix)
        with translated(f"list {prefix}"):
            for page in pages:
                for entry in page.get("Contents", []):
                    found = self._receipt_with_etag(entry["Key"])
                    if found is not None and found[0] is not None:
                        yield found[0]

    def replace_receipt(self, receipt: Receipt) -> None:
        """One PUT."""
        key = receipt_key(receipt.id, receipt.source_version)
        with translated(f"replace {key}"):
            self._client.put_object(
                Bucket=self._bucket, Key=key, Body=encode_receipt(receipt), ContentType="application/json"
            )

    def put_receipt(self, receipt: Receipt, *, check: Callable[[], None] = lambda: None) -> None:
        """One PUT for a first receipt; when there is one already, a GET and, if it has to change, a PUT."""
        key, body = receipt_key(receipt.id, receipt.source_version), encode_receipt(receipt)
        while True:
            check()
            try:
                with translated(f"write {key}"):
                    self._client.put_object(
                        Bucket=self._bucket, Key=key, Body=body, ContentType="application/json", IfNoneMatch="*"
                    )
            except Conflict:
                found = self._receipt_with_etag(key)
            else:
                return
            if found is None:
                continue
            old, etag = found
            if old is not None and not outranks(receipt, old):
                return
            check()
            try:
                with translated(f"replace {key}"):
                    self._client.put_object(
                        Bucket=self._bucket, Key=key, Body=body, ContentType="application/json", IfMatch=etag
                    )
            except Conflict:
                continue
            return

    def _receipt_with_etag(self, key: str) -> tuple[Receipt | None, str] | None:
        """A receipt, or None in its place when it can't be read: then it is as good as none."""
        with translated(f"read {key}"):
            try:
                answer = self._client.get_object(Bucket=self._bucket, Key=key)
            except ClientError as error:
                if is_absent(error):
                    return None
                raise
            data = answer["Body"].read()
        try:
            return decode_receipt(data), answer["ETag"]
        except ValueError:
            return None, answer["ETag"]

    def _get(self, key: str, *, version: str | None = None) -> Source | None:
        with translated(f"read {key}"):
            try:
                if version is None:
                    answer = self._client.get_object(Bucket=self._bucket, Key=key)
                else:
                    answer = self._client.get_object(Bucket=self._bucket, Key=key, VersionId=version)
            except ClientError as error:
                # A version that is a delete marker can't be read: 405.
                if is_absent(error) or error_code(error) == "MethodNotAllowed":
                    return None
                raise
            size_bytes = answer["ContentLength"]
            with answer["Body"] as body:
                data = body.read() if size_bytes <= MAX_SOURCE_BYTES else None
        return Source(
            key=key,
            version=answer["VersionId"],
            stored_at=_whole_seconds(answer["LastModified"]),
            size_bytes=size_bytes,
            data=data,
            by=_by(answer["Metadata"]),
        )

    def _head(self, key: str) -> Source | None:
        while True:
            with translated(f"look at {key}"):
                try:
                    answer = self._client.head_object(Bucket=self._bucket, Key=key)
                except ClientError as error:
                    if not is_absent(error):
                        raise
                    headers = http_headers(error)
                    if headers.get("x-amz-delete-marker") != "true":
                        return None
                    marker = self._marker(key, headers["x-amz-version-id"])
                    if marker is None:
                        continue
                    return marker
            return Source(
                key=key,
                version=answer["VersionId"],
                stored_at=_whole_seconds(answer["LastModified"]),
                size_bytes=answer["ContentLength"],
                data=None,
                by=_by(answer["Metadata"]),
            )

    def _marker(self, key: str, version: str) -> Source | None:
        """A deletion with its time, which only a listing tells; None if it isn't the newest version any more."""
        page = self._client.list_object_versions(Bucket=self._bucket, Prefix=key, MaxKeys=1)
        for marker in page.get("DeleteMarkers", []):
            if marker["Key"] == key and marker["VersionId"] == version:
                return _deletion(key, version, marker["LastModified"])
        return None


def _deletion(key: str, version: str, stored_at: datetime) -> Source:
    return Source(key=key, version=version, stored_at=_whole_seconds(stored_at), size_bytes=0, data=None, deleted=True)


def _by(metadata: Mapping[str, str]) -> str:
    """Who stored an object, as it says itself; whatever a foreign tool wrote there is taken as text."""
    return unquote(metadata.get(_BY, ""))


def _whole_seconds(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
