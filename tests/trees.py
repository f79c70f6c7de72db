"""A whole site as bytes by key, from wherever it lies."""

from pathlib import Path

from broadsheet.local import LocalStack
from broadsheet.local.session import local_session, patient_config


def objects_of(stack: LocalStack) -> dict[str, bytes]:
    """The site in a stack's bucket; a bad day spares whoever asks."""
    s3 = local_session().client("s3", endpoint_url=stack.endpoint_url, config=patient_config())
    bucket = stack.outputs["SiteBucket"]
    return {
        entry["Key"]: s3.get_object(Bucket=bucket, Key=entry["Key"])["Body"].read()
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
        for entry in page.get("Contents", [])
    }


def files_below(folder: Path) -> dict[str, bytes]:
    """The site in a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
