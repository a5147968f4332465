//! The files of a report that nobody has filled in yet: every id of the plan, by the unit that answers for it, with the
//! statuses of the report before it as starting points.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::followup::follow::budget_columns;
use crate::followup::judgement::is_judged;
use crate::followup::report::in_words;
use crate::followup::things::KINDS;
use crate::model::followup::{Followup, ReportKind};
use crate::model::goals::Goal;
use crate::model::kind::ThingKind;
use crate::model::plan::Plan;
use crate::model::table::{CellInput, CostSign, Row, RowContent, Table};
use crate::model::thing::Thing;
use crate::quantity::period::names;
use crate::quantity::period::{Period, PeriodKind, Time};
use crate::source::Id;
use crate::source::files::REPORT_FILE;

/// What a new report is about, read from the name of its folder: `2025-08`, or `2025` for the whole year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject {
    /// What kind of report it is.
    pub kind: ReportKind,
    /// Its time.
    pub period: Period,
}

impl Subject {
    /// Reads `2025-08`; nothing when it is no month or year.
    pub fn read(name: &str) -> Option<Self> {
        let (year, month) = match name.split_once('-') {
            Some((year, month)) => (year, month.parse::<u8>().ok().filter(|month| (1..=12).contains(month))?),
            None => (name, 12),
        };
        let year = crate::quantity::period::year(year)?;
        let time = match month {
            12 => Time::Year(year),
            1 => Time::AsOf { year, month },
            last => Time::Months { year, first: 1, last },
        };
        let kind = match month {
            12 => ReportKind::Annual,
            6..=8 => ReportKind::Interim,
            _ => ReportKind::Monthly,
        };
        Some(Self { kind, period: Period { kind: Some(PeriodKind::Outcome), time } })
    }

    /// `delårsrapport januari–augusti 2025`.
    pub fn title(self) -> String {
        format!("{} {}", self.kind.word(), in_words(self.period))
    }

    /// The time as it is written: `jan–aug 2025`.
    fn written(self) -> String {
        names::name(Period { kind: None, ..self.period })
    }
}

/// The name of the file of what no unit answers for.
const COMMON: &str = "gemensamt";

/// The name of the file of goals, which are judged together.
const GOALS: &str = "mål";

/// The name of the file of rows that are about no unit.
const ECONOMY: &str = "ekonomi";

/// The files of a report on a plan, by path in its folder.
pub fn files(plan: &Plan, subject: Subject, previous: Option<&Followup>) -> BTreeMap<String, String> {
    let tables = followed(plan);
    let mut files = BTreeMap::from([(REPORT_FILE.to_owned(), head(plan, subject, &tables))]);
    files.extend(chapters(plan, &tables));
    let mut parts: BTreeMap<String, Part> = BTreeMap::new();
    let things = plan.things();
    for thing in &things {
        let Some(id) = thing.id else { continue };
        if let Some((_, key)) = KINDS.into_iter().find(|(kind, _)| *kind == thing.kind) {
            let text = progress(thing, id, previous);
            parts.entry(home(plan, thing.responsible)).or_default().add(key, text);
        } else if thing.kind == ThingKind::Measure {
            parts.entry(home(plan, thing.responsible)).or_default().add("styrtal", measure(plan, thing, id));
        }
    }
    for goal in plan.all_goals().into_iter().filter(|goal| is_judged(goal)) {
        let text = format!(
            "  - id: {}\n    {}\n    bedömning:\n    skäl:\n    text:\n",
            goal.id.value,
            comment(&goal.name.value)
        );
        parts.entry(GOALS.to_owned()).or_default().add("mål", text);
    }
    for risk in &plan.risks {
        let own = parts.entry(home(plan, &risk.responsible)).or_default();
        own.add("risker", self::risk(plan, risk));
    }
    for (table, _) in &tables {
        for (home, rows) in rows(plan, table, subject.kind != ReportKind::Annual) {
            let text = format!("  - tabell: {}\n    rader:\n{rows}", table.id.value);
            parts.entry(home).or_default().add("ekonomi", text);
        }
    }
    for (name, part) in parts {
        let title = plan.organisation.unit(&name).map_or_else(
            || match name.as_str() {
                GOALS => "Bedömning av målen".to_owned(),
                ECONOMY => "Ekonomi".to_owned(),
                _ => "Det som inget område ansvarar för ensamt".to_owned(),
            },
            |unit| unit.name.value.clone(),
        );
        files.insert(format!("{name}.yaml"), part.text(&title, subject));
    }
    files
}

