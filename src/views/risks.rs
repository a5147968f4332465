//! The internal-control plan as a table.

use crate::diagnostic::Diagnostic;
use crate::document::table::{Cell, Column, HeadCell, Row, RowHead, RowKind, Table, TableKind};
use crate::document::{Block, Inline};
use crate::model::kind::ThingKind;
use crate::model::risks::{Control, Risk, Scale, Yardstick};
use crate::swedish;
use crate::views::call_site::CallSite;
use crate::views::writing::Writing;

/// Said before what concerns all boards.
const REGION_WIDE: &str = "Regionövergripande";

/// The word for the order by value, and what a risk's value is called.
const BY_VALUE: &str = "riskvärde";

/// An optional column.
struct Extra {
    head: &'static str,
    numeric: bool,
    cell: fn(&Writing<'_>, &Risk) -> Option<Cell>,
}

const EXTRAS: [Extra; 8] = [
    Extra {
        head: "Sannolikhet",
        numeric: false,
        cell: |writing, risk| Some(told(risk.probability.as_ref()?.value, &writing.plan.yardstick.probability)),
    },
    Extra {
        head: "Konsekvens",
        numeric: false,
        cell: |writing, risk| Some(told(risk.consequence.as_ref()?.value, &writing.plan.yardstick.consequence)),
    },
    Extra { head: "Riskvärde", numeric: true, cell: |writing, risk| Some(valued(risk.value()?, writing)) },
    Extra {
        head: "Riskvärde efter åtgärd",
        numeric: true,
        cell: |_, risk| {
            let after = risk.after.as_ref()?;
            let steps = format!("{}\u{a0}×\u{a0}{}", after.probability.value, after.consequence.value);
            Some(Cell::count(format!("{} ({steps})", after.value())))
        },
    },
    Extra {
        head: "Kontroll",
        numeric: false,
        cell: |writing, risk| {
            let controls = risk.controls.iter().map(|control| vec![Inline::text(controlled(writing, control))]);
            (!risk.controls.is_empty()).then(|| Cell::items(controls.collect()))
        },
    },
    Extra {
        head: "Beslut",
        numeric: false,
        cell: |_, risk| {
            let (decision, reason) = risk.decision.as_ref()?;
            let word = swedish::capitalised(decision.word());
            let reason = reason.as_ref().map_or_else(String::new, |reason| format!(": {}", reason.value));
            Some(Cell::text(vec![Inline::text(word + &reason)]))
        },
    },
    Extra {
        head: "Ansvarig",
        numeric: false,
        cell: |writing, risk| {
            let names = writing.names(&risk.responsible);
            (!names.is_empty()).then(|| Cell::text(vec![Inline::text(swedish::join(&names))]))
        },
    },
    Extra {
        head: "Tidpunkt",
        numeric: false,
        cell: |_, risk| Some(Cell::text(vec![Inline::text(risk.due.as_ref()?)])),
    },
];

fn told(step: u32, scale: &Scale) -> Cell {
    Cell::text(vec![Inline::text(scale.told(step))])
}

/// A value; one that has to be dealt with is set in bold, which the remark under the table tells.
fn valued(value: u32, writing: &Writing<'_>) -> Cell {
    let text = vec![Inline::text(value.to_string())];
    let is_high = writing.plan.yardstick.threshold.is_some_and(|threshold| value >= threshold);
    Cell::amounts(if is_high { vec![Inline::Strong { content: text }] } else { text }, None)
}

/// `Stickprov av tio fakturor. Hur: …; hur ofta: varje kvartal; ansvarig: …; rapporteras: i delåret.`
fn controlled(writing: &Writing<'_>, control: &Control) -> String {
    let names = writing.names(&control.responsible);
    let text = |text: &Option<crate::source::Spanned<String>>| text.as_ref().map(|text| text.value.clone());
    let details = [
        ("hur", text(&control.method)),
        ("hur ofta", text(&control.interval)),
        ("ansvarig", (!names.is_empty()).then(|| swedish::join(&names))),
        ("rapporteras", text(&control.report)),
    ];
    let details: Vec<String> = details
        .into_iter()
        .filter_map(|(word, text)| Some(format!("{word}: {}", text?.trim_end_matches('.'))))
        .collect();
    let what = control.text.value.trim_end_matches('.');
    if details.is_empty() {
        return control.text.value.clone();
    }
    format!("{what}. {}.", swedish::capitalised(&details.join("; ")))
}

/// All risks; nothing when there are none. Columns that no risk fills are left out.
pub fn table(writing: &mut Writing<'_>, site: &CallSite<'_>) -> Option<Block> {
    if writing.plan.risks.is_empty() {
        return None;
    }
    let by_value = is_by_value(writing, site)?;
    let anchor = writing.numbering.anchors.give("tabell-internkontrollplan");
    let plan = writing.plan;
    let is_filled = |extra: &&Extra| plan.risks.iter().any(|risk| (extra.cell)(writing, risk).is_some());
    let extras: Vec<&Extra> = EXTRAS.iter().filter(is_filled).collect();
    let mut risks: Vec<&Risk> = plan.risks.iter().collect();
    if by_value {
        // What is not judged comes last; what is alike stays in the order written.
        risks.sort_by_key(|risk| std::cmp::Reverse(risk.value()));
    }
    let rows = rows(writing, &risks, &extras, &anchor, by_value);
    let heads = ["Verksamhet", "Risk", "Åtgärd"].into_iter().map(|head| (head, false));
    let heads: Vec<(&str, bool)> = heads.chain(extras.iter().map(|extra| (extra.head, extra.numeric))).collect();
    let head = |(at, (text, numeric)): (usize, &(&str, bool))| {
        HeadCell::new(format!("{anchor}-kolumn{at}"), vec![Inline::text(*text)]).numeric(*numeric)
    };
    let shape = |(_, numeric): &(&str, bool)| if *numeric { Column::figures() } else { Column::text() };
    let is_valued = plan.risks.iter().any(|risk| risk.value().is_some());
    Some(Block::Table(Table {
        columns: heads.iter().map(shape).collect(),
        head: vec![heads.iter().enumerate().map(head).collect()],
        rows,
        remarks: if is_valued { remark(&plan.yardstick) } else { Vec::new() },
        ..Table::new(TableKind::Risks, &anchor, "Internkontrollplan")
    }))
}

/// Whether the greatest value comes first, rather than the order written.
fn is_by_value(writing: &mut Writing<'_>, site: &CallSite<'_>) -> Option<bool> {
    match site.call.argument("ordning") {
        None => Some(false),
        Some(BY_VALUE) => Some(true),
        Some(other) => {
            writing.problems.push(
                Diagnostic::error("okänt-värde", format!("\"{other}\" är inte ett giltigt värde för \"ordning\""))
                    .at(&site.argument_span(other))
                    .hint(format!("skriv ordning=\"{BY_VALUE}\", eller ta bort ordning: då står riskerna som i filen")),
            );
            None
        }
    }
}

/// How the values came about, and from where they have to be dealt with.
fn remark(yardstick: &Yardstick) -> Vec<String> {
    let Yardstick { probability, consequence, threshold } = yardstick;
    let scale = |name: &str, scale: &Scale| match scale {
        Scale::Numbers(steps) => format!("{name} är 1 till {steps}"),
        Scale::Words(words) => {
            let steps = (1..).zip(words).map(|(step, word)| format!("{step} {}", swedish::uncapitalised(word)));
            format!("{name} är {}", swedish::join(&steps.collect::<Vec<_>>()))
        }
    };
    let scales = if probability == consequence && matches!(probability, Scale::Numbers(_)) {
        format!("På båda skalorna är 1 lägst och {} högst.", probability.steps())
    } else {
        format!("{}; {}.", scale("Sannolikhet", probability), scale("konsekvens", consequence))
    };
    let threshold =
        threshold.map(|threshold| format!(" Värden från tröskeln {threshold} står i fet stil.")).unwrap_or_default();
    vec![format!("Riskvärdet är sannolikheten gånger konsekvensen. {scales}{threshold}")]
}

/// Rows under the headings of what their activities belong to, or with all of it where the greatest come first.
fn rows(writing: &mut Writing<'_>, risks: &[&Risk], extras: &[&Extra], table: &str, by_value: bool) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    let ordered = if by_value { risks.to_vec() } else { gathered(risks) };
    for risk in ordered {
        let path: Vec<&str> = risk.categories.iter().map(|name| name.value.as_str()).collect();
        if by_value {
            rows.push(row(writing, risk, extras, table, &path));
            continue;
        }
        let same = open.iter().zip(&path).take_while(|(own, other)| own == other).count();
        for (level, name) in path.iter().enumerate().skip(same) {
            let id = format!("{table}-grupp{}", rows.len());
            let head = RowHead::new(id, vec![Inline::text(*name)]);
            rows.push(Row::new(RowKind::Group, vec![head], Vec::new()).level(level));
        }
        rows.push(row(writing, risk, extras, table, &[]).level(path.len()));
        open = path;
    }
    rows
}

/// Risks of one category together, in the order that each is first written.
fn gathered<'a>(risks: &[&'a Risk]) -> Vec<&'a Risk> {
    let path = |risk: &Risk| -> Vec<String> { risk.categories.iter().map(|name| name.value.clone()).collect() };
    let seat = |(own, risk): (usize, &'a Risk)| {
        let categories = path(risk);
        let first = |depth: usize| risks.iter().position(|other| path(other).get(..depth) == categories.get(..depth));
        let seat: Vec<usize> = (1..=categories.len()).filter_map(first).chain([own]).collect();
        (seat, risk)
    };
    let mut seated: Vec<(Vec<usize>, &Risk)> = risks.iter().copied().enumerate().map(seat).collect();
    seated.sort_by(|(one, _), (other, _)| one.cmp(other));
    seated.into_iter().map(|(_, risk)| risk).collect()
}

