"""How a client refuses a call."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError


def refusal_of(call: Callable[..., Any], **options: Any) -> tuple[str, int]:
    """The code and the HTTP status of the error that a call must end with."""
    with pytest.raises(ClientError) as refused:
        call(**options)
    response = refused.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]