/// What one file holds, by key.
#[derive(Default)]
struct Part(Vec<(&'static str, String)>);

impl Part {
    fn add(&mut self, key: &'static str, text: String) {
        match self.0.iter_mut().find(|(own, _)| *own == key) {
            Some((_, all)) => all.push_str(&text),
            None => self.0.push((key, text)),
        }
    }

    fn text(&self, title: &str, subject: Subject) -> String {
        let has = |keys: &[&str]| self.0.iter().any(|(own, _)| keys.contains(own));
        let mut out = format!("# {title}, {}\n#\n", subject.title());
        if has(&["uppdrag", "aktiviteter", "milstolpar", "risker"]) {
            out.push_str("# status: klart, pågår, ej påbörjat eller avbrutet\n");
        }
        if has(&["risker"]) {
            out.push_str("# resultat: utan anmärkning, med anmärkning eller inte gjord\n");
        }
        if has(&["mål"]) {
            out.push_str(
                "# bedömning: uppfyllt, delvis, inte eller kan inte bedömas; skäl: när styrtalen visar något annat\n",
            );
        }
        if has(&["uppdrag", "aktiviteter", "milstolpar", "indikatorer", "styrtal", "mål", "risker"]) {
            out.push_str("# det som inte följs upp får raden följs_inte: med skälet\n");
        }
        out.push_str("# att göra: fyll i det som är tomt, och ta bort den här raden\n");
        for (key, text) in &self.0 {
            let _ = write!(out, "\n{key}:\n{text}");
        }
        out
    }
}

/// The name of the file of what some units answer for: that of the first.
fn home(plan: &Plan, responsible: &[Id]) -> String {
    let unit = responsible.iter().find(|id| plan.organisation.unit(&id.value).is_some());
    unit.map_or_else(|| COMMON.to_owned(), |id| id.value.clone())
}

/// A text as a comment on one line.
fn comment(text: &str) -> String {
    format!("# {}", text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn progress(thing: &Thing<'_>, id: &Id, previous: Option<&Followup>) -> String {
    let mut out = format!("  - id: {}\n    {}\n", id.value, comment(&thing.text.value));
    if thing.kind == ThingKind::Indicator {
        return out + "    text:\n";
    }
    let before = previous.and_then(|previous| previous.progress(thing.kind, &id.value));
    let status = before.and_then(|before| before.status.as_ref()).map(|status| status.value.word());
    match status {
        Some(status) => {
            let _ = writeln!(out, "    status: {status} # som i förra rapporten");
        }
        None => out.push_str("    status:\n"),
    }
    out + "    text:\n    återstår:\n"
}

fn measure(plan: &Plan, thing: &Thing<'_>, id: &Id) -> String {
    let mut out = format!("  - id: {}\n    {}\n    utfall:\n", id.value, comment(&thing.text.value));
    let measure = plan.measure(&id.value);
    let parts = measure.into_iter().flat_map(|measure| {
        let of_outcomes = measure.outcomes.iter().flat_map(|outcome| outcome.split.iter().map(|(part, _)| part));
        of_outcomes.chain(measure.target_split.iter().map(|(part, _)| part))
    });
    let mut parts: Vec<&String> = parts.collect();
    parts.sort();
    parts.dedup();
    for part in parts {
        let _ = writeln!(out, "    {part}:");
    }
    out + "    förra_året:\n    text:\n"
}

fn risk(plan: &Plan, risk: &crate::model::risks::Risk) -> String {
    let mut out = format!("  - id: {}\n    {}\n", risk.id.value, comment(&risk.text.value));
    let mut list = |key: &str, word: &str, texts: Vec<&str>| {
        if texts.is_empty() {
            return;
        }
        let _ = writeln!(out, "    {key}:");
        for (at, text) in (1..).zip(texts) {
            let _ = writeln!(out, "      - nr: {at}\n        {}\n        {word}:\n        text:", comment(text));
        }
    };
    list("åtgärder", "status", risk.actions.iter().map(|action| action.text.value.as_str()).collect());
    list("kontroller", "resultat", risk.controls.iter().map(|control| control.text.value.as_str()).collect());
    if let (Some(probability), Some(consequence)) = (&risk.probability, &risk.consequence) {
        let told = |step: u32, scale: &crate::model::risks::Scale| scale.told(step).replace('\u{a0}', " ");
        let _ = writeln!(out, "    sannolikhet: # i planen {}", told(probability.value, &plan.yardstick.probability));
        let _ = writeln!(out, "    konsekvens: # i planen {}", told(consequence.value, &plan.yardstick.consequence));
    }
    out + "    text:\n"
}

/// The tables of money with a budget for the year, and the index of its column.
fn followed(plan: &Plan) -> Vec<(&Table, usize)> {
    let own = plan.tables.iter().filter(|table| !table.hidden && table.unit.is_money());
    own.filter_map(|table| Some((table, *budget_columns(table, plan.identity.year).first()?))).collect()
}

fn head(plan: &Plan, subject: Subject, tables: &[(&Table, usize)]) -> String {
    let mut out = format!("slag: {}\nperiod: {}\nstatus: utkast\n", subject.kind.word(), subject.written());
    if tables.is_empty() {
        return out;
    }
    out.push_str("\n# Tabellerna som följs upp. Över gränsen ska en avvikelse ha en kommentar: en andel av budgeten, eller ett\n");
    out.push_str("# belopp i tabellens enhet.\n# att göra: ta bort de tabeller som inte följs upp, och bestäm gränserna\nekonomi:\n");
    for (table, column) in tables {
        let _ = writeln!(out, "  - tabell: {}", table.id.value);
        if budget_columns(table, plan.identity.year).len() > 1 {
            let _ = writeln!(out, "    kolumn: {}", table.columns[*column].id.value);
        }
        if let Some(kind) = kind(table, *column) {
            let _ =
                writeln!(out, "    slag: {kind} # att göra: kostnad, intäkt eller resultat (kostnader är negativa)?");
        }
        out.push_str("    gräns: 2 %\n");
    }
    out
}

/// What the rows of a table seem to be, where it does not say which sign costs have.
fn kind(table: &Table, column: usize) -> Option<&'static str> {
    match table.cost_sign {
        Some(CostSign::Negative | CostSign::Positive) => None,
        None if has_negative(&table.rows, column) => Some("resultat"),
        None => Some("kostnad"),
    }
}

fn has_negative(rows: &[Row], column: usize) -> bool {
    rows.iter().any(|row| {
        let own = match &row.content {
            RowContent::Item { cells, .. } => cells.get(column),
            _ => None,
        };
        let is_negative = matches!(own, Some(CellInput::Amount(amount)) if amount.value.is_sign_negative());
        is_negative || has_negative(row.inner(), column)
    })
}

/// The rows of a table that are written in the plan, by the name of the file that they are filled in in.
fn rows(plan: &Plan, table: &Table, has_forecast: bool) -> BTreeMap<String, String> {
    type Out = BTreeMap<String, String>;
    fn walk(plan: &Plan, table: &Table, has_forecast: bool, (rows, above): (&[Row], &str), out: &mut Out) {
        for row in rows {
            let path = crate::followup::paths::path(above, row);
            if matches!(row.content, RowContent::Item { .. }) {
                let about = row.about.as_ref().or(table.about.as_ref());
                let unit = about.filter(|id| plan.organisation.unit(&id.value).is_some());
                let home = unit.map_or_else(|| ECONOMY.to_owned(), |id| id.value.clone());
                let name = row.names.iter().map(|name| name.value.as_str()).collect::<Vec<_>>().join(", ");
                let forecast = if has_forecast { "        prognos:\n" } else { "" };
                let text = format!("      {path}: # {name}\n        utfall:\n{forecast}        kommentar:\n");
                out.entry(home).or_default().push_str(&text);
            }
            walk(plan, table, has_forecast, (row.inner(), &path), out);
        }
    }
    let mut out = BTreeMap::new();
    walk(plan, table, has_forecast, (&table.rows, ""), &mut out);
    out
}

/// Chapters to begin with: what there is to show, in the order that a board reads it.
fn chapters(plan: &Plan, tables: &[(&Table, usize)]) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let mut add = |name: &str, text: String| {
        let at = out.len() + 1;
        out.push((format!("kapitel/{at:02}-{name}.md"), text));
    };
    add(
        "sammanfattning",
        "# Sammanfattning\n\n{# att göra: skriv det viktigaste om perioden #}\n\n{{ oversikt() }}\n".to_owned(),
    );
    if !plan.goals.is_empty() {
        let mut text = "# Mål och uppdrag\n\n{{ mal() }}\n".to_owned();
        plan.goals.iter().for_each(|goal| section(goal, 2, &mut text));
        add("mal-och-uppdrag", text);
    }
    if !tables.is_empty() {
        let calls =
            tables.iter().map(|(table, _)| format!("\n{{{{ tabell(id=\"{}_uppföljning\") }}}}\n", table.id.value));
        add("ekonomi", format!("# Ekonomi\n{}", calls.collect::<String>()));
    }
    if !plan.risks.is_empty() {
        add("intern-kontroll", "# Intern kontroll\n\n{{ risker() }}\n".to_owned());
    }
    add("kvar-att-gora", "# Kvar att göra\n\n{{ kvar() }}\n".to_owned());
    out
}

/// A goal's heading and what it holds, then the goals under it.
fn section(goal: &Goal, level: usize, out: &mut String) {
    let _ = write!(out, "\n{} {{{{ rubrik(id=\"{}\") }}}}\n", "#".repeat(level.min(5)), goal.id.value);
    let things: Vec<Thing<'_>> = goal.things().collect();
    let kinds = [ThingKind::Measure].into_iter().chain(KINDS.map(|(kind, _)| kind));
    for kind in kinds.filter(|kind| things.iter().any(|thing| thing.kind == *kind)) {
        if let Some(function) = kind.traits().shown.function() {
            let _ = write!(out, "\n{{{{ {function}(malomrade=\"{}\") }}}}\n", goal.id.value);
        }
    }
    goal.children.iter().for_each(|child| section(child, level + 1, out));
}
