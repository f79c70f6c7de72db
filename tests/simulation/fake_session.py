"""What stands in for boto3.Session where a newsroom is wired."""

from typing import Any


class FakeSession:
    """Gives the clients that it was made with."""

    def __init__(self, **clients: Any) -> None:
        self._clients = clients

    def client(self, name: str, **_place_and_patience: Any) -> Any:
        """The client of a service."""
        return self._clients[name]
