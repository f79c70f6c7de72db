"""A small wrong that somebody might do to the product, as a change of its text.

`within` is the number of days of one kind in which the simulator has to find it.
"""

import inspect
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Any

from tests.simulation import processes
from tests.simulation.kinds import KINDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Sabotage:
    """A change of one function's text: `owner` is the module or class that has it, or the name of a function's module.

    `kind` is the place in kinds.KINDS of the kind of day in which it is found soonest; one that is found
    seldom is looked for from the `first` of its days on.
    """

    name: str
    owner: Any
    function: str
    old: str
    new: str
    kind: int = 0
    first: int = 0
    within: int = 100

    def seeds(self) -> range:
        """In which it has to be found."""
        return range(self.kind + len(KINDS) * self.first, len(KINDS) * (self.first + self.within), len(KINDS))


@contextmanager
def sabotaged(sabotage: Sabotage) -> Iterator[None]:
    """The product with that change.

    Raises:
        AssertionError: the text isn't there any more.
    """
    if isinstance(sabotage.owner, str):
        with processes.changed_text(sabotage.owner, sabotage.old, sabotage.new):
            yield
        return
    right = inspect.getattr_static(sabotage.owner, sabotage.function)
    plain: Any = right.__func__ if isinstance(right, staticmethod) else right
    text = textwrap.dedent(inspect.getsource(plain))
    assert text.count(sabotage.old) == 1, f"{sabotage.function} has no longer just one {sabotage.old!r}"
    module = sys.modules[plain.__module__]
    names: dict[str, Any] = {}
    exec(compile(text.replace(sabotage.old, sabotage.new), f"<{sabotage.name}>", "exec"), vars(module), names)
    wrong = names[sabotage.function]
    setattr(sabotage.owner, sabotage.function, wrong)
    others = [
        (other, name)
        for other in list(sys.modules.values())
        if other is not None and getattr(other, "__name__", "").startswith("broadsheet")
        for name, value in list(vars(other).items())
        if value is right
    ]
    for other, name in others:
        setattr(other, name, wrong)
    processes.forget_processes()
    try:
        yield
    finally:
        processes.forget_processes()
        for other, name in [*others, (sabotage.owner, sabotage.function)]:
            setattr(other, name, right)


def room(name: str) -> ModuleType:
    """A module of the use cases; the package has the functions under the same names."""
    return import_module(f"broadsheet.publishing.{name}")


Publication = room("publish")._Publication  # noqa: SLF001  # the class is the use case
