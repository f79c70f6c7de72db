"""The edge as a CloudFront distribution, whose `CacheTagConfig` reads the tags of the objects' metadata."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from broadsheet.stores.aws import translated

if TYPE_CHECKING:
    from mypy_boto3_cloudfront import CloudFrontClient


class CloudFrontEdge:
    """One distribution. A tag counts, and costs, as one path of an invalidation."""

    def __init__(self, client: "CloudFrontClient", distribution_id: str) -> None:
        self._client = client
        self._distribution_id = distribution_id

    def forget(self, tags: Collection[str], *, reference: str) -> None:
        """One CreateInvalidation."""
        items = [f"#{tag}" for tag in sorted(tags)]
        with translated("invalidate"):
            self._client.create_invalidation(
                DistributionId=self._distribution_id,
                InvalidationBatch={
                    "Paths": {"Quantity": len(items), "Items": items},
                    "CallerReference": reference,
                },
            )
