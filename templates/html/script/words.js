
// How a query meets the index. The index has every word of the plan in order, in lower case. A word is found in all its
// forms and inside compounds, whichever form is written; å, ä and ö are letters of their own, and found when written a
// and o too; a number is found however its groups and decimals are marked, and a date in words or in figures. What is
// exactly as written comes first.
vplan.words = (() => {
  const EXACT = 12;
  const FORM = 9;
  const PREFIX = 8;
  const INSIDE = 3;
  const STEM = 2;
  const SLIP = 1;
  // What a match without the dots and rings is worth of one with them.
  const PLAIN = 0.6;
  const TITLE = 1.6;
  const MONTHS = ["januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"];
  // Endings with the fewest letters that must stand before them: of short ones more, since they may belong to the word.
  const ENDINGS = [
    [3, ["ernas", "arnas", "ornas", "arna", "erna", "orna", "ens", "ets", "ars", "ers", "ors", "ar", "er", "or", "en", "et"]],
    [4, ["s"]],
    [5, ["na", "n", "t", "a", "e"]],
  ];

  // Forms of writing that are not seen, and that no search may depend on.
  const folded = (text) => text.normalize("NFC").toLowerCase().replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, "").replace(/[\u2007\u2009\u202f]/g, "\u00a0");

  // The same rules as the index was made by: letters and digits, and the digits of one number together.
  const split = (text) => folded(text)
    .replace(/(\d)[ \u00a0'’](?=\d{3}(?!\d))/g, "$1")
    .match(/\d+(?:,\d+)?(?=[^\p{L}\p{N}]|$)|[\p{L}\p{N}]+/gu) || [];

  // The other ways to write what a query says.
  const variants = (query) => {
    const swapped = query
      // 2.528,8 and 2,528.8 have marks of groups; 2528.8 has a point for the comma.
      .replace(/\d{1,3}(?:\.\d{3})+(?:,\d+)?(?![\d.])/g, (number) => number.replaceAll(".", ""))
      .replace(/\d{1,3}(?:,\d{3})+\.\d+/g, (number) => number.replaceAll(",", "").replace(".", ","))
      .replace(/(\d)\.(?=\d+(?![\d.]))/g, "$1,");
    const inWords = (day, month, year) => (MONTHS[month - 1] ? `${Number(day)} ${MONTHS[month - 1]}${year ? ` ${year}` : ""}` : query);
    const dated = query
      .replace(/(?<!\d)(\d{4})-?(\d\d)-?(\d\d)(?!\d)/g, (_, year, month, day) => inWords(day, month, year))
      .replace(/(?<!\d)(\d{1,2})[/.](\d{1,2})(?:[ .\-](\d{4}))?(?!\d)/g, (_, day, month, year) => inWords(day, month, year));
    const two = (number) => String(number).padStart(2, "0");
    const inFigures = query.replace(/(?<!\d)(\d{1,2}) (\p{L}{3,}) (\d{4})/gu, (found, day, name, year) => {
      const month = MONTHS.findIndex((own) => own.startsWith(name.toLowerCase()));
      return month < 0 ? found : `${year}-${two(month + 1)}-${two(day)}`;
    });
    // A table says the unit once, over the column.
    const bare = (text) => text.replace(/(\d)[ \u00a0]*(?:mnkr|mkr|tkr|kr|kronor|%|procent)(?!\p{L})/giu, "$1 ");
    return [...new Set([query, swapped, dated, inFigures, bare(query), bare(swapped)])];
  };

  const plain = (word) => word.normalize("NFD").replace(/\p{M}/gu, "");

  const isNumber = (word) => /^\d/.test(word) && !/\p{L}/u.test(word);

  // A word without its endings: the same for all its forms, though not always a word itself.
  const stem = (word) => {
    let left = word;
    for (let times = 0; times < 2; times += 1) {
      const fitting = ENDINGS.flatMap(([least, endings]) => endings.filter((own) => left.endsWith(own) && left.length - own.length >= least));
      const ending = fitting.filter((own) => !(own === "s" && left.endsWith("ss"))).sort((a, b) => b.length - a.length)[0];
      if (!ending) {
        break;
      }
      left = left.slice(0, -ending.length);
    }
    return left;
  };

  // What is worked out of an index once, when it is first needed.
  const prepared = (index) => {
    index.plain ||= index.words.map(plain);
    index.stems ||= index.words.map((word) => (isNumber(word) ? word : stem(word)));
    return index;
  };

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
    // Parts of compounds, other forms, and words without dots and rings: short terms would meet everything.
    if (term.length > 2 && !isNumber(term)) {
      const { plain: plains, stems } = prepared(index);
      const own = stem(term);
      const isPlain = plain(term) === term;
      for (let at = 0; at < words.length; at += 1) {
        if (stems[at] === own) {
          meet(at, FORM);
        } else if (words[at].includes(term)) {
          meet(at, INSIDE);
        } else if (words[at].includes(own)) {
          meet(at, STEM);
        } else if (isPlain && plains[at].includes(own)) {
          const found = plains[at].startsWith(term) ? PREFIX : INSIDE;
          meet(at, (plains[at] === term ? EXACT : found) * PLAIN);
        }
      }
    }
    return met;
  };

  // Whether two words differ by one letter too many, too few, wrong, or two that have changed places.
  const oneSlip = (a, b) => {
    if (Math.abs(a.length - b.length) > 1) {
      return false;
    }
    let at = 0;
    while (at < a.length && at < b.length && a[at] === b[at]) {
      at += 1;
    }
    const rest = (x, y) => a.slice(at + x) === b.slice(at + y);
    return rest(1, 1) || rest(1, 0) || rest(0, 1) || (a[at] === b[at + 1] && a[at + 1] === b[at] && rest(2, 2));
  };

  // Words that a term may have been meant as, where it meets none as it is written: one slip in a whole word, or in
  // the beginning of one.
  const slips = (index, term) => {
    if (term.length < 4 || isNumber(term)) {
      return [];
    }
    const { words, stems } = prepared(index);
    const found = [];
    const own = stem(term);
    for (let at = 0; at < words.length; at += 1) {
      const begins = () => [0, 1, -1].some((step) => words[at].length > term.length + step && oneSlip(term, words[at].slice(0, term.length + step)));
      if (!isNumber(words[at]) && (oneSlip(term, words[at]) || (own.length > 3 && oneSlip(own, stems[at])) || begins())) {
        found.push(at);
      }
    }
    return found;
  };

  // The entries that have every term of one way to write the query; the words that were looked for, and those that were
  // taken for a term that is nowhere.
  const findAll = (index, query) => {
    const terms = [];
    const instead = [];
    let worth;
    for (const term of split(query)) {
      let met = meetings(index, term);
      terms.push(term, ...(isNumber(term) ? [] : [stem(term)]));
      if (!met.size) {
        const likely = slips(index, term);
        met = new Map(likely.map((at) => [at, SLIP]));
        const words = likely.map((at) => index.words[at]).sort((a, b) => a.length - b.length);
        terms.push(...words);
        instead.push(...words.slice(0, 1).map((word) => ({ term, word })));
      }
      const own = new Map();
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
    return { terms, instead, worth: worth || new Map() };
  };

  // Entries that have every term in one way to write them, best first; with the terms as they were found.
  const find = (index, query) => {
    const ways = variants(query).map((own) => findAll(index, own));
    // What was found as it stands needs no guess.
    const sure = ways.filter((way) => way.worth.size && !way.instead.length);
    const used = sure.length ? sure : ways.filter((way) => way.worth.size);
    const worth = new Map();
    for (const way of used) {
      way.worth.forEach((value, entry) => worth.set(entry, Math.max(value, worth.get(entry) || 0)));
    }
    const entries = [...worth].map(([entry, value]) => ({ entry, value }));
    entries.sort((a, b) => b.value - a.value || a.entry - b.entry);
    const terms = [...new Set((used.length ? used : ways).flatMap((way) => way.terms))];
    return { terms, instead: used.flatMap((way) => way.instead), entries };
  };

  // Each word of a query that the index has alone, with how many entries it finds: a way on where all together find none.
  const alone = (index, query) => split(query)
    .map((word) => ({ word, count: find(index, word).entries.length }))
    .filter(({ count }) => count);

  // Whether a word of a text is one that was looked for.
  const isFound = (word, terms) => {
    const lower = folded(word);
    return terms.some((term) => (term.length > 2 && !isNumber(term)
      ? lower.includes(term) || plain(lower).includes(term)
      : lower.startsWith(term)));
  };

  return { alone, find, isFound };
})();
