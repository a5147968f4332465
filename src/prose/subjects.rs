//! Which lines of the tables a sentence speaks of, by the words that their names are made of.

use std::collections::{BTreeSet, HashMap};

use crate::figures::layout::MEASURES;
use crate::figures::{Figures, LineKind, Sheet};
use crate::prose::words::{Lexicon, Word, has_content, stem, words};

/// Words of names that a sentence may leave out.
const OPTIONAL: &[&str] = &["budget", "verksamhet", "belopp"];

/// Stems of words that say no more than that something is an amount.
const GENERIC: &[&str] = &["kostnad", "belopp", "utgift"];

/// Fewest letters of a word that tells a line by itself.
const LONG: usize = 4;

/// A name by which a line may be called.
#[derive(Debug)]
struct Alias {
    /// Parts of words that have to be there.
    required: Vec<usize>,
    /// Parts that may be there.
    optional: Vec<usize>,
}

/// A line of a sheet.
#[derive(Debug)]
struct Subject {
    sheet: usize,
    line: usize,
    aliases: Vec<Alias>,
    /// A measure's name is a sentence: one telling word of it is enough.
    measure: bool,
}

/// All lines of a plan's sheets, by the parts of their names.
#[derive(Debug)]
pub struct Subjects {
    lexicon: Lexicon,
    atoms: HashMap<String, usize>,
    all: Vec<Subject>,
    /// The lines that have a part in their names.
    by_atom: Vec<Vec<usize>>,
    /// The lines by the rarest part that a name of theirs must have: few words of a sentence lead to a line, where most
    /// have a part in common with many.
    by_rarest: Vec<Vec<usize>>,
    /// Parts that are long enough to tell a line by themselves.
    long: BTreeSet<usize>,
}

/// A line that a sentence names.
#[derive(Debug, Clone)]
pub struct Match {
    /// Index of the sheet.
    pub sheet: usize,
    /// Index of the line.
    pub line: usize,
    /// The name's parts, and the word that each was found in.
    pub found: BTreeSet<(usize, usize)>,
    /// Every part of a name was found.
    pub whole: bool,
}

impl Match {
    /// Whether a word of the sentence is part of what names the line.
    pub fn has_word(&self, word: usize) -> bool {
        self.found.iter().any(|(_, at)| *at == word)
    }
}

impl Subjects {
    /// Learns the names of all lines.
    pub fn new(figures: &Figures) -> Self {
        let names: Vec<Vec<Vec<String>>> = figures.sheets.iter().map(aliases_of).collect();
        let lexicon = Lexicon::new(names.iter().flatten().flatten().map(String::as_str));
        let mut subjects = Self {
            lexicon,
            atoms: HashMap::new(),
            all: Vec::new(),
            by_atom: Vec::new(),
            by_rarest: Vec::new(),
            long: BTreeSet::new(),
        };
        for (sheet, lines) in names.iter().enumerate() {
            for (line, names) in lines.iter().enumerate().filter(|(_, names)| !names.is_empty()) {
                let aliases: Vec<Alias> = names.iter().filter_map(|name| subjects.alias(name)).collect();
                let own: BTreeSet<usize> =
                    aliases.iter().flat_map(|alias| alias.required.iter().chain(&alias.optional)).copied().collect();
                let index = subjects.all.len();
                for &atom in &own {
                    subjects.by_atom[atom].push(index);
                }
                let measure = figures.sheets[sheet].id == MEASURES;
                subjects.all.push(Subject { sheet, line, aliases, measure });
            }
        }
        subjects.by_rarest = vec![Vec::new(); subjects.by_atom.len()];
        for (index, subject) in subjects.all.iter().enumerate() {
            for alias in &subject.aliases {
                let rarest = alias.required.iter().min_by_key(|atom| subjects.by_atom[**atom].len());
                if let Some(&atom) = rarest {
                    subjects.by_rarest[atom].push(index);
                }
            }
        }
        subjects
    }

