// Rank what the search finds: pages that show how to do something first, then lists of everything, then release notes.
const FIRST = ["start", "tutorials/", "howto/"];
const LATE = ["index", "get-started", "inforouter", "services", "about", "migrate/", "architecture", "contributing", "speed",
  "simulator", "reference/"];
const LAST = ["changes"];
const begins = (names, page) => names.some((name) => page.startsWith(name));

var Scorer = {
  score: ([page, , , , score]) => score + (begins(FIRST, page) ? 6 : begins(LATE, page) ? -4 : begins(LAST, page) ? -30 : 0),
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: { 0: 15, 1: 5, 2: -5 },
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};

// A single letter, such as the "e" of "e-mail", would be found and marked in every word.
var splitQuery = (query) => {
  const words = query.split(/[^\p{Letter}\p{Number}_\p{Emoji_Presentation}]+/gu).filter(Boolean);
  const long = words.filter((word) => word.length > 1);
  return long.length ? long : words;
};
