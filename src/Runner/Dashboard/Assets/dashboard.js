// Keeps a page current without reloading it: fetches the inside of <main> and changes only what differs, so that
// scroll, focus, selection and unfolded details stay. Without this script every page reads just as well.
(() => {
  "use strict";
  const main = document.getElementById("main");
  const connection = document.getElementById("connection");
  const interval = Math.max(1000, Number(main.dataset.refresh) || 0);
  const longestPause = 15000;
  let failures = 0;
  let timer = 0;
  let running = null;

  // What the last action did is said once, not again after every reload.
  const address = new URL(location.href);
  if (address.searchParams.has("did")) {
    address.searchParams.delete("did");
    history.replaceState(null, "", address);
  }
  const notice = main.querySelector(":scope > .notice[role=status]");

  if (!main.dataset.refresh) return;

  function schedule() {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(refresh, Math.min(interval * 2 ** failures, longestPause));
  }

  async function refresh() {
    if (running) return;
    running = new AbortController();
    const giveUp = setTimeout(() => running.abort(), 10000);
    try {
      const response = await fetch(location.href, { headers: { "X-Fragment": "1" }, signal: running.signal });
      if (response.redirected) return location.reload();
      if (!response.ok) throw new Error(response.status);
      const fresh = document.createElement("main");
      fresh.replaceChildren(...new DOMParser().parseFromString(await response.text(), "text/html").body.childNodes);
      if (notice) fresh.prepend(notice.cloneNode(true));
      children(main, fresh);
      failures = 0;
      connection.textContent = "";
    } catch {
      if (!document.hidden && ++failures > 1) connection.textContent = "No answer from the service. Trying again.";
    } finally {
      clearTimeout(giveUp);
      running = null;
      schedule();
    }
  }

  const key = node => node.dataset?.key || node.id || node.getAttribute?.("aria-labelledby") || "";

  const alike = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && key(a) === key(b) &&
    a.className === b.className;

  function children(old, fresh) {
    let at = old.firstChild;
    for (const wanted of [...fresh.childNodes]) {
      let found = at;
      // What was added or went away moves its neighbours: look for the element further on before making a new one.
      if (wanted.nodeType === 1) while (found && !alike(found, wanted)) found = found.nextSibling;
      if (!found || !alike(found, wanted)) {
        old.insertBefore(wanted, at);
        continue;
      }
      while (at !== found) at = remove(at);
      at = found.nextSibling;
      if (!found.isEqualNode(wanted)) sync(found, wanted);
    }
    while (at) at = remove(at);
  }

  function remove(node) {
    const next = node.nextSibling;
    node.remove();
    return next;
  }

  function sync(old, fresh) {
    if (old.nodeType !== 1) {
      if (old.data !== fresh.data) old.data = fresh.data;
      return;
    }
    for (const { name } of [...old.attributes]) {
      // Whether details are unfolded is the reader's business.
      if (!fresh.hasAttribute(name) && name !== "open") old.removeAttribute(name);
    }
    for (const { name, value } of fresh.attributes) {
      if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    }
    children(old, fresh);
  }

  document.addEventListener("visibilitychange", () => document.hidden ? clearTimeout(timer) : refresh());
  schedule();
})();
