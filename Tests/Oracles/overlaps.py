"""Reads {name: SVG} from standard input, draws each in headless Chromium, and prints {name: [texts that lie on another
text or outside of the picture]}."""

import json
import sys

from playwright.sync_api import sync_playwright

SCRIPT = """svg => {
  document.body.innerHTML = svg;
  const picture = document.querySelector('svg').getBoundingClientRect();
  const texts = [...document.querySelectorAll('svg text:not(.halo)')].filter(t => t.textContent.trim());
  const boxes = texts.map(t => t.getBoundingClientRect());
  const found = [];
  boxes.forEach((box, a) => {
    if (box.left < picture.left - 1 || box.right > picture.right + 1 || box.bottom > picture.bottom + 1)
      found.push('outside: ' + texts[a].textContent);
    for (let b = a + 1; b < boxes.length; b++) {
      const x = Math.min(box.right, boxes[b].right) - Math.max(box.left, boxes[b].left);
      const y = Math.min(box.bottom, boxes[b].bottom) - Math.max(box.top, boxes[b].top);
      if (x > 1 && y > 4) found.push(texts[a].textContent + ' / ' + texts[b].textContent);
    }
  });
  return found;
}"""

found = {}
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(
        executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
    page = browser.new_page(viewport={"width": 900, "height": 900})
    page.set_content("<!DOCTYPE html><html><body></body></html>")
    for name, svg in json.load(sys.stdin).items():
        found[name] = page.evaluate(SCRIPT, svg)
    browser.close()
print(json.dumps(found))
