"""Drives a page in headless Chromium and prints what a person would find, as JSON.

usage: browser.py PAGE.html CLASS [FOLDER]     CLASS: the index of a class; FOLDER: takes screenshots
"""

import json
import pathlib
import sys

from playwright.sync_api import sync_playwright

path, wanted = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
folder = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else None
found = {"messages": [], "requests": [], "layouts": {}}


def names(page):
    return page.eval_on_selector_all(
        "#class-table tbody tr:not([hidden]) th button", "all => all.map(one => one.textContent)")


def column(page, number):
    return page.eval_on_selector_all(
        f"#class-table tbody tr:not([hidden]) > :nth-child({number})",
        "all => all.map(one => one.dataset.v === undefined ? null : Number(one.dataset.v))")


with sync_playwright() as playwright:
    browser = playwright.chromium.launch(
        executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
    for scheme in ["light", "dark"]:
        for width in [1280, 390]:
            context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
            page = context.new_page()
            page.on("console", lambda message: found["messages"].append(message.text))
            page.on("pageerror", lambda error: found["messages"].append(str(error)))
            page.on("dialog", lambda dialog: (found["messages"].append("dialog"), dialog.dismiss()))
            page.on("request", lambda request: found["requests"].append(request.url.split(":")[0]))
            page.goto(path.as_uri())
            page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
            found["layouts"][f"{scheme} {width}"] = {
                # Pictures that do not fit their frame, and the width of the first that is shown.
                "cut": page.eval_on_selector_all(
                    ".picture", "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).length"),
                "width": page.evaluate(
                    "[...document.querySelectorAll('svg')].map(one => one.getBoundingClientRect().width).find(w => w > 0)"),
                # The smallest letters of a picture, in pixels of the screen.
                "letters": page.evaluate("""Math.min(...[...document.querySelectorAll('svg')].filter(svg => svg.getBoundingClientRect().width > 0)
                  .map(svg => 10 * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width))"""),
                "scrolls sideways": page.evaluate("document.documentElement.scrollWidth > innerWidth"),
                "background": page.evaluate("getComputedStyle(document.documentElement).backgroundColor"),
                "paper": page.evaluate("getComputedStyle(document.querySelector('svg .paper')).fill"),
                # Text that another text of the same picture covers, in units of the picture's own size.
                "overlaps": page.evaluate("""() => {
                  let count = 0;
                  for (const svg of document.querySelectorAll('svg')) {
                    const boxes = [...svg.querySelectorAll('text:not(.halo)')].filter(t => t.textContent.trim())
                      .map(t => t.getBoundingClientRect());
                    for (let a = 0; a < boxes.length; a++) for (let b = a + 1; b < boxes.length; b++) {
                      const x = Math.min(boxes[a].right, boxes[b].right) - Math.max(boxes[a].left, boxes[b].left);
                      const y = Math.min(boxes[a].bottom, boxes[b].bottom) - Math.max(boxes[a].top, boxes[b].top);
                      if (x > 1 && y > 4) count++;
                    }
                  }
                  return count;
                }"""),
            }
            if folder:
                page.screenshot(path=str(folder / f"{scheme}-{width}.png"), full_page=True)
            if (scheme, width) != ("light", 1280):
                context.close()
                continue

            found["names"] = names(page)
            found["pictures"] = page.locator("svg").count()
            headings = page.eval_on_selector_all(
                "#class-table thead th", "all => all.map(one => one.textContent)")
            found["headings"] = headings
            page.click("#class-table thead th:nth-child(3) button")
            found["falling"] = column(page, 3)
            page.click("#class-table thead th:nth-child(3) button")
            found["rising"] = column(page, 3)
            found["sorted by"] = page.get_attribute("#class-table thead th:nth-child(3)", "aria-sort")
            page.click("#class-table thead th:nth-child(1) button")
            page.fill("#search", found["names"][int(wanted)][:4].upper())
            found["searched"] = names(page)
            found["said"] = page.text_content("#found")
            # Those that are found are marked in the pictures, and no others.
            found["hits"] = sorted(set(page.eval_on_selector_all(
                "svg [data-c].hit", "all => all.map(one => Number(one.dataset.c))")))
            found["rows found"] = page.eval_on_selector_all(
                "#class-table tbody tr:not([hidden])", "all => all.map(one => Number(one.dataset.c))")
            page.fill("#search", "")
            found["hits after"] = page.locator("svg .hit").count()

            # The table of models sorts; a click opens the model's part and no other.
            page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = false; })")
            if page.locator("#models table").count():
                page.click("#models thead th:nth-child(5) button")
                found["models"] = page.eval_on_selector_all(
                    "#models .scroll:first-of-type tbody tr",
                    "all => all.map(one => [one.children[0].textContent, Number(one.children[4].dataset.v)])")
                page.click("#models tbody tr:last-child td:first-child button")
                found["opened"] = page.eval_on_selector_all("details.model[open] summary", "all => all.map(one => one.textContent)")
                found["sentences"] = page.eval_on_selector_all(
                    "details.model", "all => all.map(one => one.querySelectorAll(':scope > p').length)")
            page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")

            # Hovering shows the class, its counts and its accuracies.
            mark = page.locator(f'svg .dots [data-c="{wanted}"]').first
            mark.scroll_into_view_if_needed()
            mark.dispatch_event("pointerover", {"bubbles": True})
            found["card"] = page.text_content("#card")
            mark.dispatch_event("pointerout", {"bubbles": True})
            found["card gone"] = page.is_hidden("#card")
            # A click marks it in every picture that shows it.
            mark.dispatch_event("click", {"bubbles": True})
            found["marked"] = page.locator("svg .on").count()
            found["shown in"] = page.locator(f'svg:has([data-c="{wanted}"]), svg:has([data-m])').count()
            found["marked in"] = page.locator("svg:has(.on)").count()
            found["row"] = page.text_content("#class-table tr.on th button")
            page.keyboard.press("Escape")
            found["marked after Escape"] = page.locator(".on").count()
            # The same by keyboard: into a picture, to its third mark, and choose it.
            page.locator(".picture:has([data-c])").first.focus()
            for _ in range(3):
                page.keyboard.press("ArrowRight")
            found["at"] = page.locator("svg .at").first.get_attribute("data-c")
            page.keyboard.press("Enter")
            found["chosen by keyboard"] = page.get_attribute("#class-table tr.on", "data-c")
            page.keyboard.press("Escape")
            button = page.locator(f'#class-table tr[data-c="{wanted}"] th button')
            button.focus()
            page.keyboard.press("Enter")
            found["chosen in table"] = page.get_attribute("#class-table tr.on", "data-c")
            found["pressed"] = button.get_attribute("aria-pressed")
            page.emulate_media(media="print")
            found["printed"] = len(page.pdf()) > 1000
            found["search is printed"] = page.is_visible("#search")
            context.close()
    browser.close()
print(json.dumps(found))
