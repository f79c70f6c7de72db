"""The local stack: the template's buckets, queues, table, functions and site, on this machine.

The names are loaded when they are asked for, so that who only wants to know where a stack runs doesn't load moto.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from broadsheet.local.disorder import Disorder
    from broadsheet.local.session import local_session
    from broadsheet.local.stack import LocalStack
    from broadsheet.local.transform import TemplateError

__all__ = ["Disorder", "LocalStack", "TemplateError", "local_session"]

_MODULES = {
    "Disorder": "disorder",
    "LocalStack": "stack",
    "TemplateError": "transform",
    "local_session": "session",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
