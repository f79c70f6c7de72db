"""Sabotages of the archive and the sitemaps."""

from tests.simulation.sabotages.sabotage import Sabotage, room

archive, front, release = (room(name) for name in ("archive", "front", "release"))
Month = archive._Month  # noqa: SLF001  # one month's work

SABOTAGES = (
    Sabotage(
        name="leave a month that nothing is in",
        owner=Month,
        function="_left_over",
        old="is_empty = not self._entries(self._month, 1)",
        new="is_empty = False",
        kind=5,
    ),
    Sabotage(
        name="name none of a month's days",
        owner=Month,
        function="_write_month",
        old="days - set(without)",
        new="()",
        kind=2,
    ),
    Sabotage(
        name="name days that go",
        owner=Month,
        function="_write_month",
        old="days - set(without)",
        new="days",
        kind=0,
    ),
    Sabotage(
        name="write no files of days",
        owner=Month,
        function="_write_file",
        old="(entries and self._by_day)",
        new="(entries and False)",
        kind=2,
    ),
    Sabotage(
        name="leave a month's file beside those of its days",
        owner=Month,
        function="_left_over",
        old="(period != self._month) is self._by_day",
        new="True",
        kind=2,
    ),
    Sabotage(
        name="write only the files of days that have changed",
        owner=Month,
        function="_days_with_a_file",
        old="if is_new else self._days",
        new="if False else self._days",
        kind=2,
        first=60,
    ),
    Sabotage(
        name="name no new month",
        owner=Month,
        function="refresh",
        old="_write_indexes(left_over, self._newsroom, self._in_time)",
        new="pass",
        kind=2,
    ),
    Sabotage(
        name="name months that go",
        owner=archive,
        function="_write_indexes",
        old=" if key not in left_over]",
        new="]",
        kind=2,
    ),
    Sabotage(
        name="leave days that nothing is in",
        owner=Month,
        function="refresh",
        old="for day in empty_days:",
        new="for day in ():",
        kind=5,
    ),
    Sabotage(
        name="write no pages of days",
        owner=Month,
        function="refresh",
        old="for day in self._days:",
        new="for day in ():",
        kind=2,
    ),
    Sabotage(
        name="leave the months of days that have changed",
        owner=archive,
        function="refresh_archive",
        old="{*months, *(day[:-3] for day in days)}",
        new="{*months}",
        kind=2,
    ),
    Sabotage(
        name="take a full month for one that is too full",
        owner=Month,
        function="_write_month",
        old="len(entries) > MOST_URLS",
        new="len(entries) >= MOST_URLS",
        kind=2,
        first=5,
    ),
    Sabotage(
        name="read no more of a month than a file holds",
        owner=Month,
        function="_write_month",
        old="MOST_URLS + 1",
        new="MOST_URLS",
        kind=2,
    ),
    Sabotage(
        name="write months without being the only one",
        owner=archive,
        function="refresh_archive",
        old="""        with front_leased(newsroom) as in_time:
            _Month(""",
        new="""        in_time = lambda: None
        if True:
            _Month(""",
        kind=13,
    ),
    Sabotage(
        name="release no news",
        owner=release,
        function="release",
        old="""    refresh_news(newsroom)
""",
        new="",
        kind=0,
    ),
    Sabotage(
        name="leave the news to the release",
        owner=front,
        function="refresh_indexes",
        old="""    refresh_news(newsroom)
""",
        new="",
        kind=2,
    ),
)