fn row(writing: &mut Writing<'_>, risk: &Risk, extras: &[&Extra], table: &str, path: &[&str]) -> Row {
    let anchor = writing.place(ThingKind::Risk, &risk.id);
    let head = format!("{anchor}-rad");
    let actions: Vec<Vec<Inline>> =
        risk.actions.iter().map(|action| labelled(&action.text.value, action.region_wide)).collect();
    let actions = match actions.is_empty() {
        true if risk.lacks_action(&writing.plan.yardstick) => Cell::missing(vec![Inline::text("Åtgärd saknas")]),
        true => Cell::dash(),
        false => Cell::items(actions),
    };
    let texts = [Cell::text(labelled(&risk.text.value, risk.region_wide)), actions];
    let extras = extras.iter().map(|extra| (extra.cell)(writing, risk).unwrap_or_else(Cell::empty));
    let cells = texts.into_iter().chain(extras).enumerate();
    let cells = cells.map(|(at, cell)| cell.headed(format!("{table}-kolumn{} {head}", at + 1))).collect();
    let activity = path.iter().copied().chain([risk.activity.value.as_str()]).collect::<Vec<_>>().join(" › ");
    Row::item(RowHead::new(&head, vec![Inline::text(activity)]), cells).of(anchor, &risk.id.value)
}

fn labelled(text: &str, region_wide: bool) -> Vec<Inline> {
    let mut content = Vec::new();
    if region_wide {
        content.push(Inline::Strong { content: vec![Inline::text(format!("{REGION_WIDE}:"))] });
        content.push(Inline::text(" "));
    }
    content.push(Inline::text(text));
    content
}
