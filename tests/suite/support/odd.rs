//! Plans that nobody writes on purpose: every kind of content, in amounts and orders that a seed decides.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A source of numbers that a seed decides; good enough to vary content, and the same everywhere.
struct Dice(u64);

impl Dice {
    /// A number below a bound.
    fn below(&mut self, bound: u64) -> u64 {
        // Knuth's multiplier for 64-bit linear congruences; the high bits are the good ones.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

/// The files of the plan of a seed.
pub(crate) fn plan(seed: u64) -> BTreeMap<String, Vec<u8>> {
    let mut dice = Dice(seed.wrapping_add(1));
    let mut files = BTreeMap::new();
    let mut add = |path: &str, text: String| {
        files.insert(path.to_owned(), text.into_bytes());
    };
    add(
        "plan.yaml",
        "nämnd: Nämnden\norganisation: Regionen\nförvaltning: Förvaltningen\når: 2025\ntitel: Plan 2025\nstatus: utkast\n"
            .to_owned(),
    );
    let tables = 1 + dice.below(2);
    for table in 0..tables {
        add(&format!("budget/t{table}.yaml"), budget(&mut dice, table));
    }
    let pictures = dice.below(6);
    for picture in 0..pictures {
        let size = 40 + dice.below(2000);
        add(
            &format!("bilder/b{picture}.svg"),
            format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{size}\" height=\"300\"><rect width=\"{size}\" height=\"300\" fill=\"#0b4f5c\"/></svg>"
            ),
        );
    }
    charts(&mut dice, &mut add);
    let chapters = 1 + dice.below(3);
    for chapter in 0..chapters {
        let mut text = format!("# {}\n", words(&mut dice, 6));
        if chapter == 0 {
            for table in 0..tables {
                let _ = write!(text, "\n{{{{ tabell(id=\"t{table}\") }}}}\n");
            }
            for picture in 0..pictures {
                let _ = write!(text, "\n![{}](bilder/b{picture}.svg)\n", words(&mut dice, 8));
            }
        }
        for _ in 0..dice.below(7) {
            block(&mut dice, &mut text);
        }
        add(&format!("kapitel/{chapter:02}-kapitel.md"), text);
    }
    files
}

/// A chapter with every kind of chart, and what they are drawn from.
fn charts(dice: &mut Dice, add: &mut impl FnMut(&str, String)) {
    let mut table =
        "tabell: diagram\nrubrik: Diagram\nenhet: mnkr\nkolumner: [budget 2025, prognos 2024]\nrader:\n".to_owned();
    let (mut goals, mut risks) = ("målområden:\n".to_owned(), "risker:\n".to_owned());
    for at in 0..=dice.below(40) {
        // Numbered, so that no label in a picture can be taken for a heading.
        let (name, text) = (format!("{} {at}", words(dice, 7)), words(dice, 20));
        let _ = writeln!(table, "  - {{id: r{at}, namn: \"{name}\", belopp: [1, {}]}}", cell(dice));
        let _ = writeln!(
            goals,
            "  - {{id: m{at}, namn: \"{name}\", uppdrag: [{{nr: {at}, text: \"{text}\", ansvarig: [a]}}], styrtal: [{{id: s{at}, namn: \"{name}\", enhet: \"%\", utfall: [{{år: 2024, värde: {}}}], målvärde: {}}}]}}",
            dice.below(100),
            dice.below(100)
        );
        let _ = writeln!(
            risks,
            "  - {{id: k{at}, verksamhet: \"{name}\", risk: \"{text}\", sannolikhet: {}, konsekvens: {}, åtgärder: [{{text: \"{name}\"}}]}}",
            1 + dice.below(4),
            1 + dice.below(4)
        );
    }
    add("budget/diagram.yaml", table + "summa: Summa\n");
    add("malomraden.yaml", goals);
    add("risker.yaml", risks);
    let units: Vec<String> =
        (0..=dice.below(9)).map(|at| format!("  - {{id: o{at}, namn: \"{}\"}}\n", words(dice, 6))).collect();
    add("organisation.yaml", format!("områden:\n  - {{id: a, namn: A}}\n{}", units.concat()));
    add(
        "kapitel/90-diagram.md",
        "# Diagram\n\n{{ diagram(visa=\"staplar\", tabell=\"diagram\", kolumn=\"budget_2025\") }}\n\n{{ tabell(id=\"diagram\") }}\n\n{{ diagram(visa=\"perioder\", tabell=\"diagram\", rad=\"r0\") }}\n\n{{ diagram(visa=\"utveckling\", tabell=\"diagram\") }}\n\n{{ diagram(visa=\"styrtal\") }}\n\n{{ diagram(visa=\"organisation\") }}\n\n{{ diagram(visa=\"målkarta\") }}\n\n{{ diagram(visa=\"riskmatris\") }}\n".to_owned(),
    );
}

/// A table of up to some hundred rows, in groups, with notes and empty cells.
fn budget(dice: &mut Dice, table: u64) -> String {
    // Now and then more columns than an upright page has room for.
    let columns = match 1 + dice.below(6) {
        5 => 12,
        columns => columns,
    };
    let heads: Vec<String> = (0..columns).map(|at| format!("budget {}", 2025 - at)).collect();
    let mut text = format!(
        "tabell: t{table}\nrubrik: {}\nenhet: mnkr\nkolumner: [{}]\nnoter: {{n: \"{}\"}}\nrader:\n",
        words(dice, 5),
        heads.join(", "),
        words(dice, 40)
    );
    let rows = 1 + dice.below(60);
    let mut at = 0;
    while at < rows {
        let group = dice.below(3) == 0;
        let inside = if group { 1 + dice.below(30) } else { 1 };
        if group {
            let _ = writeln!(text, "  - grupp: {}\n    id: g{at}\n    summa: Summa {at}\n    rader:", words(dice, 4));
        }
        for row in 0..inside {
            let cells: Vec<String> = (0..columns).map(|_| cell(dice)).collect();
            let note = if dice.below(9) == 0 { ", not: n" } else { "" };
            let indent = if group { "      " } else { "  " };
            let name = words(dice, 7);
            let _ =
                writeln!(text, "{indent}- {{id: r{at}_{row}, namn: \"{name}\"{note}, belopp: [{}]}}", cells.join(", "));
        }
        at += inside;
    }
    text + "summa: Summa\n"
}

fn cell(dice: &mut Dice) -> String {
    match dice.below(12) {
        0 => "~".to_owned(),
        1 => "\"–\"".to_owned(),
        2 => "0".to_owned(),
        3 => format!("-{}.5", dice.below(9_999_999_999)),
        _ => format!("{}.{}", dice.below(9_999), dice.below(10)),
    }
}

/// One block of Markdown.
fn block(dice: &mut Dice, text: &mut String) {
    let _ = match dice.below(8) {
        // A section, now and then with nothing in it.
        0 | 1 => write!(text, "\n## {}\n", words(dice, 9)),
        2 => {
            let depth = 1 + dice.below(5);
            text.push('\n');
            for level in 0..depth {
                let indent = "  ".repeat(usize::try_from(level).unwrap_or(0));
                let _ = write!(text, "{indent}- {}\n{indent}- {}\n", words(dice, 12), words(dice, 60));
            }
            Ok(())
        }
        3 => write!(text, "\n> {}\n", words(dice, 30)),
        4 => {
            let name = dice.below(1_000_000_000);
            write!(text, "\n{}[^{name}] och {}\n\n[^{name}]: {}\n", words(dice, 20), words(dice, 20), words(dice, 25))
        }
        5 => write!(text, "\n{}\n: {}\n: {}\n", words(dice, 3), words(dice, 20), words(dice, 9)),
        6 => write!(
            text,
            "\n| {} | {} |\n|---|--:|\n| {} | 12 |\n|  | 3 |\n",
            words(dice, 2),
            words(dice, 1),
            words(dice, 30)
        ),
        _ => write!(text, "\n{} [{}](https://exempel.se/) **{}**\n", words(dice, 80), words(dice, 2), words(dice, 3)),
    };
}

/// Up to so many words, some very long.
fn words(dice: &mut Dice, most: u64) -> String {
    const SOME: [&str; 10] =
        ["nämnden", "ska", "årets", "budget", "i", "område", "investering", "på", "USÖ", "verksamheten"];
    let count = 1 + dice.below(most);
    let word = |dice: &mut Dice| match dice.below(25) {
        0 => "åtgärdsförslagsberedningsprocess".repeat(1 + usize::try_from(dice.below(3)).unwrap_or(0)),
        1 => "𝄞漢字🙂".to_owned(),
        at => SOME[usize::try_from(at).unwrap_or(0) % SOME.len()].to_owned(),
    };
    (0..count).map(|_| word(dice)).collect::<Vec<_>>().join(" ")
}
