"use strict";
(() => {
  const search = document.getElementById("/search");
  const count = document.getElementById("/count");
  const boxes = [...document.querySelectorAll(".tools input[type=checkbox]")];
  const groups = [...document.querySelectorAll("main section")];
  const rows = [...document.querySelectorAll("[data-text]")];
  const operations = rows.filter((row) => row.matches("details"));
  const closed = [...document.querySelectorAll("details.group")];
  let opens = false;
  document.getElementById("/tools").hidden = false;

  const fits = (row, words, kinds, marks) =>
    words.every((word) => row.dataset.text.includes(word)) &&
    (!kinds.length || kinds.includes(row.dataset.kind)) &&
    marks.every((mark) => row.dataset.marks.split(" ").includes(mark));

  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const on = boxes.filter((box) => box.checked);
    const kinds = on.filter((box) => box.name === "kind").map((box) => box.value);
    const marks = on.filter((box) => box.name === "mark").map((box) => box.value);
    let shown = 0;
    for (const row of rows) {
      row.hidden = !fits(row, words, kinds, marks);
      if (!row.hidden) shown += 1;
    }
    const sought = words.length + on.length > 0;
    for (const each of closed) {
      each.hidden = !each.querySelector("[data-text]:not([hidden])");
      if (sought !== opens) each.open = sought;
    }
    opens = sought;
    for (const group of groups) group.hidden = !group.querySelector("[data-text]:not([hidden])");
    count.textContent = `${shown} of ${rows.length} shown`;
  };

  const open = () => {
    let name;
    try { name = decodeURIComponent(location.hash.slice(1)); } catch { return; }
    const row = name && document.getElementById(name);
    if (!row || !row.matches("details.op")) return;
    if (row.hidden) {
      search.value = "";
      for (const box of boxes) box.checked = false;
      filter();
    }
    row.open = true;
    row.scrollIntoView();
    row.querySelector("summary").focus({ preventScroll: true });
  };

  search.addEventListener("input", filter);
  for (const box of boxes) box.addEventListener("change", filter);
  search.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { search.value = ""; filter(); }
    if (event.key !== "Enter") return;
    event.preventDefault();
    const words = search.value.trim().toLowerCase();
    const seen = rows.filter((row) => !row.hidden);
    const row = seen.find((each) => (each.dataset.name || "").toLowerCase() === words) || seen[0];
    if (!row) return;
    if (row.matches("details")) {
      if (location.hash === "#" + encodeURIComponent(row.id)) open();
      else location.hash = encodeURIComponent(row.id);
    } else { row.tabIndex = -1; row.focus(); }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target === search) return;
    event.preventDefault();
    search.focus();
    search.select();
  });
  window.addEventListener("hashchange", open);
  let opened = [];
  window.addEventListener("beforeprint", () => {
    const seen = operations.filter((row) => !row.hidden);
    const all = seen.flatMap((row) => [row, ...row.querySelectorAll("details")]);
    opened = seen.length > 50 ? [] : all.filter((each) => !each.open);
    for (const row of opened) row.open = true;
  });
  window.addEventListener("afterprint", () => { for (const row of opened) row.open = false; });
  filter();
  open();
})();
