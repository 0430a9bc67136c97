"""debug"""
from playwright.sync_api import expect
from tests.browser.test_a_call import open_guide
def test_b(town):
    anna = open_guide(town)
    anna.press("F8")
    expect(anna.bar).to_contain_text("Hvorfor ikke løst?")
    print(anna.page.evaluate("[...document.querySelectorAll('[data-back]')].map(e=>e.outerHTML)"))
    anna.press("Escape")
    anna.page.wait_for_timeout(700)
    print([r.url+" "+r.method+" "+str(r.response() and r.response().status) for r in anna.watch.requests if "static" not in r.url and "stream" not in r.url])
    print(anna.bar.inner_text())
    print(anna.watch.complaints)
    assert 0
def test_a(town):
    anna = open_guide(town)
    anna.press("Shift+F8")
    print(anna.page.evaluate("[...document.querySelectorAll('dialog')].map(e=>e.id+e.open)"))
    anna.page.evaluate("""for (const n of ['htmx:afterRequest','htmx:afterSettle','htmx:afterSwap','focusin','close']) document.addEventListener(n, e => (window.log ??= []).push(n+' '+(e.target.id||e.target.tagName)+' '+(document.activeElement.id||document.activeElement.tagName)+' open='+!!document.querySelector('dialog[open]')), true)""")
    anna.press("1")
    anna.page.wait_for_timeout(700)
    print("\n".join(anna.page.evaluate("window.log")))
    print(anna.page.evaluate("document.activeElement.outerHTML"))
    print(anna.page.evaluate("[...document.querySelectorAll('dialog')].map(e=>e.id+e.open)"))
    assert 0