    fn alias(&mut self, name: &str) -> Option<Alias> {
        let mut alias = Alias { required: Vec::new(), optional: Vec::new() };
        for word in words(name).iter().filter(|word| has_content(&word.text)) {
            // Whose table it is says nothing of what is in it.
            if word.text.contains("nämnd") {
                continue;
            }
            for part in self.lexicon.parts(&word.text) {
                let optional = OPTIONAL.iter().any(|word| stem(word) == part);
                let next = self.atoms.len();
                let length = part.chars().count();
                let atom = *self.atoms.entry(part).or_insert(next);
                if length >= LONG {
                    self.long.insert(atom);
                }
                if atom == next {
                    self.by_atom.push(Vec::new());
                }
                if optional { &mut alias.optional } else { &mut alias.required }.push(atom);
            }
        }
        // What may be left out names nothing by itself.
        (!alias.required.is_empty()).then_some(alias)
    }

    /// The lines that a sentence names, and apart from them those whose names are only a part of another's.
    pub fn find(&self, words: &[Word]) -> (Vec<Match>, Vec<Match>) {
        let mut places: Places = HashMap::new();
        for (at, word) in words.iter().enumerate() {
            let parts = self.lexicon.parts(&word.text);
            let atoms: Vec<usize> = parts.iter().filter_map(|part| self.atoms.get(part).copied()).collect();
            if atoms.len() < parts.len() || is_qualified(words, at) {
                continue;
            }
            // "Avskrivningskostnaden" is what the tables call avskrivningar.
            let generic = atoms.len() > 1 && parts.last().is_some_and(|last| GENERIC.contains(&last.as_str()));
            let needed = &atoms[..atoms.len() - usize::from(generic)];
            for &atom in &atoms {
                places.entry(atom).or_default().push((at, needed.to_vec()));
            }
        }
        // A name is there whole, or with a word that no other line has.
        let only = |atom: usize| Some(&self.by_atom[atom]).filter(|lines| lines.len() == 1).into_iter().flatten();
        let touched: BTreeSet<usize> =
            places.keys().flat_map(|&atom| self.by_rarest[atom].iter().chain(only(atom)).copied()).collect();
        let matches = touched.into_iter().filter_map(|subject| self.matched(subject, &places));
        // Much "kostar" that is none of the tables' kostnader: a verb alone names no line.
        let verb = |at: usize| words.get(at).is_some_and(|word| word.text.starts_with("kosta"));
        let matches: Vec<Match> = matches.filter(|found| !found.found.iter().all(|(_, at)| verb(*at))).collect();
        // Many lines may be found by the same words.
        let different: BTreeSet<&BTreeSet<(usize, usize)>> = matches.iter().map(|found| &found.found).collect();
        let lesser: BTreeSet<&BTreeSet<(usize, usize)>> = different
            .iter()
            .filter(|own| different.iter().any(|other| other.len() > own.len() && own.is_subset(other)))
            .copied()
            .collect();
        let dominated = |own: &Match| lesser.contains(&own.found);
        let (lesser, kept) = matches.iter().cloned().partition(dominated);
        (kept, lesser)
    }

    /// The best of a line's names in a sentence: a whole one, or a long one with a word that no other line has.
    fn matched(&self, subject: usize, places: &Places) -> Option<Match> {
        let Subject { sheet, line, aliases, measure } = &self.all[subject];
        let tried = aliases.iter().filter_map(|alias| {
            let all = || alias.required.iter().chain(&alias.optional);
            // A compound is about what all its parts say: "personalkostnader" are not the plan's "kostnader".
            let own = |atoms: &[usize]| atoms.iter().all(|atom| all().any(|own| own == atom));
            let at = |atom: usize| {
                let found = places.get(&atom).into_iter().flatten();
                found.filter(|(_, atoms)| own(atoms)).map(|(at, _)| *at)
            };
            let whole = alias.required.iter().all(|&atom| at(atom).next().is_some());
            let telling =
                |atom: usize| at(atom).next().is_some() && self.by_atom[atom].len() == 1 && self.is_long(atom);
            let long = alias.required.len() >= 3 || *measure;
            let partly = long && alias.required.iter().any(|&atom| telling(atom));
            if !whole && !partly {
                return None;
            }
            let found = all().flat_map(|&atom| at(atom).map(move |at| (atom, at))).collect();
            Some(Match { sheet: *sheet, line: *line, found, whole })
        });
        tried.max_by_key(|found| (found.whole, found.found.len()))
    }

