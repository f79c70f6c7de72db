"""How AWS's clients come to a local stack."""

import os
from typing import Final

import boto3
import botocore.session
from botocore.config import Config

HOST: Final = "127.0.0.1"
REGION: Final = "eu-central-1"
ACCOUNT: Final = "123456789012"
"""The account that moto plays."""
ACCESS_KEY: Final = "local"
STACK_AGENT: Final = "broadsheet-local-stack"
"""How the stack's own calls are told from those of its functions and clients: it is in their User-Agent."""


def local_session() -> boto3.Session:
    """A session with credentials of no account, which reads nobody's AWS configuration and uses no proxy.

    Make clients with the stack's address: `local_session().client("s3", endpoint_url=…)`.
    """
    core = botocore.session.Session(
        session_vars={
            "profile": (None, None, None, None),
            "config_file": (None, None, os.devnull, None),
            "credentials_file": (None, None, os.devnull, None),
        }
    )
    core.set_default_client_config(Config(proxies={}))  # what is on this machine is not asked for through a proxy
    return boto3.Session(
        aws_access_key_id=ACCESS_KEY,
        aws_secret_access_key=ACCESS_KEY,
        region_name=REGION,
        botocore_session=core,
    )


def patient_config(*, connections: int = 10) -> Config:
    """How the stack's own threads call: a call that waits its turn is not sent again."""
    return Config(
        retries={"total_max_attempts": 1},
        connect_timeout=5,
        read_timeout=60,
        max_pool_connections=connections,
        user_agent_extra=STACK_AGENT,
    )
