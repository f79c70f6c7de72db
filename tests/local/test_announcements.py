"""An upload to the local stack, and who is told of it: the real functions, the wiring, a hub that listens."""

import json
from urllib.parse import parse_qs

from broadsheet.local import LocalStack
from tests.hub import Hub
from tests.world import source

ORIGIN = "https://tidewater.example"


def test_a_hub_and_a_search_engine_are_told_of_what_is_there(hub: Hub) -> None:
    hub.heard.clear()
    settings = f"""
        base_url = "{ORIGIN}"
        [websub]
        hub = "{hub.url("/202")}"
        [indexnow]
        key = "0123456789abcdef"
        endpoint = "{hub.url("/200")}"
    """
    article = source(section="City", published_at="2026-11-20T12:00:00Z")
    with LocalStack.start() as stack:
        s3, inbox = stack.client("s3"), stack.outputs["InboxBucket"]
        s3.put_object(Bucket=inbox, Key="site.toml", Body=settings.encode())
        stack.settle()
        s3.put_object(Bucket=inbox, Key="articles/harbour.json", Body=article)
        stack.settle()
        assert (
            s3.get_object(Bucket=stack.outputs["SiteBucket"], Key="indexnow.txt")["Body"].read() == b"0123456789abcdef"
        )

    topics = {parse_qs(body.decode())["hub.url"][0] for path, body, _ in hub.heard if path == "/202"}
    feeds = {f"feed.{kind}" for kind in ("atom", "rss", "json")}
    assert topics == {f"{ORIGIN}/{place}{feed}" for place in ("", "section/city/") for feed in feeds}
    told = [json.loads(body) for path, body, _ in hub.heard if path == "/200"]
    assert [each["urlList"] for each in told] == [[f"{ORIGIN}/2026/11/harbour-reopens/"]]
    assert told[0]["keyLocation"] == f"{ORIGIN}/indexnow.txt"
