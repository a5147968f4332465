//! Random chapters over all blocks and all running text in each other.

use std::collections::BTreeMap;
use std::fmt::Write;

/// Characters that are drawn, joined or ordered otherwise than letters, and what is written in the place of others.
const ODD: &[&str] = &[
    "→",
    "😀",
    "👩‍👩‍👧",
    "½",
    "&amp;",
    "&lt;b&gt;",
    "\\*",
    "\"",
    "#",
    "@a",
    "$x$",
    "…",
    "\u{a0}",
    "§ 3",
    "5 %",
    "12 mnkr",
    "1 285 700",
    "e\u{301}\u{302}\u{327}",
    "mju\u{ad}kt",
    "a\u{200d}b",
    "a\u{200b}b",
    "a\u{2060}b",
    "\u{200f}",
    "عربي",
    "עברית",
    "漢字",
    "ก็",
    "ﬁ",
    "🇸🇪",
    "√x",
    "2025-01-02",
    "1 januari 2025",
    "t. ex.",
    "A. B.",
    "-5",
    "−5",
    "<",
    "a < b",
    "\\",
    "'",
    "~",
    "|~",
    "x_y_z",
    "C:\\\\a",
    "ß",
    "İ",
    "ŋ̊",
];

/// Longer than words are.
const LONG: &[&str] = &[
    "kortochlångtochlängreänvadsomrymspåenendaradinågotdokumentalls",
    "ABCDEFGHIJKLMNOPQRSTUVXYZABCDEFGHIJKLMNOPQRSTUVXYZ",
    "12-34-56-78-90-12-34-56-78-90-12-34-56-78-90-12-34-56-78-90",
    "https://exempel.se/enmycketlangadressutanavbrott/somfortsattermedettmycketlangtord/ochslutar",
];

/// Chance, the same at every run.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        let mut dice = Self(seed ^ 0x9e37_79b9_7f4a_7c15);
        // The first numbers of neighbouring seeds are alike.
        (0..4).for_each(|_| drop(dice.below(2).to_string()));
        dice
    }

    pub(super) fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % u64::try_from(sides).expect("small")).expect("small")
    }

    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }
}

/// A chapter in the making. Every word is another, by which it is found in what comes out: `ord7x` in running text, `rub7x`
/// in headings, `huv7x` in heads of tables, `cel7x` in their cells and `not7x` in notes.
pub(super) struct Writer {
    dice: Dice,
    words: usize,
    notes: Vec<String>,
    chapter: usize,
    /// The level of the heading last written.
    level: usize,
}

impl Writer {
    pub(super) fn new(dice: Dice, chapter: usize) -> Self {
        Self { dice, words: 0, notes: Vec::new(), chapter, level: 1 }
    }

    pub(super) fn word(&mut self, kind: &str) -> String {
        self.words += 1;
        format!("{kind}{}x", self.chapter * 10_000 + self.words)
    }

    /// Running text without line breaks.
    pub(super) fn inline(&mut self, kind: &str, depth: usize) -> String {
        let mut out = self.word(kind);
        for _ in 0..=self.dice.below(3) {
            let piece = if depth == 0 { self.word(kind) } else { self.piece(kind, depth) };
            let _ = write!(out, " {piece}");
        }
        out
    }

    fn piece(&mut self, kind: &str, depth: usize) -> String {
        match self.dice.below(16) {
            0 => format!("*{}*", self.closed(kind, depth - 1)),
            1 => format!("**{}**", self.closed(kind, depth - 1)),
            2 | 3 => format!("~~{}~~", self.closed(kind, depth - 1)),
            4 => format!("`{}`", self.word(kind)),
            5 | 6 => format!("[{}](https://x.se/{})", self.inline(kind, 0), self.words),
            7 => format!("[~~{}~~ **{}**](#kapitel-a)", self.word(kind), self.word(kind)),
            8 if kind != "not" => {
                let name = self.word("n");
                let note = self.inline("not", 2);
                self.notes.push(format!("[^{name}]: {note}."));
                // Sometimes referred to twice.
                let again = if self.dice.below(4) == 0 { format!(" [^{name}]") } else { String::new() };
                format!("{}[^{name}]{again}", self.word(kind))
            }
            9 => format!("{{{{ se(kapitel=\"a\") }}}} {}", self.word(kind)),
            10 | 11 => format!("{} {}", self.dice.of(ODD), self.word(kind)),
            12 => format!("{} {}", self.dice.of(LONG), self.word(kind)),
            13 => "{{ belopp(cell=\"t.a.budget_2025\") }}".to_owned(),
            14 => "{{ se(tabell=\"t\") }}".to_owned(),
            _ => self.word(kind),
        }
    }

    /// Running text that ends with a word, so that a sign behind it closes.
    fn closed(&mut self, kind: &str, depth: usize) -> String {
        format!("{} {}", self.inline(kind, depth), self.word(kind))
    }

