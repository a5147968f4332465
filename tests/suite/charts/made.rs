//! Plans of any size with every kind of picture.

use std::fmt::Write as _;

use crate::support::plans::Files;

/// A plan with every kind of picture, of some size, with long names, both signs, zero, dash and nothing.
pub(crate) fn plan(rows: usize) -> Files {
    let mut files = Files::new();
    let mut add = |path: &str, text: String| drop(files.insert(path.to_owned(), text.into_bytes()));
    add("plan.yaml", "nämnd: Nämnden för långsiktig samhällsutveckling och medborgarservice\norganisation: Regionen\nförvaltning: Förvaltningen\når: 2025\ntitel: Plan\n".to_owned());
    let name = |at: usize| match at % 4 {
        0 => format!("Rad {at}"),
        1 => format!(
            "Primärlagring, backup och utökning av citrixmiljö med testkluster av ny hypervisor i F-hallen {at}"
        ),
        2 => format!("Åtgärdsförslagsberedningsprocessåtgärdsförslagsberedningsprocess{at}"),
        _ => format!("Avskrivningar, inventarier {at}"),
    };
    let cell = |at: usize| match at % 7 {
        3 => "0".to_owned(),
        5 => "\"–\"".to_owned(),
        6 if at > 6 => "~".to_owned(),
        2 => format!("-{at}234.5"),
        n => format!("{}.{n}", (at * 7919) % 9000 + 1),
    };
    let mut table = "tabell: t\nrubrik: Tabell\nenhet: mnkr\nkolumner: [budget 2025, prognos 2024, budget 2024, utfall 2023]\nrader:\n".to_owned();
    let (mut units, mut goals, mut risks) = (String::new(), String::new(), String::new());
    for at in 0..rows {
        let cells: Vec<String> = (0..4).map(|column| cell(at + 1 + column * 3)).collect();
        let _ =
            writeln!(table, "  - {{id: r{at}, namn: \"{}\", belopp: [1{}, {}]}}", name(at), at, cells[1..].join(", "));
        let _ = writeln!(units, "  - {{id: o{at}, namn: \"{}\"}}", name(at));
        let _ = writeln!(
            goals,
            "  - {{id: m{at}, slag: Målsättning, nr: {at}, namn: \"{}\", uppdrag: [{{nr: {at}, text: \"{} {}\", ansvarig: [o{at}, o0]}}], styrtal: [{{id: s{at}, namn: \"{}\", enhet: \"%\", riktning: {}, utfall: [{{år: 2024{}}}], målvärde: {}, långsiktigt: 50}}]}}",
            name(at),
            name(at + 1),
            name(at + 2),
            name(at + 3),
            ["högre", "lägre"][at % 2],
            if at % 3 == 2 { String::new() } else { format!(", värde: {}", at * 3) },
            at * 2
        );
        let _ = writeln!(
            risks,
            "  - {{id: k{at}, verksamhet: \"{}\", risk: \"{}\", sannolikhet: {}, konsekvens: {}, åtgärder: [{{text: Gör något.}}]}}",
            name(at),
            name(at + 1),
            at % 2 + 1,
            at % 4 + 1
        );
    }
    add("budget/t.yaml", table);
    add("organisation.yaml", format!("områden:\n{units}stödfunktioner:\n  - {{id: stab, namn: Staben}}\n"));
    add("malomraden.yaml", format!("målområden:\n{goals}"));
    add("risker.yaml", format!("risker:\n{risks}"));
    add("kapitel/01-a.md", "# A\n\n{{ diagram(visa=\"staplar\", tabell=\"t\", kolumn=\"budget_2025\") }}\n".to_owned());
    if rows > 1 {
        add(
            "kapitel/02-b.md",
            "# B\n\n{{ diagram(visa=\"staplar\", tabell=\"t\", kolumn=\"prognos_2024\", ordning=\"tabell\") }}\n\n{{ diagram(visa=\"utveckling\", tabell=\"t\") }}\n".to_owned(),
        );
    }
    add(
        "kapitel/03-c.md",
        "# C\n\n{{ diagram(visa=\"perioder\", tabell=\"t\", rad=\"r0\") }}\n\n{{ diagram(visa=\"styrtal\") }}\n\n{{ diagram(visa=\"styrtal\", malomrade=\"m0\") }}\n\n{{ diagram(visa=\"organisation\") }}\n\n{{ diagram(visa=\"målkarta\") }}\n\n{{ diagram(visa=\"riskmatris\") }}\n\n{{ diagram(visa=\"perioder\", tabell=\"t\", rad=\"r0\", kolumner=\"budget_2025\") }}\n".to_owned(),
    );
    files
}
