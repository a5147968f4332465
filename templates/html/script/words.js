
// Finding words, without the page: how a query meets the index. The index has every word of the plan in order, in
// lower case; å, ä and ö are letters of their own, and found when written a and o too, but after what is exact.
vplan.words = (() => {
  const EXACT = 12;
  const PREFIX = 8;
  const INSIDE = 3;
  const STEM = 2;
  // What a match without the dots and rings is worth of one with them.
  const PLAIN = 0.6;
  const TITLE = 1.6;
  const ENDINGS = ["ernas", "arnas", "ornas", "arna", "erna", "orna", "ens", "ets", "ar", "er", "or", "en", "et", "na", "n", "t", "s", "a", "e"];

  // The same rules as the index was made by: letters and digits, and the digits of one number together.
  const split = (text) => text
    .toLowerCase()
    .replace(/\u00ad/g, "")
    .replace(/(\d)[ \u00a0](?=\d{3}(?!\d))/g, "$1")
    .match(/\d+(?:,\d+)?(?=[^\p{L}\p{N}]|$)|[\p{L}\p{N}]+/gu) || [];

  const plain = (word) => word.normalize("NFD").replace(/\p{M}/gu, "");

  // The first word that is not before another.
  const firstFrom = (words, wanted) => {
    let low = 0;
    let high = words.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (words[middle] < wanted) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  };

  // Numbers of the words that a term meets, with what the meeting is worth.
  const meetings = (index, term) => {
    const met = new Map();
    const meet = (at, worth) => {
      if (worth > (met.get(at) || 0)) {
        met.set(at, worth);
      }
    };
    const { words } = index;
    for (let at = firstFrom(words, term); at < words.length && words[at].startsWith(term); at += 1) {
      meet(at, words[at] === term ? EXACT : PREFIX);
    }
    // Parts of compounds, and words without dots and rings: short terms would meet everything.
    if (term.length > 2) {
      index.plain ||= words.map(plain);
      const isPlain = plain(term) === term;
      for (let at = 0; at < words.length; at += 1) {
        if (words[at].includes(term)) {
          meet(at, INSIDE);
        } else if (isPlain && index.plain[at].includes(term)) {
          const found = index.plain[at].startsWith(term) ? PREFIX : INSIDE;
          meet(at, (index.plain[at] === term ? EXACT : found) * PLAIN);
        }
      }
    }
    return met;
  };

  // A term in another form than any in the plan is looked for without its ending.
  const stemmed = (index, term) => {
    const met = meetings(index, term);
    if (met.size) {
      return [term, met];
    }
    const ending = ENDINGS.find((own) => term.endsWith(own) && term.length - own.length > 3);
    if (!ending) {
      return [term, met];
    }
    const stem = term.slice(0, -ending.length);
    return [stem, new Map([...meetings(index, stem)].map(([at]) => [at, STEM]))];
  };

  // Entries that have every term, best first; with the terms as they were found.
  const find = (index, query) => {
    const terms = [];
    let worth;
    for (const term of split(query)) {
      const [found, met] = stemmed(index, term);
      const own = new Map();
      terms.push(found);
      for (const [at, value] of met) {
        let posting = 0;
        for (const step of index.postings[at]) {
          posting += step;
          const entry = posting >> 1;
          const counted = value * (posting & 1 ? TITLE : 1);
          if ((!worth || worth.has(entry)) && counted > (own.get(entry) || 0)) {
            own.set(entry, counted);
          }
        }
      }
      own.forEach((value, entry) => own.set(entry, value + (worth?.get(entry) || 0)));
      worth = own;
    }
    const entries = [...(worth || [])].map(([entry, value]) => ({ entry, value }));
    entries.sort((a, b) => b.value - a.value || a.entry - b.entry);
    return { terms, entries };
  };

  // Whether a word of a text is one that was looked for.
  const isFound = (word, terms) => {
    const lower = word.toLowerCase();
    return terms.some((term) => (term.length > 2
      ? lower.includes(term) || plain(lower).includes(term)
      : lower.startsWith(term)));
  };

  return { find, isFound };
})();
