"use strict";
(() => {
  const search = document.getElementById("/search");
  const count = document.getElementById("/count");
  const boxes = [...document.querySelectorAll(".tools input[type=checkbox]")];
  const sections = [...document.querySelectorAll("section[data-kind]")].map((section) => ({
    section,
    kind: section.dataset.kind,
    details: section.querySelector("details"),
    chunks: [...section.querySelectorAll(".chunk")].map((chunk) => ({
      chunk,
      rows: [...chunk.querySelectorAll("tbody")].map((row) => ({ row, text: null })),
    })),
  }));
  const total = sections.reduce((sum, each) => sum + each.chunks.reduce((all, part) => all + part.rows.length, 0), 0);
  document.getElementById("/tools").hidden = false;

  const fits = (each, words) => {
    if (!words.length) return true;
    each.text ??= each.row.textContent.toLowerCase();
    return words.every((word) => each.text.includes(word));
  };

  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const kinds = boxes.filter((box) => box.checked).map((box) => box.value);
    let shown = 0;
    for (const { section, kind, details, chunks } of sections) {
      const wanted = !kinds.length || kinds.includes(kind);
      let here = 0;
      for (const { chunk, rows } of chunks) {
        let inside = 0;
        if (wanted) {
          for (const each of rows) {
            const hidden = !fits(each, words);
            if (each.row.hidden !== hidden) each.row.hidden = hidden;
            if (!hidden) inside += 1;
          }
        }
        if (chunk.hidden !== !inside) chunk.hidden = !inside;
        here += inside;
      }
      section.hidden = !here;
      if (details) details.open = here > 0 && (words.length > 0 || kinds.length > 0);
      shown += here;
    }
    count.textContent = `${shown.toLocaleString("en")} of ${total.toLocaleString("en")} rows shown`;
  };

  let waiting = 0;
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 100);
  });
  for (const box of boxes) box.addEventListener("change", filter);
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    search.value = "";
    filter();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target === search) return;
    event.preventDefault();
    search.focus();
    search.select();
  });
  filter();
})();
