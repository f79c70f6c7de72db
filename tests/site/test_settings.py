import pytest

from broadsheet.article import Fault, FaultCode, Rejected
from broadsheet.site.settings import SiteSettings, read_settings
from tests.site.newsdesk import sample_settings


def faults_of(text: str | bytes) -> list[Fault]:
    with pytest.raises(Rejected) as refusal:
        read_settings(text if isinstance(text, bytes) else text.encode())
    assert {fault.code for fault in refusal.value.faults} == {FaultCode.SETTINGS}
    return list(refusal.value.faults)


def test_every_key_has_a_default() -> None:
    assert read_settings(b"") == SiteSettings()


def test_sections_keep_their_order_and_are_found_by_their_slugs() -> None:
    settings = read_settings(b'[sections."Town Hall"]\ntitle = "Town"\n[sections.arts]\ntitle = "Arts"\n')

    assert [(slug, section.title) for slug, section in settings.sections_by_slug.items()] == [
        ("town-hall", "Town"),
        ("arts", "Arts"),
    ]


def test_authors_are_people() -> None:
    assert sample_settings().authors["mara-voss"].name == "Mara Voss"


def test_what_is_not_toml_is_told_with_its_line_and_column() -> None:
    (fault,) = faults_of('title = "x"\nlanguage = en\n')

    assert (fault.line, fault.column) == (2, 12)
    assert fault.message == "This is not TOML: Invalid value."


@pytest.mark.parametrize(
    ("text", "pointer", "place"),
    [
        ('title = "x"\n theme = "dark"\n', "/theme", (2, 2)),
        ('[sections.a]\ntitle = "A"\n[sections."b.c"]\ntitle = 3\n', "/sections/b.c/title", (4, 1)),
        ("sections.a.title = 3\n", "/sections/a/title", (1, 1)),
        ('# none\n[sections.a]\n[sections.b]\ntitle = "B"\n', "/sections/a/title", (2, 2)),
        ('authors = {kim = {name = "Kim", nose = "long"}}\n', "/authors/kim/nose", (1, 1)),
        ('description = """\ntheme = "dark"\n"""\ntheme = "dark"\n', "/theme", (None, None)),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, pointer: str, place: tuple[int, int]) -> None:
    fault = next(fault for fault in faults_of(text) if fault.pointer == pointer)

    assert (fault.line, fault.column) == place


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b'title = "x"\n\xff', 2),
        (b"\xef\xbb\xbftitle = 1", 1),
        (b'a = "', 1),
        (b"a = " + b"[" * 5000, None),
        (b"#" * (1024 * 1024 + 1), None),
        (b'title = "x"\ntitle = "y"\n', 2),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, line: int | None) -> None:
    (fault,) = faults_of(data)

    assert (fault.pointer, fault.line) == ("", line)


@pytest.mark.parametrize(
    ("text", "pointer", "message"),
    [
        ("titel = 'x'", "/titel", "There is no setting 'titel'; right may be 'title'."),
        ("title = 3", "/title", "Must be text in quotes, not a number."),
        ("title = 2026-01-01", "/title", "Must be text in quotes, not a date."),
        ("title = ''", "/title", "Must not be empty."),
        (f"title = '{'x' * 301}'", "/title", "May have at most 300 characters."),
        ("sections = []", "/sections", "Must be a table, not a list."),
        ("[sections.a]", "/sections/a/title", "The key 'title' is missing."),
        ("[sections.'a/~']\ntitle='x'\ncolour='red'", "/sections/a~1~0/colour", "There is no setting 'colour'."),
        ("[authors.m]\nname='M'\nbiography='x'", "/authors/m/biography", "There is no setting 'biography'."),
    ],
)
def test_a_fault_names_the_key_and_says_what_would_be_right(text: str, pointer: str, message: str) -> None:
    (fault,) = faults_of(text)

    assert (fault.pointer, fault.message) == (pointer, message)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("base_url = 'https://a.example/'", "right would be 'https://a.example'"),
        ("base_url = 'ftp://a.example'", "such as 'https://example.com'"),
        ("base_url = 'https://a.example/news'", "without a path"),
        ("base_url = 'https://a.example\"><script>'", "origin"),
        ("base_url = 'https://a.example:99999'", "There is no port 99999; right would be one from 1 to 65535"),
        ("base_url = 'http://a.example:0'", "no port 0"),
        ("language = 'english_british'", "language tag"),
        ("time_zone = 'Atlantis'", "such as 'Europe/Lisbon'"),
        ("time_zone = '../etc/passwd'", "no time zone"),
        ("time_zone = 'Europe'", "no time zone"),
        ("time_zone = ''", "no time zone"),
        ("logo = 'javascript:alert(1)'", "javascript"),
        ("logo = '//evil.example/x.png'", "address"),
        ("logo = 'media/logo.svg'", "one of the types avif, gif"),
        ("logo = '/media//logo.png'", "empty name"),
        ("permalink = '/{year}/'", "{slug} or {id}"),
        ("permalink = '/{yaer}/{slug}/'", "no placeholder {yaer}"),
        ("permalink = '/{slug:>9}/'", "without a format"),
        ("permalink = '/{slug.x}/'", "no placeholder"),
        ("permalink = '/{}/{slug}/'", "no placeholder {}"),
        ("permalink = '/{slug/'", "brace"),
        ("permalink = '/{slug}'", "end with '/'"),
        ("permalink = '{slug}/'", "start"),
        ("permalink = '//{slug}/'", "empty part"),
        ("permalink = '/../{slug}/'", "'..'"),
        ("permalink = '/a b/{slug}/'", "May hold"),
        ("permalink = '/a?b/{slug}/'", "May hold"),
        ('title = "a\\u0007"', "U+0007"),
        ('title = "a\\nb"', "one line"),
        ("[authors.m]\nname='M'\nurl='javascript:x'", "javascript"),
    ],
)
def test_a_value_that_would_do_harm_is_refused(text: str, hint: str) -> None:
    (fault,) = faults_of(text)

    assert hint in fault.message


def test_all_faults_are_told_at_once() -> None:
    assert [fault.pointer for fault in faults_of("titel = 'x'\ntime_zone = 'x'\nlogo = 3")] == [
        "/time_zone",
        "/logo",
        "/titel",
    ]


def test_two_sections_may_not_share_an_address() -> None:
    (fault,) = faults_of("[sections.'Town Hall']\ntitle='a'\n[sections.town-hall]\ntitle='b'\n")

    assert fault.pointer == "/sections/town-hall"
    assert "/section/town-hall/" in fault.message
