// Keeps a page current without reloading it: fetches the inside of <main> and changes only what differs, so that
// scroll, focus, selection and unfolded details stay; and takes files dropped on a page. Without this script every page
// reads and works just as well.
(() => {
  "use strict";
  const main = document.getElementById("main");
  const connection = document.getElementById("connection");
  const interval = Math.max(1000, Number(main.dataset.refresh) || 0);
  const longestPause = 15000;
  let failures = 0;
  let timer = 0;
  let running = null;
  let instance = null;
  let busy = false;

  // What the last action did is said once, not again after every reload.
  const address = new URL(location.href);
  if (address.searchParams.has("did")) {
    address.searchParams.delete("did");
    history.replaceState(null, "", address);
  }
  const notice = main.querySelector(":scope > .notice[role=status]");

  takeFiles();
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
      // Another process answers: its stylesheet may be newer, and the tokens of this page are worth nothing to it.
      const sender = response.headers.get("X-Instance");
      if (instance && sender !== instance && !busy) return location.reload();
      instance = sender;
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
        prove(wanted);
        old.insertBefore(wanted, at);
        continue;
      }
      while (at !== found) at = remove(at);
      at = found.nextSibling;
      if (!found.isEqualNode(wanted)) sync(found, wanted);
    }
    while (at) at = remove(at);
  }

  // Fragments are shared by many readers: the forms in them carry no token, that of this page is put in.
  function prove(node) {
    const token = document.querySelector("meta[name=form-token]")?.content ?? "";
    for (const field of node.querySelectorAll?.("input[name=token]") ?? []) field.value = token;
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
    // What a reader types, chooses or uploads is not ours to change.
    if (old.name === "token" || old.id === "upload") return;
    for (const { name } of [...old.attributes]) {
      // Whether details are unfolded is the reader's business.
      if (!fresh.hasAttribute(name) && name !== "open") old.removeAttribute(name);
    }
    for (const { name, value } of fresh.attributes) {
      if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    }
    children(old, fresh);
  }

  function takeFiles() {
    const form = document.getElementById("drop");
    if (!form) return;
    const holdsFiles = event => [...event.dataTransfer?.types ?? []].includes("Files");
    let depth = 0;
    const mark = () => document.body.classList.toggle("dropping", depth > 0);
    addEventListener("dragenter", event => { if (holdsFiles(event)) { depth++; mark(); } });
    addEventListener("dragleave", event => { if (holdsFiles(event)) { depth = Math.max(0, depth - 1); mark(); } });
    addEventListener("dragover", event => { if (holdsFiles(event)) event.preventDefault(); });
    addEventListener("drop", event => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      depth = 0;
      mark();
      submitAll([...event.dataTransfer.files]);
    });
    form.addEventListener("submit", event => {
      event.preventDefault();
      submitAll([...form.elements.file.files]);
    });
  }

  async function submitAll(files) {
    if (busy || files.length === 0) return;
    busy = true;
    const shown = document.getElementById("upload");
    let end = "";
    try {
      for (const [index, file] of files.entries()) {
        const which = files.length > 1 ? ` (${index + 1} of ${files.length})` : "";
        end = await submit(file, sent => { shown.textContent = `${file.name}${which}: ${sent}`; });
      }
      location.assign(files.length > 1 ? document.querySelector(".brand").href : end);
    } catch (error) {
      shown.textContent = error.message;
    } finally {
      busy = false;
    }
  }

  function submit(file, tell) {
    const form = document.getElementById("drop");
    const fields = new FormData();
    fields.append("token", form.elements.token.value);
    fields.append("priority", form.elements.priority.value);
    fields.append("file", file, file.name);
    return new Promise((resolve, reject) => {
      // fetch does not tell how much of a body has been sent.
      const request = new XMLHttpRequest();
      request.open("POST", form.action);
      request.responseType = "document";
      request.upload.onprogress = sent => tell(sent.loaded < sent.total
        ? `${Math.floor(100 * sent.loaded / sent.total)} % sent` : "sent, being read");
      request.onload = () => request.status < 400
        ? resolve(request.responseURL)
        : reject(new Error(request.response?.querySelector("main p")?.textContent ?? `refused (${request.status})`));
      request.onerror = () => reject(new Error("No answer from the service: the file may not have arrived."));
      tell("being sent");
      request.send(fields);
    });
  }

  document.addEventListener("visibilitychange", () => document.hidden ? clearTimeout(timer) : refresh());
  schedule();
})();
