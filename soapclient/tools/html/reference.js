"use strict";
(() => {
  const root = document.documentElement;
  const $ = (id) => document.getElementById("/" + id);
  const search = $("search"), found = $("found"), tree = $("tree"), help = $("help"), menu = $("menu"), side = $("side");
  const rows = [...document.querySelectorAll("details.op")];
  const sections = [...document.querySelectorAll("main section")];
  const gone = [...document.querySelectorAll("main section > details > ul > li[data-text]")];
  const boxes = [...document.querySelectorAll("#\\/tools input[type=checkbox]")];
  const nameOf = (row) => row.id.slice(3);
  const rowOf = (name) => document.getElementById("op-" + name);
  const isPhone = () => matchMedia("(max-width:60rem)").matches;
  const stored = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const store = (key, value) => { try { localStorage.setItem(key, value); } catch { /* private window */ } };
  for (const each of [$("tools"), menu, $("theme"), $("keys")]) each.hidden = false;

  // Words: both sides of the search go through the same stem.
  const SAME = [
    "change update set modify edit alter reset", "email mail", "delete remove purge destroy erase drop",
    "create add new make insert", "get list show read fetch retrieve view see", "search find query look",
    "phone mobile telephone cell", "login authenticate logon", "logout logoff", "password pwd passwd",
    "user account person people", "member membership", "document file doc", "folder directory", "library domain",
    "group usergroup team", "lock checkout", "unlock checkin", "permission access accesslist security right acl",
    "version revision", "restore undelete recover undo", "trash bin recycle", "owner ownership",
    "subscribe subscriber subscription notify", "workflow flow", "log audit history", "exist check test",
    "approve complete finish", "metadata property", "enable activate unarchive", "disable deactivate", "upload send", "tag label", "move relocate", "copy duplicate",
    "address location", "send distribute", "due deadline", "comment note remark",
  ].map((line) => line.split(" "));
  const STOP = new Set("a an the of to in on at for from by with and or is are be do does how i my me can we all it its this that what".split(" "));
  const PHRASES = [[/\be[- ]mail/g, "email"], [/\brename\b/g, "update name"],
    [/\bwho (can|may|has)( \w+)?\b/g, "accesslist"], [/\bfull[- ]text\b/g, ""],
    [/\bwho am i\b/g, "get current user"], [/\b(grant|revoke)\b/g, "set"],
    [/\b(restore|undelete|recover) (a |the )?deleted\b/g, "restore"], [/\bcheck(ed)?[ -]?out\b/g, "checkout"], [/\bcheck(ed)?[ -]?in\b/g, "checkin"],
    [/\b(log|sign)[ -](in|on)\b/g, "login"], [/\b(log|sign)[ -](out|off)\b/g, "logout"]];
  const stem = (word) => {
    let text = word.replace(/ies$/, "y").replace(/(ss|x|ch|sh)es$/, "$1").replace(/([^su])s$/, "$1");
    for (const end of ["ation", "ating", "ated", "ate", "ment", "ion", "ing", "ed"]) {
      if (text.endsWith(end) && text.length - end.length >= 3) { text = text.slice(0, -end.length); break; }
    }
    return text.length > 3 ? text.replace(/e$/, "").replace(/y$/, "i").replace(/([^aeiou])\1$/, "$1") : text;
  };
  const synonyms = new Map();
  for (const group of SAME) for (const word of group) {
    const known = synonyms.get(stem(word)) || new Set();
    for (const other of group) known.add(stem(other));
    synonyms.set(stem(word), known);
  }
  const distance = (one, two, most) => {  // with neighbours swapped counted once
    if (Math.abs(one.length - two.length) > most) return most + 1;
    let before = [], last = Array.from({ length: two.length + 1 }, (_, at) => at);
    for (let i = 1; i <= one.length; i += 1) {
      const next = [i];
      for (let j = 1; j <= two.length; j += 1) {
        const same = one[i - 1] === two[j - 1] ? 0 : 1;
        next[j] = Math.min(last[j] + 1, next[j - 1] + 1, last[j - 1] + same);
        if (i > 1 && j > 1 && one[i - 1] === two[j - 2] && one[i - 2] === two[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
      }
      before = last; last = next;
    }
    return last[two.length];
  };
  const inside = (part, text) => {  // how far the nearest part of a text is
    let last = new Array(text.length + 1).fill(0);
    for (let i = 1; i <= part.length; i += 1) {
      const next = [i];
      for (let j = 1; j <= text.length; j += 1) {
        next[j] = Math.min(last[j] + 1, next[j - 1] + 1, last[j - 1] + (part[i - 1] === text[j - 1] ? 0 : 1));
      }
      last = next;
    }
    return Math.min(...last);
  };

  let index = null;
  const load = () => {
    if (index) return index;
    const data = JSON.parse($("data").textContent);
    const words = data.words.split(" ").map((text) => ({ text, stem: stem(text) }));
    const ids = (text) => (text ? text.split(" ").map((id) => parseInt(id, 36)) : []);
    const operations = data.operations.map(([name, ...fields]) =>
      ({ name, folded: name.toLowerCase(), stem: stem(name.toLowerCase()), fields: fields.map(ids) }));
    index = { words, operations };
    return index;
  };
  const likeness = (asked) => {  // how well each word of the index answers one that is asked for
    const own = stem(asked), same = synonyms.get(own) || new Set();
    const scored = load().words.map(({ text, stem: other }) => {
      if (text === asked) return 1;
      if (other === own) return 0.95;
      if (same.has(other)) return 0.85;
      if (text.startsWith(asked)) return 0.6 + 0.3 * asked.length / text.length;
      return asked.length > 2 && text.includes(asked) ? 0.3 : 0;
    });
    if (Math.max(...scored) > 0.5) return scored.map((score) => (score > 0.5 ? score : 0));  // "move" is not in "remove"
    if (asked.length < 4) return scored;
    const most = asked.length < 8 ? 1 : 2;
    const meant = new Set();
    for (const group of SAME) if (group.some((word) => distance(asked, word, most) <= most)) for (const word of group) meant.add(stem(word));
    return load().words.map(({ text, stem: other }, at) => {
      const near = text.length > 3 && distance(asked, text, most) <= most ? 0.6 : 0;
      return Math.max(scored[at], near, meant.has(other) ? 0.5 : 0);
    });
  };
  const WEIGHTS = [10, 5, 2];
  const rank = (query) => {
    let text = query.replace(/([a-z0-9])(?=[A-Z])/g, "$1 ").toLowerCase();
    for (const [from, to] of PHRASES) text = text.replace(from, to);
    const all = text.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    const asked = all.some((word) => !STOP.has(word)) ? all.filter((word) => !STOP.has(word)) : all;
    const joined = query.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
    const tables = asked.map(likeness);
    const count = load().operations.length;
    const meant = asked.map((word) => ({ own: stem(word), same: synonyms.get(stem(word)) || new Set() }));
    const rare = tables.map((table) => {  // a word that few names have says more than one that many have
      const having = load().operations.filter(({ fields }) => fields[0].some((id) => table[id] > 0.8)).length;
      return 1.5 - Math.log(having + 1) / Math.log(count + 2);
    });
    const every = rare.reduce((sum, each) => sum + each, 0);
    const results = [];
    for (const operation of load().operations) {
      let score = 0, matched = 0, together = 0;
      const why = new Set();
      tables.forEach((table, at) => {
        const { own, same } = meant[at];
        let best = operation.stem === own ? 10 : same.has(operation.stem) ? 8.5 : 0, from = null;
        if (asked[at].length > 8 && operation.folded.includes(asked[at]) && !operation.fields[0].some((id) => table[id] === 1)) {
          best = 13;  // several words of a name written as one
          together = Math.max(together, asked[at].length / operation.folded.length);
        }
        operation.fields.forEach((field, place) => {
          for (const id of field) if (table[id] * WEIGHTS[place] > best) { best = table[id] * WEIGHTS[place]; from = place ? id : null; }
        });
        if (best) matched += rare[at];
        if (from !== null) why.add(load().words[from].text);
        score += best * rare[at];
      });
      const named = operation.fields[0].filter((id) => tables.some((table) => table[id] > 0.4)).length;
      score += 6 * Math.max(together, named / (operation.fields[0].length || 1));
      const plain = operation.name.replace(/[^\p{L}\p{N}]+/gu, ""), folded = plain.toLowerCase();
      const starts = folded.indexOf(joined);
      const whole = joined.length > 1 && starts >= 0 && (!starts || !/\p{Ll}/u.test(plain[starts]));
      if (whole) score += folded === joined ? 100 : folded.startsWith(joined) ? 30 : 15;
      if (whole || matched) {
        const part = whole ? 1 : matched / every;
        results.push({ name: operation.name, score: score * (0.4 + 0.6 * part), part, why, exact: whole && folded === joined });
      }
    }
    const exact = results.filter((each) => each.exact);
    if (exact.length && asked.length > 1 && !/\s/.test(query.trim())) return exact;
    // Common words are in no index: what lacks one of them is kept where the rest fits well.
    const best = Math.max(0, ...results.map((each) => each.score)), part = Math.max(0, ...results.map((each) => each.part)) - 1e-9;
    const full = results.filter((each) => each.part >= part).length;
    let kept = results.filter((each) => each.part >= part || (each.part >= 0.5 && (full < 3 || each.score > 0.5 * best)));
    if (!kept.length && joined.length > 3) {
      const most = Math.min(3, Math.floor(joined.length / 4));
      kept = load().operations.map(({ name, folded }) => ({ name, part: 1, why: new Set(), score: -inside(joined, folded) }))
        .filter((each) => -each.score <= most);
    }
    return kept.sort((a, b) => b.score - a.score || a.name.length - b.name.length);
  };

  // The list of results, and what the page shows of the operations.
  let results = [], chosen = -1;
  const choose = (at) => {
    const items = [...found.children];
    if (!items.length) return;
    chosen = Math.max(0, Math.min(at, items.length - 1));
    items.forEach((item, place) => item.setAttribute("aria-selected", String(place === chosen)));
    search.setAttribute("aria-activedescendant", items[chosen].id);
    items[chosen].scrollIntoView({ block: "nearest" });
  };
  const filter = () => {
    const query = search.value.trim();
    const on = boxes.filter((box) => box.checked);
    const kinds = on.filter((box) => box.name === "kind").map((box) => box.value);
    const marks = on.filter((box) => box.name === "mark").map((box) => box.value);
    const fits = (row) => (!kinds.length || kinds.includes(row.dataset.kind)) &&
      marks.every((mark) => row.dataset.marks.split(" ").includes(mark));
    results = query ? rank(query).filter((each) => fits(rowOf(each.name))) : [];
    const wanted = new Set(results.map((each) => each.name));
    let shown = 0;
    for (const row of rows) {
      row.hidden = !(fits(row) && (!query || wanted.has(nameOf(row))));
      if (!row.hidden) shown += 1;
    }
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    for (const each of gone) each.hidden = on.length > 0 || !words.every((word) => each.dataset.text.includes(word));
    for (const section of sections) section.hidden = !section.querySelector("details.op:not([hidden]),li[data-text]:not([hidden])");
    for (const link of tree.querySelectorAll("li:not(.all) > a")) {
      const row = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      link.parentElement.hidden = Boolean(row && row.hidden);
    }
    for (const group of tree.querySelectorAll("details")) {
      const left = group.querySelectorAll("li:not(.all):not([hidden])").length;
      group.hidden = !left;
      group.querySelector("summary .dim").textContent = left;
    }
    found.replaceChildren(...results.map((each, at) => {
      const item = document.createElement("li"), link = document.createElement("a"), small = document.createElement("small");
      item.id = "/result" + at;
      item.setAttribute("role", "option");
      link.href = "#op-" + encodeURIComponent(each.name);
      link.tabIndex = -1;
      const title = rowOf(each.name).closest("section").querySelector("h2").textContent;
      small.textContent = each.why.size ? `${title} · ${[...each.why].join(", ")}` : title;
      link.append(each.name, small);
      item.append(link);
      return item;
    }));
    found.hidden = !query;
    tree.hidden = Boolean(query);
    search.setAttribute("aria-expanded", String(Boolean(query)));
    search.removeAttribute("aria-activedescendant");
    $("count").textContent = query && !shown ? `Nothing found. ${rows.length} operations` : `${shown} of ${rows.length} shown`;
    if (query) choose(0);
  };
  const clear = () => {
    search.value = "";
    for (const box of boxes) box.checked = false;
    filter();
  };
  const drawer = (open) => {
    root.classList.toggle("menu", open);
    menu.setAttribute("aria-expanded", String(open));
    for (const each of [document.querySelector("main")]) each.inert = open && isPhone();
    if (open) side.querySelector("input,summary").focus();
  };

  // Links to an operation, or to a parameter of one.
  const target = () => {
    let name;
    try { name = decodeURIComponent(location.hash.slice(1)); } catch { return null; }
    return name ? document.getElementById(name) || rowOf(name) : null;
  };
  const open = () => {
    const place = target(), row = place && place.closest("details.op");
    for (const link of tree.querySelectorAll("[aria-current]")) link.removeAttribute("aria-current");
    drawer(false);
    if (!row) {
      if (place && place.closest("section") && place.closest("section").hidden) { clear(); place.scrollIntoView(); }
      return;
    }
    if (row.hidden) clear();
    row.open = true;
    const link = [...tree.querySelectorAll("a")].find((each) => decodeURIComponent(each.hash.slice(1)) === row.id);
    if (link) {
      link.setAttribute("aria-current", "true");
      link.closest("details").open = true;
      if (!tree.hidden) link.scrollIntoView({ block: "nearest" });
    }
    row.querySelector("summary").focus({ preventScroll: true });
    (place === row ? row : place).scrollIntoView();
  };
  const go = (name) => {
    const hash = "#op-" + encodeURIComponent(name);
    if (location.hash === hash) open();
    else location.hash = hash;
  };

  // Tabs and copy buttons are made when an operation is opened.
  let kind = stored("soapclient-tab") || "python", made = 0, printing = false;
  const select = (group) => {
    const panels = [...group.querySelectorAll("[data-tab]")].filter((each) => each.matches("div"));
    const panel = panels.find((each) => each.dataset.tab === kind) || panels[0];
    for (const each of panels) {
      const tab = document.getElementById(each.getAttribute("aria-labelledby"));
      each.hidden = each !== panel;
      tab.setAttribute("aria-selected", String(each === panel));
      tab.tabIndex = each === panel ? 0 : -1;
    }
  };
  const tabs = (group) => {
    const list = document.createElement("div");
    list.setAttribute("role", "tablist");
    list.setAttribute("aria-label", "Written as");
    for (const panel of group.querySelectorAll(":scope > div")) {
      const tab = document.createElement("button");
      made += 1;
      tab.type = "button"; tab.id = "/tab" + made; panel.id = "/panel" + made;
      tab.textContent = panel.querySelector("h5").textContent;
      tab.setAttribute("role", "tab"); tab.setAttribute("aria-controls", panel.id);
      panel.setAttribute("role", "tabpanel"); panel.setAttribute("aria-labelledby", tab.id);
      tab.addEventListener("click", () => {
        const top = tab.getBoundingClientRect().top;
        kind = panel.dataset.tab;
        store("soapclient-tab", kind);
        document.querySelectorAll(".tabs.made").forEach(select);
        scrollBy(0, tab.getBoundingClientRect().top - top);
      });
      list.append(tab);
      const code = panel.querySelector("pre");
      if (!code) continue;
      const copy = document.createElement("button");
      copy.type = "button"; copy.className = "copy"; copy.textContent = "Copy";
      copy.addEventListener("click", async () => {
        try { await navigator.clipboard.writeText(code.textContent); } catch {
          getSelection().selectAllChildren(code);
          document.execCommand("copy");
        }
        copy.textContent = "Copied";
        setTimeout(() => { copy.textContent = "Copy"; }, 1500);
      });
      panel.append(copy);
    }
    list.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const all = [...list.children], next = all[(all.indexOf(document.activeElement) + step + all.length) % all.length];
      event.preventDefault();
      next.click();
      next.focus();
    });
    group.prepend(list);
    group.classList.add("made");
    select(group);
  };
  document.addEventListener("toggle", (event) => {
    if (printing || !event.target.matches("details.op[open]")) return;
    event.target.querySelectorAll(".tabs:not(.made)").forEach(tabs);
  }, true);
  for (const row of rows) row.querySelector("summary").addEventListener("click", () => {
    if (!row.open) history.replaceState(null, "", "#" + encodeURIComponent(row.id));
  });

  // Keys.
  search.addEventListener("input", filter);
  for (const box of boxes) box.addEventListener("change", filter);
  search.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); choose(chosen + step); }
    if (event.key === "Enter" && results[chosen] && search.value.trim()) { event.preventDefault(); go(results[chosen].name); }
  });
  side.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (link && link.hash === location.hash) { event.preventDefault(); open(); }
  });
  const near = (step) => {
    const seen = rows.filter((row) => !row.hidden), at = seen.indexOf(document.activeElement.closest("details.op"));
    let next = seen[at + step];
    if (at < 0) next = seen.find((row) => row.getBoundingClientRect().top > 48) || seen[0];
    if (!next) return;
    next.querySelector("summary").focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    const writes = event.target === search;
    if (event.key === "Escape") {
      if (search.value) { clear(); search.focus(); }
      else if (root.classList.contains("menu")) { drawer(false); menu.focus(); }
      else if (writes) search.blur();
      else {
        const row = document.activeElement.closest("details.op[open]");
        if (row) { row.open = false; row.querySelector("summary").focus(); }
      }
      return;
    }
    if (writes) return;
    if (event.key === "/") { event.preventDefault(); if (isPhone()) drawer(true); search.focus(); search.select(); }
    if (event.key === "?") help.showModal();
    if (event.key === "j") near(1);
    if (event.key === "k") near(-1);
  });
  menu.addEventListener("click", () => drawer(!root.classList.contains("menu")));
  document.querySelector("main").addEventListener("click", () => drawer(false));
  $("keys").addEventListener("click", () => help.showModal());
  help.querySelector("button").addEventListener("click", () => help.close());

  const THEMES = ["auto", "dark", "light"];
  let theme = THEMES.includes(stored("soapclient-theme")) ? stored("soapclient-theme") : "auto";
  const paint = () => {
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
    $("theme").textContent = `Theme: ${theme}`;
  };
  $("theme").addEventListener("click", () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
    store("soapclient-theme", theme);
    paint();
  });

  let opened = [];
  addEventListener("beforeprint", () => {
    printing = true;
    opened = rows.filter((row) => !row.hidden).flatMap((row) => [row, ...row.querySelectorAll("details")]).filter((each) => !each.open);
    for (const each of opened) each.open = true;
  });
  addEventListener("afterprint", () => {
    for (const each of opened) each.open = false;
    setTimeout(() => { printing = false; });
  });
  addEventListener("hashchange", open);
  paint();
  filter();
  open();
})();
