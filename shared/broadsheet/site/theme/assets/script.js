"use strict";
// Two services for readers, and a whole page without them: times as ages, and the newest posts in place of the page's own.
(() => {
  const units = [["year", 31557600], ["month", 2629800], ["week", 604800], ["day", 86400], ["hour", 3600], ["minute", 60]];
  const week = 604800;

  const root = document.documentElement;
  const { calendar = "gregory", numbering: numberingSystem = "latn" } = root.dataset;

  const languageOf = (element) => element.closest("[lang]").lang;
  const knows = (kind, language) => kind.supportedLocalesOf(language).length > 0;

  // Dates and ages in the page's language have the calendar and digits that the page has; in another language, its own.
  const mannerOf = (language) => (language === root.lang ? { calendar, numberingSystem } : { calendar: "gregory" });

  function directionOf(language) {
    try {
      return new Intl.Locale(language).getTextInfo().direction;
    } catch {
      return "auto"; // an old browser looks at the letters
    }
  }

  // One for each language: to make one takes longer than to ask it.
  const tellers = new Map();
  function teller(language, numeric) {
    const key = `${language} ${numeric}`;
    if (!tellers.has(key)) tellers.set(key, new Intl.RelativeTimeFormat(language, { ...mannerOf(language), numeric }));
    return tellers.get(key);
  }

  function age(time, language) {
    const seconds = Math.round((Date.now() - new Date(time.dateTime)) / 1000);
    if (!(seconds > -60) || (time.dataset.age === "week" && seconds > week)) return "";
    const [unit, length] = units.find(([, length]) => seconds >= length) || ["second", 1];
    if (unit === "second") return teller(language, "auto").format(0, unit);
    const told = teller(language, "always").format(-Math.floor(seconds / length), unit);
    return told.replace(/\s\(\d\)$/, ""); // in Hebrew CLDR tells small numbers twice, the second time in brackets
  }

  function tellAges() {
    for (const time of document.querySelectorAll("time[data-age]")) {
      const language = languageOf(time);
      if (!knows(Intl.RelativeTimeFormat, language)) continue;
      time.title = time.title || time.textContent;
      time.textContent = age(time, language) || time.title;
    }
  }

  function tellDates() {
    for (const time of document.querySelectorAll("time[data-age][title]")) time.textContent = time.title;
  }

  function make(name, text, parent, language) {
    const element = document.createElement(name);
    if (language) Object.assign(element, { lang: language, dir: directionOf(language) });
    element.textContent = text;
    parent.append(element);
    return element;
  }

  function post(article, block) {
    const item = document.createElement("li");
    const link = make("a", "", make("h3", "", item));
    link.href = article.url;
    const language = article.language ?? block.dataset.language;
    make("bdi", article.title, link, language);
    make("bdi", article.excerpt, make("p", "", item), language);
    const shown = knows(Intl.DateTimeFormat, root.lang) ? root.lang : "en";
    const format = { dateStyle: "long", timeStyle: "short", timeZone: block.dataset.zone, ...mannerOf(shown) };
    const time = make("time", new Intl.DateTimeFormat(shown, format).format(new Date(article.published_at)), item);
    if (shown !== root.lang) Object.assign(time, { lang: shown, dir: "ltr" });
    time.dateTime = article.published_at;
    time.dataset.age = "any";
    return item;
  }

  // What a block may show, the newest first.
  async function newestOf(block) {
    const answer = await fetch(block.dataset.recent || block.dataset.more);
    if (!answer.ok) return null;
    const { version, articles } = await answer.json();
    if (version !== 1) return null;
    return articles.filter((article) => article.id !== block.dataset.except && /^\/(?![/\\])/.test(article.url));
  }

  // The posts that a block has, by their addresses.
  const postsOf = (block) => new Map([...block.querySelectorAll("li")].map((item) => [item.querySelector("a").getAttribute("href"), item]));

  // Those of its newest that no block before it has; what shows them.
  function choose(block, newest, taken) {
    const here = postsOf(block);
    const chosen = (newest || []).filter((article) => !taken.has(article.url)).slice(0, Number(block.dataset.most));
    for (const url of chosen.length ? chosen.map((article) => article.url) : here.keys()) taken.add(url);
    return chosen.length && (() => {
      block.querySelector("ul").replaceChildren(...chosen.map((article) => here.get(article.url)?.cloneNode(true) || post(article, block)));
      block.hidden = false;
    });
  }

  // All at once: one that grew later would move those below it.
  async function showNewest(blocks) {
    const found = await Promise.all(blocks.map((block) => newestOf(block).catch(() => null)));
    const taken = new Set();
    const shows = blocks.map((block, number) => choose(block, found[number], taken)).filter(Boolean);
    if (!shows.length) return;
    const isFirst = blocks[0].hidden && blocks[0].dataset.recent;
    whenUnseen(isFirst ? null : document.querySelector(".colophon"), () => {
      for (const show of shows) show();
      tellAges();
    });
  }

  // What stands below the posts would move with them: not under the eyes of a reader who does nothing.
  function whenUnseen(element, act) {
    const doing = new AbortController();
    const go = () => {
      if (doing.signal.aborted) return;
      doing.abort();
      act();
    };
    if (!element) return go();
    const watch = new IntersectionObserver((seen) => seen.at(-1).isIntersecting || go());
    watch.observe(element);
    doing.signal.addEventListener("abort", () => watch.disconnect());
    for (const kind of ["scroll", "keydown", "pointerdown"]) addEventListener(kind, go, { passive: true, signal: doing.signal });
  }

  function begin() {
    tellAges();
    setInterval(tellAges, 60000);
    addEventListener("beforeprint", tellDates);
    addEventListener("afterprint", tellAges);
    showNewest([...document.querySelectorAll("[data-recent], [data-more]")]);
  }

  try {
    // The first question about languages takes a browser long, the others don't: so that one has a task to itself.
    knows(Intl.RelativeTimeFormat, root.lang);
    setTimeout(begin);
  } catch {
    // An old browser keeps the page as it came.
  }
})();
