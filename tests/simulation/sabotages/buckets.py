"""Sabotages of the inbox and the site in their buckets."""

from broadsheet.stores.s3_inbox import S3Inbox
from broadsheet.stores.s3_site import S3Site
from tests.simulation.sabotages.sabotage import Sabotage

SABOTAGES = (
    Sabotage(
        name="date an article by another whose key begins like its own",
        owner=S3Inbox,
        function="first_stored_at",
        old='if entry["Key"] == key]',
        new="]",
        kind=21,
    ),
    Sabotage(
        name="write pages and listings without a condition",
        owner=S3Site,
        function="put",
        old='condition = {"IfNoneMatch": "*"} if expected is None else {"IfMatch": expected.etag}',
        new="condition = {}",
        kind=1,
    ),
    Sabotage(
        name="write a page in two halves",
        owner=S3Site,
        function="put",
        old="        answer = self._client.put_object(",
        new="""        self._client.put_object(
            Bucket=self._bucket, Key=output.key, Body=output.body[:200], ContentType=output.content_type, **condition
        )
        condition = {}
        answer = self._client.put_object(""",
        kind=7,
    ),
    Sabotage(
        name="take a deletion for a source that never was",
        owner=S3Inbox,
        function="newest",
        old="        if head is None or head.deleted:\n            return head\n    return found",
        new="        return None\n    return found",
        kind=1,
        first=31,
    ),
    Sabotage(
        name="answer 200 where an article is gone",
        owner=S3Site,
        function="put",
        old="Metadata=_metadata(output)",
        new='Metadata={key: text for key, text in _metadata(output).items() if key != "status"}',
        kind=3,
    ),
    Sabotage(
        name="write receipts whatever is there",
        owner=S3Inbox,
        function="put_receipt",
        old=', IfNoneMatch="*"\n',
        new="\n",
        kind=3,
    ),
    Sabotage(
        name="leave a section's page that nothing is in",
        owner=S3Site,
        function="remove",
        old="self._client.delete_object(Bucket=self._bucket, Key=key, IfMatch=expected.etag)",
        new="pass",
        kind=0,
    ),
    Sabotage(
        name="forget deletions among the newest versions",
        owner=S3Inbox,
        function="newest_versions",
        old='*page.get("DeleteMarkers", []),',
        new="",
        kind=7,
        within=1500,
    ),
    Sabotage(
        name="take whatever goes wrong for an absent source",
        owner=S3Inbox,
        function="_get",
        old='if is_absent(error) or error_code(error) == "MethodNotAllowed":',
        new="if True:",
        kind=5,
        first=58,
    ),
    Sabotage(
        name="see no deletion of what is known",
        owner=S3Inbox,
        function="newest",
        old="""        if head.deleted:
            return head
""",
        new="""        if head.deleted:
            return known
""",
        kind=1,
    ),
    Sabotage(
        name="never replace a receipt",
        owner=S3Inbox,
        function="put_receipt",
        old="if old is not None and not outranks(receipt, old):",
        new="if old is not None:",
        kind=0,
        first=14,
    ),
    Sabotage(
        name="fail for a medium that isn't there",
        owner=S3Inbox,
        function="media",
        old="""            if is_absent(error):
                return None
            raise""",
        new="            raise",
        kind=8,
    ),
    Sabotage(
        name="list the first objects only",
        owner=S3Site,
        function="keys",
        old="        for page in pages:",
        new="        for page in [next(iter(pages))]:",
        kind=11,
        within=400,
    ),
    Sabotage(
        name="compare bodies with digests of outputs",
        owner=S3Site,
        function="fingerprint",
        old="output.digest",
        new="output.body_digest",
        kind=0,
    ),
    Sabotage(
        name="take any version for the newest",
        owner=S3Inbox,
        function="newest_versions",
        old=' if entry["IsLatest"]',
        new="",
        kind=14,
    ),
    Sabotage(
        name="find the first version on the first page",
        owner=S3Inbox,
        function="first_stored_at",
        old="""            if len(mine) < len(versions):
                break""",
        new="            break",
        kind=4,
        first=58,
    ),
    Sabotage(
        name="read the same older version again and again",
        owner=S3Inbox,
        function="older",
        old='key_marker, version_marker = page["NextKeyMarker"], page["NextVersionIdMarker"]',
        new='key_marker, version_marker = page["NextKeyMarker"], than',
        kind=0,
    ),
    Sabotage(
        name="keep the ETag of before",
        owner=S3Site,
        function="put",
        old='etag=answer["ETag"]',
        new='etag=expected.etag if expected else answer["ETag"]',
        kind=0,
    ),
)
