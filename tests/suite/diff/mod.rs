//! `vplan diff` against edits that are known: each edit of a plan's sources is found as exactly the one change it is.

mod cases;
mod edits;
mod facts;
mod marks;
mod rewritings;

use std::collections::BTreeSet;

use crate::support::plans::{FOLDERS, drafted, plan};
use crate::support::schema;
use edits::{Edit, edits};
use rayon::prelude::{IntoParallelIterator, ParallelIterator};
use verksamhetsplan::Draft;
use verksamhetsplan::compare::inventory::Inventory;
use verksamhetsplan::diff::finding::{Aspect, Change, Consequence, Finding};
use verksamhetsplan::diff::{PlanDiff, Side, json, markdown, text};
use verksamhetsplan::figures::{Figures, Origin, Value};
use verksamhetsplan::model::kind::ThingKind;

pub(crate) fn side(draft: &Draft) -> Side<'_> {
    let Draft { plan, figures, prose, problems, .. } = draft;
    Side { name: "sida", plan, figures, prose, problems }
}

pub(crate) fn between(before: &Draft, after: &Draft) -> PlanDiff {
    PlanDiff::between(&side(before), &side(after))
}

/// Edits tried of each plan.
const EDITS: usize = 120;

/// What an edit came to, when it is not what was expected.
fn tried(before: &Draft, after: &Draft, edit: &Edit) -> Result<(), String> {
    let diff = between(before, after);
    let told = || format!("{}\n{}", edit.what, text::render(&diff));
    let [finding] = diff.findings.as_slice() else {
        return Err(format!("{} findings instead of one: {}", diff.findings.len(), told()));
    };
    let expected = (edit.change, edit.kind, edit.field.as_deref());
    if (finding.change, finding.kind, finding.aspect.as_ref().map(Aspect::word)) != expected {
        return Err(format!("expected {expected:?}: {}", told()));
    }
    let place = if edit.change == Change::Removed { &finding.places.before } else { &finding.places.after };
    let line = place.as_ref().map(|place| (place.file.clone(), place.line));
    if !edit.lines.iter().any(|expected| line.as_ref() == Some(expected)) {
        return Err(format!("expected at one of {:?}: {}", edit.lines, told()));
    }
    // Beneath it stands every computed figure that changed, and no other.
    let effects = finding.effects.iter().filter(|effect| effect.consequence == Consequence::Figure);
    let effects: BTreeSet<String> = effects.map(|effect| effect.address.clone()).collect();
    let changed = changed_figures(&before.figures, &after.figures, edit);
    if effects != changed {
        return Err(format!("expected to follow: {changed:?}\n{}", told()));
    }
    let mirror = between(after, before);
    if mirrored(&mirror) != as_it_is(&diff) {
        return Err(format!("its mirror is\n{}\nof\n{}", text::render(&mirror), told()));
    }
    if !edit.is_text() {
        let patched = facts::patched(facts::of(&before.plan, &before.figures), &diff.findings);
        let wanted = facts::of(&after.plan, &after.figures);
        if patched != wanted {
            return Err(format!("{}\n{}", facts::difference(&patched, &wanted), told()));
        }
    }
    Ok(())
}

/// Printed computed figures that differ, by the address they have on both sides.
fn changed_figures(before: &Figures, after: &Figures, edit: &Edit) -> BTreeSet<String> {
    let value = |figures: &Figures, cell: usize| match &figures.cells[cell].value {
        Value::Amount(amount) => Some(amount.value.normalize()),
        _ => None,
    };
    let cells = (0..after.cells.len()).filter(|cell| {
        let printed = after.position(*cell).is_some_and(|(_, line, _)| line.is_printed());
        printed && !matches!(after.cells[*cell].origin, Origin::Input)
    });
    let changed = cells.filter_map(|cell| {
        let address = after.address(cell);
        let parts: Vec<String> = edit.earlier(&address).split('.').map(str::to_owned).collect();
        let own = before.find(&parts, None).ok()?;
        let failed = [&before.cells[own], &after.cells[cell]].iter().any(|figure| figure.value == Value::Failed);
        (!failed && value(before, own) != value(after, cell)).then_some(address)
    });
    changed.collect()
}

