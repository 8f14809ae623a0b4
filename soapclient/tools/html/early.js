"use strict";
// Before the first paint: there is a script, and these are the colours that were chosen.
document.documentElement.classList.add("js");
try {
  const theme = localStorage.getItem("soapclient-theme");
  if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
} catch { /* private window */ }
