"""A distribution as moto has it, and what it was told to forget."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_cloudfront import CloudFrontClient


def made(client: "CloudFrontClient") -> str:
    """A distribution's id."""
    origin: Any = {"Id": "site", "DomainName": "site.s3.amazonaws.com", "S3OriginConfig": {"OriginAccessIdentity": ""}}
    return client.create_distribution(
        DistributionConfig={
            "CallerReference": "tests",
            "Comment": "",
            "Enabled": True,
            "Origins": {"Quantity": 1, "Items": [origin]},
            "DefaultCacheBehavior": {"TargetOriginId": "site", "ViewerProtocolPolicy": "redirect-to-https"},
        }
    )["Distribution"]["Id"]


def forgotten(client: "CloudFrontClient", distribution_id: str) -> dict[str, tuple[str, ...]]:
    """The tags by their wish's reference; moto keeps what CloudFront takes for the same wish twice."""
    found = {}
    for each in client.list_invalidations(DistributionId=distribution_id)["InvalidationList"].get("Items", []):
        batch = client.get_invalidation(DistributionId=distribution_id, Id=each["Id"])["Invalidation"][
            "InvalidationBatch"
        ]
        assert batch["Paths"]["Quantity"] == len(batch["Paths"].get("Items", []))
        found[batch["CallerReference"]] = tuple(path.removeprefix("#") for path in batch["Paths"].get("Items", []))
    return found