/// A change with its consequences, so that it can be compared with its mirror image: names and addresses are the later
/// side's, and so of another side in the mirror.
fn as_it_is(diff: &PlanDiff) -> BTreeSet<String> {
    let shown = |finding: &Finding| {
        let effects = finding.effects.iter().map(|effect| {
            let kind = effect.consequence;
            // A control total stands against its computed figure, on either side.
            let values = matches!(kind, Consequence::Figure | Consequence::Sentence);
            let values = values.then_some((&effect.before, &effect.after));
            format!("{kind:?} {values:?} {}", effect.causes)
        });
        let effects: BTreeSet<String> = effects.collect();
        let places = [&finding.places.before, &finding.places.after];
        let places = places.map(|place| place.as_ref().map(|place| (place.file.clone(), place.line, place.column)));
        let difference = finding.difference.as_ref().map(|difference| difference.exact.clone());
        format!(
            "{:?} {:?} {:?} {:?} → {:?} {difference:?} {places:?} {effects:?}",
            finding.change, finding.kind, finding.aspect, finding.texts.before, finding.texts.after
        )
    };
    diff.findings.iter().map(shown).collect()
}

fn mirrored(diff: &PlanDiff) -> BTreeSet<String> {
    let mut diff = PlanDiff { findings: diff.findings.clone(), ..PlanDiff::default() };
    for finding in &mut diff.findings {
        finding.change = match finding.change {
            Change::Added => Change::Removed,
            Change::Removed => Change::Added,
            other => other,
        };
        std::mem::swap(&mut finding.texts.before, &mut finding.texts.after);
        std::mem::swap(&mut finding.places.before, &mut finding.places.after);
        if let Some(difference) = &mut finding.difference {
            let negated =
                difference.exact.strip_prefix('-').map_or_else(|| format!("-{}", difference.exact), str::to_owned);
            difference.exact = negated;
        }
        for effect in &mut finding.effects {
            std::mem::swap(&mut effect.before, &mut effect.after);
            effect.consequence = match effect.consequence {
                Consequence::ControlBroken => Consequence::ControlMended,
                Consequence::ControlMended => Consequence::ControlBroken,
                Consequence::ReconciliationBroken => Consequence::ReconciliationMended,
                Consequence::ReconciliationMended => Consequence::ReconciliationBroken,
                Consequence::DeviationGone => Consequence::DeviationBack,
                Consequence::DeviationBack => Consequence::DeviationGone,
                other => other,
            };
        }
    }
    as_it_is(&diff)
}

// Each of many edits of every kind, in both plans, is told as the one change it is, with what followed beneath it; and so
// is its mirror image; and the change, applied to the earlier plan, gives the later one.
#[test]
fn every_edit_is_one_change() {
    for folder in FOLDERS {
        let sources = plan(folder);
        let before = &sources.draft;
        let edits = edits(sources, before, EDITS);
        let kinds: BTreeSet<(Change, ThingKind)> = edits.iter().map(|edit| (edit.change, edit.kind)).collect();
        assert!(edits.len() >= 100, "{folder}: only {} edits", edits.len());
        let changes: BTreeSet<Change> = kinds.iter().map(|(change, _)| *change).collect();
        assert_eq!(changes.len(), Change::ALL.len(), "every kind of change is tried: {kinds:?}");
        let failures: Vec<String> =
            edits.into_par_iter().filter_map(|edit| tried(before, &sources.edited(&edit.files), &edit).err()).collect();
        assert!(failures.is_empty(), "{folder}: {} failures\n\n{}", failures.len(), failures.join("\n\n"));
    }
}

// A plan is no different from itself.
#[test]
fn a_plan_is_no_different_from_itself() {
    for folder in FOLDERS {
        let diff = between(&plan(folder).draft, &plan(folder).edited(&[]));
        assert!(diff.is_empty(), "{}", text::render(&diff));
    }
}

// Two years' plans, compared in either direction, have the same differences.
#[test]
fn two_plans_differ_alike_in_both_directions() {
    let [own, later] = FOLDERS.map(|folder| &plan(folder).draft);
    let (there, back) = (as_it_is(&between(own, later)), mirrored(&between(later, own)));
    let only: Vec<&String> = there.symmetric_difference(&back).collect();
    assert!(only.is_empty(), "{only:#?}");
    assert!(there.len() > 100);
}