    /// Blocks, each line behind an indent.
    fn blocks(&mut self, indent: &str, depth: usize, out: &mut String) {
        for _ in 0..=self.dice.below(2) {
            match self.dice.below(if depth == 0 { 2 } else { 11 }) {
                0 | 1 => {
                    let _ = writeln!(out, "{indent}{}.", self.inline("ord", 3));
                }
                2 | 3 => self.list(indent, depth, out),
                4 => {
                    let mut quoted = String::new();
                    self.blocks("", depth - 1, &mut quoted);
                    for line in quoted.trim_end().lines() {
                        let _ = writeln!(out, "{indent}> {line}");
                    }
                }
                5 | 6 => self.table(indent, out),
                7 => {
                    let _ =
                        writeln!(out, "{indent}```\n{indent}{}  {}\n{indent}```", self.word("ord"), self.word("ord"));
                }
                8 => {
                    let _ = writeln!(out, "{indent}{}\n\n{indent}: {}\n", self.inline("ord", 2), self.inline("ord", 2));
                    self.blocks(&format!("{indent}  "), depth - 1, out);
                }
                9 => self.heading(indent, out),
                _ => {
                    let _ = writeln!(out, "{indent}{}\\\n{indent}{}", self.inline("ord", 1), self.inline("ord", 1));
                }
            }
            out.push('\n');
        }
    }

    fn list(&mut self, indent: &str, depth: usize, out: &mut String) {
        let sign = self.dice.of(&["- ", "1. "]);
        for _ in 0..=self.dice.below(2) {
            let _ = writeln!(out, "{indent}{sign}{}", self.inline("ord", 2));
            if self.dice.below(3) == 0 {
                out.push('\n');
                self.blocks(&format!("{indent}{}", " ".repeat(sign.len())), depth - 1, out);
            }
        }
    }

    fn heading(&mut self, indent: &str, out: &mut String) {
        self.level = (2 + self.dice.below(self.level)).min(5);
        let _ = writeln!(out, "{indent}{} {}", "#".repeat(self.level), self.inline("rub", 2));
    }

    fn table(&mut self, indent: &str, out: &mut String) {
        let columns = 2 + self.dice.below(3);
        let rows = if self.dice.below(30) == 0 { 50 } else { 1 + self.dice.below(4) };
        let row = |writer: &mut Self, kind: &str, depth: usize, out: &mut String| {
            out.push_str(indent);
            for _ in 0..columns {
                let _ = write!(out, "| {} ", writer.inline(kind, depth).replace("|~", "\\|"));
            }
            out.push_str("|\n");
        };
        row(self, "huv", 2, out);
        let line: String = (0..columns).map(|_| self.dice.of(&["|---", "|--:", "|:-:"])).collect();
        let _ = writeln!(out, "{indent}{line}|");
        for at in 0..rows {
            row(self, "cel", if at < 3 { 2 } else { 0 }, out);
        }
    }

    /// A whole chapter.
    pub(super) fn chapter(mut self) -> String {
        let title = if self.chapter == 0 { "A".to_owned() } else { self.inline("rub", 2) };
        let mut out = format!("# {title}\n\n");
        self.heading("", &mut out);
        out.push('\n');
        self.blocks("", 2, &mut out);
        for note in std::mem::take(&mut self.notes) {
            let _ = writeln!(out, "{note}\n");
        }
        out
    }
}

/// A plan of random chapters, with its files.
pub(super) fn plan(seed: usize, chapters: usize) -> BTreeMap<String, String> {
    let seed = u64::try_from(seed).expect("small").wrapping_mul(7_919);
    let chapter = |at: usize| Writer::new(Dice::new(seed + u64::try_from(at).expect("small")), at).chapter();
    let mut files: BTreeMap<String, String> = (0..chapters)
        .map(|at| (format!("kapitel/{at:03}-{}.md", if at == 0 { "a" } else { "k" }), chapter(at)))
        .collect();
    let mut writer = Writer::new(Dice::new(seed), chapters);
    let mut word = || format!("{} & <b> {}", writer.word("yml"), writer.dice.of(ODD)).replace(['"', '\\'], "'");
    let goal = format!(
        "målområden:\n  - id: m\n    namn: \"{}\"\n    uppdrag: [{{nr: 1, text: \"{}.\"}}]\n    indikatorer: [{{id: i, text: \"{}.\"}}]\n    styrtal: [{{id: s, namn: \"{}\", beskrivning: \"{}\", enhet: \"%\", riktning: högre, utfall: [{{år: 2024, värde: -5.5}}], målvärde: 5}}]\n",
        word(),
        word(),
        word(),
        word(),
        word()
    );
    let risks = format!(
        "risker:\n  - {{id: r, verksamhet: \"{}\", risk: \"{}\", åtgärder: [{{text: \"{}\"}}, {{text: \"{}\"}}]}}\n",
        word(),
        word(),
        word(),
        word()
    );
    let budget = format!(
        "tabell: t\nrubrik: \"{}\"\nenhet: mnkr\nkolumner: [budget 2025, budget 2024]\nrader:\n  - {{id: a, namn: \"{}\", belopp: [-1.5, 2]}}\nanmärkningar: [\"{}\"]\nsumma: Summa\n",
        word(),
        word(),
        word()
    );
    files.extend([
        ("malomraden.yaml".to_owned(), goal),
        ("risker.yaml".to_owned(), risks),
        ("budget/t.yaml".to_owned(), budget),
    ]);
    let calls = "\n## Mer\n\n{{ risker() }}\n\n- rad\n\n  {{ tabell(id=\"t\") }}\n\n> {{ uppdrag(malomrade=\"m\") }}\n\n### {{ rubrik(id=\"m\") }}\n\n{{ indikatorer(malomrade=\"m\") }}\n\n{{ styrtal(malomrade=\"m\") }}\n";
    files.entry("kapitel/000-a.md".to_owned()).or_default().push_str(calls);
    files
}
