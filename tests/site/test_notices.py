from broadsheet.site.gone import Withdrawal, gone_page
from broadsheet.site.not_found import not_found_page
from broadsheet.site.redirect import redirect_page
from broadsheet.site.settings import SiteSettings
from broadsheet.site.words import words_for
from tests.site.newsdesk import found, meta, parsed, text_of

SITE = SiteSettings(title="The Tidewater", base_url="https://tidewater.example")


def test_a_gone_page_says_no_word_of_the_article_that_stood_there() -> None:
    for withdrawal, message in (
        (Withdrawal(), "This article has been withdrawn"),
        (None, "This article is no longer here"),
    ):
        output = gone_page("/2026/11/secret-plans/", SITE, withdrawal)
        tree = parsed(output)

        assert output.key == "2026/11/secret-plans/index.html"
        assert b"secret" not in output.body
        assert text_of(found(tree, ".//h1")) == message
        assert meta(tree, "robots") == "noindex"
        assert output.status == 410


def test_a_withdrawal_is_told_in_the_articles_language_and_its_reason_is_text() -> None:
    withdrawal = Withdrawal(reason="<b>Falsch</b> & ungeprüft", language="de")
    tree = parsed(gone_page("/2026/11/gone/", SITE, withdrawal))

    reason = found(tree, ".//p[@class='reason']")
    assert text_of(reason) == "<b>Falsch</b> & ungeprüft"
    assert tree.get("lang") == "de"
    assert text_of(found(tree, ".//h1")) == words_for("de").withdrawn


def test_a_redirect_leads_to_the_new_address_without_script() -> None:
    output = redirect_page("/2026/11/old/", "/2026/11/توفان/", SITE)
    tree = parsed(output)

    encoded = "/2026/11/%D8%AA%D9%88%D9%81%D8%A7%D9%86/"
    assert output.key == "2026/11/old/index.html"
    assert found(tree, ".//meta[@http-equiv='refresh']").get("content") == f"0; url={encoded}"
    assert found(tree, ".//main//a").get("href") == encoded
    assert (output.status, output.location) == (301, encoded)
    assert found(tree, ".//link[@rel='canonical']").get("href") == f"https://tidewater.example{encoded}"


def test_the_page_for_what_is_not_found_can_be_shown_in_any_folder() -> None:
    output = not_found_page(SITE)
    tree = parsed(output)

    assert output.key == "404.html"
    assert all(
        link.get("href", "").startswith("/")
        for link in [*tree.iter("link"), *tree.iter("a")]
        if link.get("class") != "skip"
    )
    assert all(script.get("src", "").startswith("/") for script in tree.iter("script"))


def test_notices_speak_the_sites_language() -> None:
    tree = parsed(not_found_page(SiteSettings(language="fa")))

    assert (tree.get("lang"), tree.get("dir")) == ("fa", "rtl")
    assert text_of(found(tree, ".//h1")) == "در این نشانی صفحه‌ای نیست"
