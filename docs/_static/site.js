// Copy buttons on code, and tables of numbers that sort by a click on a heading.
for (const block of document.querySelectorAll("div.highlight")) {
  const button = document.createElement("button");
  button.className = "copy";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(block.querySelector("pre").textContent);
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  });
  if (navigator.clipboard) block.append(button);
}

if (DOCUMENTATION_OPTIONS.pagename === "index") document.body.classList.add("home");

const numbers = document.querySelector("section#numbers table");
for (const heading of numbers ? numbers.querySelectorAll("th") : []) {
  const button = document.createElement("button");
  button.append(...heading.querySelector("p")?.childNodes ?? heading.childNodes);
  heading.replaceChildren(button);
  button.addEventListener("click", () => {
    const up = heading.getAttribute("aria-sort") !== "ascending";
    for (const each of numbers.querySelectorAll("th")) each.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", up ? "ascending" : "descending");
    const text = (row) => row.cells[heading.cellIndex].textContent.trim();
    const rows = [...numbers.tBodies[0].rows];
    rows.sort((a, b) => (up ? 1 : -1) * text(a).localeCompare(text(b), "en", { numeric: true }));
    numbers.tBodies[0].append(...rows);
  });
}