// One changed cell is one change in every format.
#[test]
fn one_cell_is_one_change_in_every_format() {
    let sources = plan("plan/2025");
    let path = "budget/resultatbudget.yaml";
    let edited = sources.text(path).replacen("-633.6", "-640.0", 1);
    let edited = sources.edited(&[(path.to_owned(), edited)]);
    let diff = between(&sources.draft, &edited);
    assert_eq!(diff.findings.len(), 1);
    let plain = text::render(&diff).replace('\u{a0}', " ");
    let expected = "Personalkostnader, Budget 2025: −633,6 → −640,0 mnkr (−6,4; −1,0 %)";
    assert_eq!(plain.matches(expected).count(), 1, "{plain}");
    assert!(plain.contains("→ Resultat, Budget 2025: 1,8 → −4,6 mnkr (−6,4)"), "{plain}");
    assert!(plain.contains("kontrollsumman för Summa kostnader, Budget 2025 stämmer inte längre"), "{plain}");
    assert!(plain.contains("ett resultat på [−1,8−]{+−4,6+} miljoner kronor"), "{plain}");
    let comment = markdown::render(&[diff], 65_000).replace('\u{a0}', " ");
    assert_eq!(comment.matches("\n- **").count(), 1, "{comment}");
    assert!(comment.contains(expected) && comment.contains("<del>1,8</del><ins>−4,6</ins>"), "{comment}");
    let diff = between(&sources.draft, &edited);
    let value: serde_json::Value = serde_json::from_str(&json::render(&[diff])).expect("JSON");
    let findings = value["plans"][0]["findings"].as_array().expect("a list");
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0]["difference"]["exact"], "-6.4");
    let rules = serde_json::from_str(&json::schema()).expect("a schema");
    assert_eq!(schema::errors(&rules, &value), [""; 0]);
}

// A comment is never longer than it may be, says how much it left out, and closes what it opened.
#[test]
fn a_comment_has_a_largest_size() {
    let [own, later] = FOLDERS.map(|folder| &plan(folder).draft);
    let diff = [between(own, later)];
    let whole = markdown::render(&diff, 1_000_000);
    assert!(!whole.contains("ryms"), "all of it has room in GitLab's comment");
    for limit in [2_000, 10_000, 65_000, 65_536] {
        let comment = markdown::render(&diff, limit);
        assert!(comment.chars().count() <= limit, "{} of {limit}", comment.chars().count());
        assert_eq!(comment.matches("<details>").count(), comment.matches("</details>").count());
        let shown = comment.matches("\n- **").count();
        let left = diff[0].findings.len() - shown;
        assert_eq!(comment.contains(&format!("… och {left} ")), left > 0, "{limit}");
    }
}

// An inventory lists what the plan holds, for those who read the tests.
#[test]
fn a_plan_holds_things_of_every_kind() {
    let mut held: BTreeSet<ThingKind> = BTreeSet::new();
    for folder in FOLDERS {
        let draft = &plan(folder).draft;
        held.extend(Inventory::of(&draft.plan, &draft.figures).objects.iter().map(|object| object.kind));
    }
    for kind in [
        ThingKind::Goal,
        ThingKind::Assignment,
        ThingKind::Measure,
        ThingKind::Risk,
        ThingKind::Action,
        ThingKind::Row,
        ThingKind::Control,
        ThingKind::Chapter,
    ] {
        assert!(held.contains(&kind), "{kind:?}");
    }
}

// A cell is known by its number among all cells, and a number is no year.
#[test]
fn cells_are_the_same_from_year_to_year_however_many_there_are() {
    let plan = |year: i32| {
        let rows = (0..2100).map(|row| format!("  - {{id: r{row}, namn: Rad {row}, belopp: [{row}.5]}}\n"));
        let table = format!(
            "tabell: t\nrubrik: T\nenhet: mnkr\ndecimaler: 1\nkolumner: [budget {year}]\nrader:\n{}",
            rows.collect::<String>()
        );
        let cells = (2000..2060).map(|row| format!("{{{{ belopp(cell=\"t.r{row}.budget_{year}\") }}}} är det.\n\n"));
        let chapter = format!("# Budget\n\n{}{{{{ tabell(id=\"t\") }}}}\n", cells.collect::<String>());
        let identity = format!("nämnd: N\norganisation: O\nförvaltning: F\når: {year}\ntitel: Plan\n");
        let files = [("plan.yaml", identity), ("budget/t.yaml", table), ("kapitel/01-budget.md", chapter)];
        drafted("plan", files.iter().map(|(path, text)| (*path, text.as_bytes())))
    };
    let diff = between(&plan(2024), &plan(2025));
    assert!(diff.correspondence.years.is_some());
    assert!(diff.is_empty(), "{}", text::render(&diff));
}
