# ruff: noqa: A005  # imported as tests.site, it shadows nothing
