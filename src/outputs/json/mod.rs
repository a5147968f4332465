//! The plan as data for other programs: its objects and every figure, with the lines they were written at.
//!
//! [`form`] is what the file looks like, and the schema is made from it.

pub mod form;

use crate::diagnostic::json::pretty;
use crate::explain::words;
use crate::figures::{CellId, LineKind, Origin, Sheet, Value};
use crate::model::goals::{Goal, Measure, Outcome, Peer, Standing, Target};
use crate::model::kind::ThingKind;
use crate::model::risks::{Control, Risk};
use crate::outputs::edition::Edition;
use crate::outputs::json::form::{
    Bounds, CellData, ColumnData, ControlData, Duty, GoalData, Heading, JudgementData, MeasureData, Named, PartValue,
    PeerData, RiskData, RowData, RowForm, TableData, Wanted, Whole, Written, Year,
};
use crate::source::{Id, Span, Spanned};

/// The file's name.
pub const FILE: &str = "plan.json";

/// The file's content.
pub fn file(edition: &Edition<'_>) -> Vec<u8> {
    // Texts and numbers: nothing here can fail.
    let mut bytes = serde_json::to_vec(&whole(edition)).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// The schema of [`Whole`], JSON Schema 2020-12.
pub fn schema() -> String {
    pretty(&schemars::schema_for!(Whole))
}

fn whole(edition: &Edition<'_>) -> Whole {
    let Edition { plan, figures, document, revision, .. } = edition;
    let meta = &document.meta;
    Whole {
        version: 1,
        title: meta.title.clone(),
        board: meta.board.clone(),
        organisation: meta.organisation.clone(),
        administration: meta.administration.clone(),
        year: meta.year,
        status: meta.status.clone(),
        revision: revision.map(|revision| revision.id.clone()),
        chapters: document
            .chapters
            .iter()
            .map(|chapter| Heading {
                number: chapter.number.clone(),
                title: chapter.title_text.clone(),
                anchor: chapter.anchor.clone(),
            })
            .collect(),
        units: plan
            .organisation
            .all()
            .map(|unit| Named { id: unit.id.value.clone(), name: unit.name.value.clone() })
            .collect(),
        goals: plan.goals.iter().map(|own| goal(edition, own)).collect(),
        risks: plan.risks.iter().map(|own| risk(edition, own)).collect(),
        tables: figures.sheets.iter().map(|sheet| table(edition, sheet)).collect(),
    }
}

fn written(edition: &Edition<'_>, span: &Span) -> Written {
    Written { file: edition.source_path(span).to_owned(), line: span.file.line_column(span.range.start).0 }
}

fn ids(ids: &[Id]) -> Vec<String> {
    ids.iter().map(|id| id.value.clone()).collect()
}

fn goal(edition: &Edition<'_>, goal: &Goal) -> GoalData {
    let duties = |kind: ThingKind| {
        let own = goal.things().filter(|thing| thing.kind == kind);
        own.map(|thing| Duty {
            id: thing.key().to_owned(),
            number: thing.number.map(|number| number.value),
            text: thing.text.value.clone(),
            due: thing.stated_as("tidpunkt").map(str::to_owned),
            responsible: ids(thing.responsible),
            source: written(edition, &thing.text.span),
        })
        .collect()
    };
    GoalData {
        id: goal.id.value.clone(),
        kind: goal.kind.clone(),
        number: goal.number.as_ref().map(|number| number.value),
        name: goal.name.value.clone(),
        measures: goal.measures.iter().map(measure).collect(),
        indicators: duties(ThingKind::Indicator),
        assignments: duties(ThingKind::Assignment),
        activities: duties(ThingKind::Activity),
        milestones: duties(ThingKind::Milestone),
        goals: goal.children.iter().map(|child| self::goal(edition, child)).collect(),
    }
}

fn measure(measure: &Measure) -> MeasureData {
    let exact = |value: &Spanned<rust_decimal::Decimal>| value.value.normalize().to_string();
    let year = |outcome: &Outcome| Year {
        year: outcome.year.value,
        value: outcome.value.as_ref().map(exact),
        parts: outcome
            .split
            .iter()
            .map(|(name, value)| PartValue { name: name.clone(), value: exact(value) })
            .collect(),
    };
    let peer = |peer: &Peer| {
        let (value, place, of) = match &peer.standing {
            Standing::Value(value) => (Some(exact(value)), None, None),
            Standing::Rank { place, of } => (None, Some(place.value), Some(of.value)),
        };
        PeerData { name: peer.name.clone(), year: peer.year, value, place, of }
    };
    let own = measure.target_split.iter().map(|(part, target)| Wanted {
        year: None,
        part: Some(part.clone()),
        bounds: bounds(&target.value),
    });
    let aims = measure.aims.iter().flat_map(|(year, aim)| {
        aim.targets().map(|(part, target)| Wanted {
            year: Some(year.value),
            part: part.map(str::to_owned),
            bounds: bounds(&target.value),
        })
    });
    MeasureData {
        id: measure.id.value.clone(),
        number: measure.number.as_ref().map(|number| number.value),
        name: measure.name.value.clone(),
        unit: measure.unit.symbol().to_owned(),
        outcomes: measure.outcomes.iter().map(year).collect(),
        target: measure.target.as_ref().map(|target| bounds(&target.value)),
        targets: own.chain(aims).collect(),
        only_followed: measure.only_followed,
        long_term: measure.long_term.as_ref().map(|target| bounds(&target.value)),
        long_term_year: measure.long_term_year,
        peers: measure.peers.iter().map(peer).collect(),
        responsible: ids(&measure.responsible),
    }
}

fn bounds(target: &Target) -> Bounds {
    let words = match target {
        Target::Words(words) => Some(words.clone()),
        _ => None,
    };
    let (value, at_least, at_most) = match target {
        Target::Words(_) => (None, None, None),
        Target::Value(value) => (Some(value), None, None),
        Target::AtLeast(value) => (None, Some(value), None),
        Target::AtMost(value) => (None, None, Some(value)),
        Target::Between(low, high) => (None, Some(low), Some(high)),
    };
    let text = |value: Option<&rust_decimal::Decimal>| value.map(|value| value.normalize().to_string());
    Bounds { value: text(value), at_least: text(at_least), at_most: text(at_most), words }
}

fn risk(edition: &Edition<'_>, risk: &Risk) -> RiskData {
    RiskData {
        id: risk.id.value.clone(),
        activity: risk.activity.value.clone(),
        text: risk.text.value.clone(),
        actions: risk.actions.iter().map(|action| action.text.value.clone()).collect(),
        probability: risk.probability.as_ref().map(|value| value.value),
        consequence: risk.consequence.as_ref().map(|value| value.value),
        value: risk.value(),
        after: risk.after.as_ref().map(|after| JudgementData {
            probability: after.probability.value,
            consequence: after.consequence.value,
            value: after.value(),
        }),
        categories: risk.categories.iter().map(|name| name.value.clone()).collect(),
        controls: risk.controls.iter().map(control).collect(),
        decision: risk.decision.as_ref().map(|(decision, _)| decision.word().to_owned()),
        reason: risk.decision.as_ref().and_then(|(_, reason)| reason.as_ref()).map(|reason| reason.value.clone()),
        due: risk.due.clone(),
        responsible: ids(&risk.responsible),
        source: written(edition, &risk.text.span),
    }
}

fn control(control: &Control) -> ControlData {
    let text = |text: &Option<Spanned<String>>| text.as_ref().map(|text| text.value.clone());
    ControlData {
        text: control.text.value.clone(),
        method: text(&control.method),
        interval: text(&control.interval),
        responsible: ids(&control.responsible),
        report: text(&control.report),
    }
}

fn table(edition: &Edition<'_>, sheet: &Sheet) -> TableData {
    let rows = sheet.lines.iter().enumerate().filter(|(_, line)| line.is_printed()).map(|(at, line)| {
        let form = match line.kind {
            LineKind::Heading => RowForm::Heading,
            LineKind::OfWhich => RowForm::OfWhich,
            LineKind::Sum | LineKind::HiddenSum => RowForm::Subtotal,
            LineKind::Formula => RowForm::Formula,
            LineKind::Total => RowForm::Total,
            LineKind::Item => RowForm::Item,
        };
        let columns = if line.kind == LineKind::Heading { 0 } else { sheet.columns.len() };
        let cells = (0..columns)
            .map(|column| CellData { notes: values(line.notes.on(column)), ..cell(edition, sheet.cell(at, column)) });
        RowData {
            form,
            name: line.name(),
            level: line.level,
            cells: cells.collect(),
            notes: values(line.notes.own.iter()),
            note_table: line.notes.table.as_ref().map(|note| note.table.value.clone()),
        }
    });
    // The measures are a sheet that nobody wrote as a table.
    let source = edition.plan.tables.iter().find(|table| table.id.value == sheet.id);
    let columns = sheet.columns.iter().enumerate().map(|(at, column)| ColumnData {
        id: column.id.clone(),
        name: column.name.clone(),
        notes: source
            .and_then(|table| table.columns.get(at))
            .map(|column| values(column.above.iter().flat_map(|above| &above.notes).chain(&column.notes)))
            .unwrap_or_default(),
    });
    let notes = source.iter().flat_map(|table| &table.notes);
    TableData {
        id: sheet.id.clone(),
        caption: sheet.caption.clone(),
        columns: columns.collect(),
        rows: rows.collect(),
        notes: notes.map(|(id, text)| Named { id: id.value.clone(), name: text.value.clone() }).collect(),
    }
}

fn values<'a>(ids: impl Iterator<Item = &'a Id>) -> Vec<String> {
    ids.map(|id| id.value.clone()).collect()
}

fn cell(edition: &Edition<'_>, at: CellId) -> CellData {
    let figures = edition.figures;
    let figure = &figures.cells[at];
    let is_input = matches!(figure.origin, Origin::Input);
    CellData {
        address: figures.address(at),
        value: figure.amount().map(|amount| amount.value.normalize().to_string()),
        dash: figure.value == Value::Dash,
        text: if let Value::Text(text) = &figure.value { Some(text.clone()) } else { None },
        unit: figure.unit.symbol().to_owned(),
        formula: (!is_input).then(|| words::in_words(figures, at)),
        operands: figure.operands().iter().map(|&operand| figures.address(operand)).collect(),
        notes: Vec::new(),
        source: written(edition, &figure.span),
    }
}
