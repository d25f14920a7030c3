"""What browser tests wait for: a machine of any speed draws what they ask about in the end, but not at once."""

WAIT = 60_000
"""Milliseconds after which what is waited for will not come; no test takes them unless it fails."""

WATCH = """(() => {
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (...sent) {
        if (!this.watched) this.addEventListener("message", () => (window.unanswered = false));
        this.watched = window.unanswered = true;
        return send.apply(this, sent);
    };
    new MutationObserver(() => (window.moved = performance.now())).observe(
        document, { attributes: true, characterData: true, childList: true, subtree: true });
})()"""
"""Runs before a page: notes what the server was told and has not answered yet, and when something was drawn last."""

RESTS = """quiet => {
    const app = document.querySelector("[data-testid=stApp]"), now = performance.now();
    const busy = app?.dataset.testScriptState !== "notRunning" || window.unanswered;
    window.rests = busy ? undefined : window.rests ?? now;
    const drawing = document.querySelector("[data-testid=stSkeleton]");
    const over = now - window.rests > 100 && (!quiet || (!drawing && now - window.moved > quiet));
    if (over) window.rests = undefined;
    return over;
}"""
"""Whether the page has been at rest for a moment: it may run twice, and what is drawn anew loses a click."""

GO = """place => {
    history.pushState({}, "", place);
    window.dispatchEvent(new PopStateEvent("popstate", { state: {} }));
}"""


def ready(page):
    """Wait until the page has run, with all that was done to it."""
    page.wait_for_selector(".stHtml h1")
    page.wait_for_function(RESTS, arg=0)


def there(page, selector):
    """Wait until something is there, and the page has run."""
    page.wait_for_selector(selector)
    ready(page)


def go(page, address):
    """Follow a link to another of our pages, as `page.js` does; Streamlit is told of it before this comes back."""
    page.evaluate(GO, f"/{address}")
    ready(page)


def still(page):
    """Wait until the page has run and nothing on it is drawn any more: charts come a little later than the rest."""
    ready(page)
    page.wait_for_function(RESTS, arg=300)


def passed(page, milliseconds):
    """Wait so long by the clock of the page itself: what it had put off for a shorter time has happened then."""
    page.evaluate("time => new Promise(done => setTimeout(done, time))", milliseconds)


def comes(page, true):
    """Whether something becomes true of a page: after a scroll, or in another process."""
    for _ in range(WAIT // 100):
        if true():
            return True
        page.wait_for_timeout(100)
    return False


def within(page, selector):
    """Whether the upper edge of an element comes into view."""

    def seen():
        box = page.locator(selector).bounding_box()
        return box is not None and 0 <= box["y"] < page.viewport_size["height"]

    return comes(page, seen)
