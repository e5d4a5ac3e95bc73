/* The page of a visit on a bad connection. What is typed stays on this telephone, encrypted with a key that only the page
   of somebody signed in carries, until the server has confirmed it; what was sent waits in order and is sent again with
   the same key, so that it arrives once. Without this file every form is sent as it is. */
(() => {
  "use strict";
  const root = document.querySelector("[data-visit]");
  if (!root) return;
  const words = JSON.parse(root.dataset.words);
  const place = `afilia-visit:${root.dataset.visit}`;
  const bar = root.querySelector("[data-bar]");
  const forms = [...root.querySelectorAll("form[data-keep]")];
  const FIRST_PAUSE = 3000, LONGEST_PAUSE = 60000;
  let drafts = {}, queue = [], sending = false, pause = FIRST_PAUSE, timer = 0, ended = false, secret = null;

  // ---- What is kept on the telephone

  const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  const text = (array) => btoa(Array.from(array, (byte) => String.fromCharCode(byte)).join(""));

  async function unlock() {
    if (!window.crypto?.subtle) return;
    secret = await crypto.subtle.importKey("raw", bytes(root.dataset.secret), "AES-GCM", false, ["encrypt", "decrypt"]);
    const kept = localStorage.getItem(place);
    if (!kept) return;
    try {
      const [, start, sealed] = kept.split(".");
      const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(start) }, secret, bytes(sealed));
      ({ drafts, queue } = JSON.parse(new TextDecoder().decode(plain)));
    } catch {
      localStorage.removeItem(place); // of a key that is no more: nobody can read it
    }
  }

  let writing = Promise.resolve();
  function keep() {
    writing = writing.then(async () => {
      if (!secret) return;
      if (!queue.length && !Object.keys(drafts).length) return localStorage.removeItem(place);
      const start = crypto.getRandomValues(new Uint8Array(12));
      const plain = new TextEncoder().encode(JSON.stringify({ drafts, queue: queue.filter((one) => !one.files) }));
      const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv: start }, secret, plain));
      localStorage.setItem(place, `${Date.now()}.${text(start)}.${text(sealed)}`);
    }).catch(() => { secret = null; show(); });
    return writing;
  }

  // ---- Forms as they stand

  const UNTYPED = new Set(["csrf_token", "key", "version", "seen"]);
  const isShown = (input) => input.name.endsWith("-shown");
  const inputs = (form) => [...form.elements].filter((input) => input.name && !UNTYPED.has(input.name) && input.type !== "file");
  const ticks = (input) => input.type === "checkbox" || input.type === "radio";
  const differs = (input) => {
    if (ticks(input)) return input.checked !== input.defaultChecked;
    if (input.options) return [...input.options].some((one) => one.selected !== one.defaultSelected) && input.value !== firstOf(input);
    return input.type !== "hidden" && input.value !== input.defaultValue;
  };
  const firstOf = (select) => ([...select.options].find((one) => one.defaultSelected) ?? select.options[0])?.value;

  function note(form) {
    const typed = inputs(form).filter(differs).map((input) => [input.name, input.value, ticks(input) ? input.checked : null]);
    const group = (name) => name.slice(0, name.indexOf("-") + 1);
    const touched = new Set(typed.map(([name]) => group(name)));
    const shown = inputs(form).filter((input) => isShown(input) && touched.has(group(input.name)));
    if (typed.length) drafts[form.id] = { typed, shown: shown.map((input) => [input.name, input.value]), key: form.dataset.tried };
    else delete drafts[form.id];
    tell(form, typed.length ? (secret ? "here" : "loose") : "");
    return keep();
  }

  function put(form, draft) {
    for (const [name, value, checked] of draft.typed) {
      for (const input of form.elements) {
        if (input.name !== name) continue;
        if (ticks(input)) { if (input.value === value) input.checked = checked; }
        else input.value = value;
      }
    }
    for (const [name, value] of draft.shown) if (form.elements[name]) form.elements[name].value = value;
    if (draft.key) { form.dataset.tried = draft.key; form.elements.key.value = draft.key; }
    form.closest("details:not([open])")?.setAttribute("open", "");
    tell(form, "here");
  }

  const values = (fields, name) => fields.filter(([one]) => one === name).map(([, value]) => value);

  function fill(form, fields) { // as it was when it was sent
    for (const input of inputs(form)) {
      const said = values(fields, input.name);
      if (ticks(input)) input.checked = said.includes(input.value);
      else if (said.length) input.value = said[0];
    }
  }

  function settle(form, fields) { // what was sent is what the server has; what was typed since then is not
    for (const input of inputs(form)) {
      const said = values(fields, input.name);
      if (ticks(input) ? input.checked !== said.includes(input.value) : input.value !== said[0]) continue;
      if (ticks(input)) input.defaultChecked = input.checked;
      else if (input.options) for (const one of input.options) one.defaultSelected = one.selected;
      else input.defaultValue = input.value;
    }
  }

  // ---- What is said

  function tell(form, state, more = "") {
    const line = form.querySelector("[data-sync]");
    line.textContent = state ? words[state].replace("{time}", more) : "";
    line.dataset.state = state;
  }

  function complain(form, sentences) {
    let box = form.querySelector(".error-summary");
    if (!sentences.length) return box?.remove();
    if (!box) {
      box = document.createElement("div");
      box.className = "error-summary";
      box.tabIndex = -1;
      box.setAttribute("role", "alert");
      form.prepend(box);
    }
    const list = document.createElement("ul");
    for (const { said, field } of sentences) {
      const line = document.createElement("li");
      const link = document.createElement(field ? "a" : "span");
      if (field) link.href = `#${field}`;
      link.textContent = said;
      line.append(link);
      list.append(line);
    }
    box.replaceChildren(list);
    form.closest("details:not([open])")?.setAttribute("open", "");
    // Whoever is writing somewhere else meanwhile is not taken away from there.
    if (document.activeElement === document.body || form.contains(document.activeElement)) box.focus();
  }

  function show(state = "") {
    const waiting = queue.length + Object.keys(drafts).length;
    const said = ended ? "session" : state || (secret ? (waiting ? "waiting" : "") : "loose");
    const line = said ? words[said].replace("{count}", waiting).replace("{time}", show.time ?? "") : show.time ? words.sent.replace("{time}", show.time) : "";
    bar.dataset.state = said || (show.time ? "sent" : "");
    if (bar.firstElementChild.textContent !== line) bar.firstElementChild.textContent = line;
    bar.querySelector("a").hidden = !ended;
  }

  // ---- Sending

  const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(36)).join("");

  function body(one) {
    const sent = one.files ?? new FormData();
    if (!one.files) for (const [name, value] of one.fields) sent.append(name, value);
    sent.set("csrf_token", root.querySelector("[name=csrf_token]").value);
    sent.set("key", one.key);
    return sent;
  }

  async function post(one) { // the answer as data, or what stood in its way
    let response;
    try {
      response = await fetch(one.url, { method: "POST", body: body(one), headers: { Accept: "application/json" }, redirect: "manual" });
    } catch {
      return { state: "offline" };
    }
    if (response.status >= 500 || response.status === 429) return { state: "offline" };
    if (response.headers.get("Content-Type")?.startsWith("application/json")) return response.json();
    return { state: { 404: "gone", 403: "gone", 413: "too_large" }[response.status] ?? "session" };
  }

  const hide = (form, hidden = {}) => {
    for (const [name, value] of Object.entries(hidden)) if (form.elements[name]) form.elements[name].value = value;
  };

  function confirmed(one, answer) {
    const form = document.getElementById(one.form);
    show.time = answer.at;
    if (form) {
      complain(form, []);
      if (form.dataset.keep !== "more") settle(form, one.fields);
      hide(form, answer.hidden);
      note(form);
      const count = form.closest("details")?.querySelector("summary .quiet");
      if (answer.counted && count) count.textContent = answer.counted;
      if (!drafts[one.form]) tell(form, "sent", answer.at);
    }
    for (const later of queue) {
      if (later.form !== one.form || !later.fields) continue;
      later.fields = later.fields.map(([name, value]) => [name, answer.hidden?.[name] ?? value]);
    }
    if (answer.version) for (const input of document.querySelectorAll("input[name=version]")) input.value = answer.version;
    for (const [name, lines] of Object.entries(answer.lines ?? {})) {
      const list = root.querySelector(`[data-lines="${name}"]`);
      list?.replaceChildren(...lines.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
    }
  }

  function refused(one, answer) { // nothing is thrown away: the words go back into their form, or stand at the end
    const form = document.getElementById(one.form);
    if (!form || (form.dataset.keep === "more" && drafts[one.form])) {
      drafts[`${one.form}.${one.key}`] = one.draft ?? { typed: one.fields ?? [], shown: [] };
      return leftOver(answer.sentences);
    }
    if (form.dataset.keep === "more") fill(form, one.fields);
    hide(form, answer.hidden);
    complain(form, answer.sentences ?? [{ said: words[answer.state] ?? words.gone }]);
    note(form);
    tell(form, "refused");
  }

  function leftOver(sentences = []) { // words that have no form on this page any more
    const rest = Object.entries(drafts).filter(([id]) => !document.getElementById(id));
    const box = root.querySelector("[data-left]");
    box.hidden = !rest.length;
    const parts = rest.map(([id, draft]) => {
      const part = document.createElement("div");
      for (const [name, value] of draft.typed) {
        if (UNTYPED.has(name) || name.endsWith("-shown") || !value) continue;
        part.append(Object.assign(document.createElement("blockquote"), { textContent: value }));
      }
      const drop = Object.assign(document.createElement("button"), { type: "button", className: "button button--second", textContent: words.drop });
      drop.addEventListener("click", () => { delete drafts[id]; keep(); leftOver(); show(); });
      part.append(drop);
      return part;
    });
    const why = sentences.map(({ said }) => Object.assign(document.createElement("p"), { textContent: said }));
    box.querySelector("div").replaceChildren(...why, ...parts);
  }

  async function sendAll() {
    if (sending || ended) return;
    sending = true;
    clearTimeout(timer);
    while (queue.length) {
      const one = queue[0];
      const form = document.getElementById(one.form);
      if (form) tell(form, "sending");
      show("sending");
      const answer = await post(one);
      if (answer.state === "offline") {
        if (form) tell(form, one.files ? "files" : "here");
        timer = setTimeout(sendAll, pause);
        pause = Math.min(pause * 2, LONGEST_PAUSE);
        sending = false;
        return show("offline");
      }
      pause = FIRST_PAUSE;
      if (answer.state === "session") {
        ended = true;
        if (form) tell(form, "here");
        break;
      }
      queue.shift();
      if (answer.state === "sent") confirmed(one, answer);
      else refused(one, answer);
      await keep();
    }
    sending = false;
    show();
  }

  function record(form) { // goes into the queue; the form is free for more
    const typed = new FormData(form);
    const hasFiles = [...typed.values()].some((value) => value instanceof File && value.size);
    for (const [name, value] of [...typed]) if (value instanceof File && !value.size) typed.delete(name);
    const one = { form: form.id, url: form.action, key: form.elements.key.value, draft: drafts[form.id] ?? null };
    one.fields = [...typed].filter(([name, value]) => name !== "csrf_token" && !(value instanceof File));
    if (hasFiles) one.files = typed;
    queue.push(one);
    form.elements.key.value = newKey();
    delete drafts[form.id];
    if (form.dataset.keep === "more") form.reset();
    complain(form, []);
    tell(form, hasFiles ? "files" : "here");
    keep().then(sendAll);
  }

  async function step(form) { // counts when it arrives: never sent later by itself
    await sendAll();
    if (queue.length || ended) return tell(form, "step"), show(ended ? "" : "offline");
    const key = form.elements.key.value;
    form.dataset.tried = key;
    await note(form);
    tell(form, "sending");
    const answer = await post({ url: form.action, key, files: new FormData(form) });
    if (answer.state === "sent") {
      delete drafts[form.id];
      await keep();
      return location.replace(answer.go);
    }
    if (answer.state === "offline" || answer.state === "session") {
      ended = answer.state === "session";
      tell(form, "step");
      return show(ended ? "" : "offline");
    }
    delete form.dataset.tried;
    form.elements.key.value = newKey();
    await note(form);
    complain(form, answer.sentences ?? [{ said: words[answer.state] ?? words.gone }]);
    tell(form, "refused");
  }

  // ---- Begin

  const TWICE = 1000, pressed = new Map();
  for (const form of forms) {
    const noted = () => note(form).then(() => show());
    form.addEventListener("input", noted);
    form.addEventListener("change", noted);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (event.timeStamp - (pressed.get(form) ?? -TWICE) < TWICE) return; // a second tap of the same press
      pressed.set(form, event.timeStamp);
      if (form.dataset.keep === "step") step(form);
      else record(form);
    });
  }
  window.addEventListener("online", () => { pause = FIRST_PAUSE; sendAll(); });
  window.addEventListener("offline", () => show("offline"));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) sendAll(); });
  document.querySelector("form[data-sign-out]")?.addEventListener("submit", (event) => {
    if ((queue.length || Object.keys(drafts).length) && !window.confirm(words.sign_out)) event.preventDefault();
  });

  unlock().catch(() => { secret = null; }).then(() => {
    for (const one of queue) {
      const form = document.getElementById(one.form);
      if (form && form.dataset.keep !== "more") fill(form, one.fields);
    }
    for (const form of forms) if (drafts[form.id]) put(form, drafts[form.id]);
    leftOver();
    root.dataset.ready = "yes";
    show();
    return sendAll();
  });
})();