    /// Whether a part of a word is long enough to tell a line by itself.
    fn is_long(&self, atom: usize) -> bool {
        self.long.contains(&atom)
    }
}

/// The words in which each part was found, with the parts of the word that a name must have too.
type Places = HashMap<usize, Vec<(usize, Vec<usize>)>>;

/// Adjectives that leave a noun what it is in the tables.
const NEUTRAL: &[&str] = &[
    "alla",
    "budgeterade",
    "beräknade",
    "förvaltningsgemensamma",
    "hela",
    "planerade",
    "samlade",
    "sammanlagda",
    "sina",
    "totala",
    "våra",
    "egna",
    "dessa",
    "enskilda",
    "största",
    "prognostiserade",
    "medicinska",
    "nya",
    "dyraste",
    "interna",
];

/// Whether a word is an ordinary noun behind an adjective that makes it something else: "de externa kostnaderna".
fn is_qualified(words: &[Word], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|before| words.get(before)) else { return false };
    let determined = at.checked_sub(2).and_then(|at| words.get(at)).is_some_and(|word| {
        matches!(word.text.as_str(), "de" | "den" | "det" | "dessa" | "våra" | "av" | "på" | "för" | "sina")
            || word.text.ends_with("ns")
    });
    let adjective = before.text.ends_with('a') && before.text.len() > 4 && !NEUTRAL.contains(&before.text.as_str());
    adjective && determined && !["övriga"].contains(&before.text.as_str())
}

/// A table by its id: "handlingsplanen", and for one of several what comes behind the colon of its caption.
fn known_as(sheet: &Sheet) -> String {
    match (sheet.id.split_once('_'), sheet.caption.split_once(": ")) {
        (Some((first, _)), Some((_, rest))) => format!("{first} {rest}"),
        _ => sheet.id.replace('_', " "),
    }
}

/// What each line of a sheet may be called.
fn aliases_of(sheet: &Sheet) -> Vec<Vec<String>> {
    let mut of_measures: Vec<String> = sheet
        .columns
        .iter()
        .filter_map(|column| column.name.split_once(", ").map(|(_, measure)| measure.replace("varav ", "")))
        .chain(sheet.columns.iter().filter_map(|column| column.measure.clone()))
        .collect();
    of_measures.sort();
    of_measures.dedup();
    let mut group: Option<(usize, String)> = None;
    let mut aliases = Vec::new();
    for line in &sheet.lines {
        let name = line.name();
        aliases.push(match line.kind {
            LineKind::Heading => {
                group = Some((line.level, name));
                Vec::new()
            }
            LineKind::HiddenSum => Vec::new(),
            LineKind::Sum => {
                let heading = group.take().filter(|(level, _)| *level == line.level).map(|(_, heading)| heading);
                std::iter::once(name).chain(heading).collect()
            }
            // A table's sum is what the table is about.
            LineKind::Total => {
                [name, sheet.caption.clone(), known_as(sheet)].into_iter().chain(of_measures.iter().cloned()).collect()
            }
            LineKind::Item | LineKind::OfWhich | LineKind::Formula => {
                // "Försörjningens omsättning" is that of Område försörjning.
                let short = name.strip_prefix("Område ").unwrap_or(&name).to_owned();
                let with =
                    of_measures.iter().flat_map(|measure| [format!("{name} {measure}"), format!("{short} {measure}")]);
                std::iter::once(name.clone()).chain(with.collect::<Vec<_>>()).collect()
            }
        });
    }
    aliases
}
