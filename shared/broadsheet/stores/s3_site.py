"""The site store in an S3 bucket."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from broadsheet.site.outputs import Output
from broadsheet.stores.aws import is_absent, translated
from broadsheet.stores.site import Stored

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_DIGEST = "digest"
_TAGS = "cache-tag"
_STATUS = "status"
_LOCATION = "location"
_MOST_BYTES = 2**26
"""No output of ours is as large."""
_NEVER_SENT = ("ContentDisposition", "ContentEncoding", "ContentLanguage", "Expires", "WebsiteRedirectLocation")
"""Headers that readers would get and that no PUT of ours has."""


class S3Site:
    """Public objects in one bucket. The output's digest is kept as metadata, since an ETag need not be a checksum."""

    def __init__(self, client: "S3Client", bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def look(self, key: str) -> Stored | None:
        """One HEAD."""
        with translated(f"look at {key}"):
            try:
                answer = self._client.head_object(Bucket=self._bucket, Key=key)
            except ClientError as error:
                if is_absent(error):
                    return None
                raise
        return Stored(etag=answer["ETag"], fingerprint=answer["Metadata"].get(_DIGEST, ""))

    def examine(self, key: str) -> Stored | None:
        """One GET. The fingerprint is the output's whose PUT would have left just this, metadata included."""
        with translated(f"read {key}"):
            try:
                answer = self._client.get_object(Bucket=self._bucket, Key=key)
            except ClientError as error:
                if is_absent(error):
                    return None
                raise
            with answer["Body"] as stream:
                body = stream.read() if answer["ContentLength"] <= _MOST_BYTES else b""
        found = answer["Metadata"]
        status = found.get(_STATUS, str(HTTPStatus.OK.value))
        there = Output(
            key=key,
            body=body,
            content_type=answer.get("ContentType", ""),
            cache_control=answer.get("CacheControl", ""),
            tags=tuple(found[_TAGS].split(",")) if _TAGS in found else (),
            status=int(status) if status.isdecimal() else 0,
            location=found.get(_LOCATION, ""),
        )
        intact = found == _metadata(there) and not any(answer.get(header) for header in _NEVER_SENT)
        return Stored(etag=answer["ETag"], fingerprint=there.digest if intact else "")

    def fingerprint(self, output: Output) -> str:
        """The digest of body and headers."""
        return output.digest

    def put(self, output: Output, *, expected: Stored | None) -> Stored:
        """One PUT, with If-None-Match or If-Match."""
        condition = {"IfNoneMatch": "*"} if expected is None else {"IfMatch": expected.etag}
        with translated(f"write {output.key}"):
            answer = self._client.put_object(
                Bucket=self._bucket,
                Key=output.key,
                Body=output.body,
                ContentType=output.content_type,
                CacheControl=output.cache_control,
                Metadata=_metadata(output),
                **condition,  # type: ignore[arg-type]  # the two conditions are both strings
            )
        return Stored(etag=answer["ETag"], fingerprint=output.digest)

    def remove(self, key: str, *, expected: Stored) -> None:
        """One DELETE, with If-Match."""
        with translated(f"remove {key}"):
            self._client.delete_object(Bucket=self._bucket, Key=key, IfMatch=expected.etag)

    def keys(self, prefix: str, *, after: str = "") -> Iterator[str]:
        """One listing call per thousand keys."""
        start: dict[str, Any] = {"StartAfter": after} if after else {}
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix, **start)
        with translated(f"list {prefix}"):
            for page in pages:
                yield from (entry["Key"] for entry in page.get("Contents", []))


def _metadata(output: Output) -> dict[str, str]:
    metadata = {_DIGEST: output.digest}
    if output.tags:
        # CloudFront reads a page's cache tags from this header: CacheTagConfig, "x-amz-meta-cache-tag".
        metadata[_TAGS] = ",".join(output.tags)
    if output.status != HTTPStatus.OK:
        # From these the distribution's PageStatus function makes the answer.
        metadata[_STATUS] = str(output.status)
        metadata |= {_LOCATION: output.location} if output.location else {}
    return metadata
