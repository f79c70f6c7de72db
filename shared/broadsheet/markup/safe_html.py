"""The type of HTML that has passed the sanitiser."""


class SafeHtml(str):
    """HTML that may stand in a page unescaped: balanced, and made of the allow-list only.

    Only `broadsheet.markup` constructs it, always from the sanitiser's output. A template that honours `__html__`
    (Jinja2 with autoescape) writes it as it is; every other string it escapes.
    """

    __slots__ = ()

    def __html__(self) -> str:
        """The text itself, in the protocol that template engines know."""
        return str(self)
