//! `numrering`: published numbers that stand twice, out of order or with one left out.

use std::collections::{BTreeMap, HashMap};

use crate::checks::{Check, Evidence, Example};
use crate::diagnostic::Diagnostic;
use crate::model::goals::Goal;
use crate::model::kind::{Shown, ThingKind};
use crate::source::Spanned;

/// The rule.
pub const CHECK: Check = Check {
    id: "numrering",
    what: "nummer på uppdrag, styrtal eller mål som används två gånger, står i fel ordning eller hoppas över",
    why: "protokoll och uppföljningar hänvisar till numren, och ett nummer ska betyda en sak",
    example: Example {
        files: &[(
            "malomraden.yaml",
            "målområden:\n  - {id: miljö, slag: Målsättning, nr: 4, namn: Utsläppen minskar}\n  - {id: ekonomi, slag: Målsättning, nr: 4, namn: Ekonomin är i balans}\n",
        )],
        blamed: "4",
    },
    run,
};

/// A number and what carries it, to tell things apart that share a number.
type Numbered<'a> = (&'a Spanned<u32>, &'a str);

/// Numbers that count together: one list for each goal that holds some.
struct Series<'a> {
    /// What is numbered, in the plural.
    many: String,
    lists: Vec<Vec<Numbered<'a>>>,
    /// Whether every number of the series is this plan's own, so that none should be left out.
    whole: bool,
}

fn run(evidence: &Evidence<'_>) -> Vec<Diagnostic> {
    let plan = evidence.plan;
    let things = plan.things();
    let of_goals = ThingKind::TOLD.into_iter().filter(|kind| matches!(kind.traits().shown, Shown::OfGoal(_)));
    let mut all: Vec<Series<'_>> = of_goals
        .map(|kind| {
            // One list for each goal.
            let mut lists: BTreeMap<Option<usize>, Vec<Numbered<'_>>> = BTreeMap::new();
            for thing in things.iter().filter(|thing| thing.kind == kind) {
                lists.entry(thing.parent).or_default().extend(thing.number.map(|number| (number, thing.key())));
            }
            // The council numbers its assignments over all boards: some are missing in each plan.
            let whole = kind != ThingKind::Assignment;
            Series { many: kind.traits().many.to_owned(), lists: lists.into_values().collect(), whole }
        })
        .collect();
    let mut kinds = BTreeMap::new();
    of_kinds(&plan.goals, &mut kinds);
    all.extend(kinds.into_iter().map(|(kind, lists)| {
        let many = kind.map_or_else(|| "mål utan slag".to_owned(), |kind| format!("mål av slaget \"{kind}\""));
        Series { many, lists, whole: true }
    }));
    all.iter().flat_map(|series| judge(series, plan.incomplete)).collect()
}

/// The numbers of goals by kind, in one list for each goal that they stand under.
fn of_kinds<'a>(goals: &'a [Goal], kinds: &mut BTreeMap<Option<&'a str>, Vec<Vec<Numbered<'a>>>>) {
    let mut here: BTreeMap<Option<&str>, Vec<Numbered<'a>>> = BTreeMap::new();
    for goal in goals {
        if let Some(number) = &goal.number {
            here.entry(goal.kind.as_deref()).or_default().push((number, &goal.id.value));
        }
    }
    for (kind, list) in here {
        kinds.entry(kind).or_default().push(list);
    }
    for goal in goals {
        of_kinds(&goal.children, kinds);
    }
}

fn judge(series: &Series<'_>, incomplete: bool) -> Vec<Diagnostic> {
    let Series { many, lists, whole } = series;
    let mut found = Vec::new();
    for list in lists {
        found.extend(disorder(many, list));
    }
    if restarts(lists) {
        for list in lists {
            found.extend(repetitions(many, list));
        }
        return found;
    }
    let all = lists.concat();
    found.extend(repetitions(many, &all));
    if *whole && !incomplete {
        found.extend(gap(many, &all));
    }
    found
}

/// Whether numbers start from one under every goal, as in 1, 2 and 1, 2, 3: then only the goal makes them unique.
fn restarts(lists: &[Vec<Numbered<'_>>]) -> bool {
    let counts_up = |list: &&Vec<Numbered<'_>>| {
        list.iter().map(|(number, _)| number.value).eq(1..=u32::try_from(list.len()).unwrap_or(0))
    };
    let filled = || lists.iter().filter(|list| !list.is_empty());
    filled().filter(|list| list.len() > 1).count() > 1 && filled().all(|list| counts_up(&list))
}

fn repetitions(many: &str, numbers: &[Numbered<'_>]) -> Vec<Diagnostic> {
    let mut first: HashMap<u32, Numbered<'_>> = HashMap::new();
    let mut found = Vec::new();
    for &(number, id) in numbers {
        match first.get(&number.value) {
            // Two assignments whose only id is the number are an error already.
            Some((_, earlier)) if *earlier == id => {}
            Some((earlier, _)) => found.push(
                Diagnostic::warning(CHECK.id, format!("två {many} har nummer {}", number.value))
                    .at(&number.span)
                    .also(&earlier.span, "första gången här")
                    .hint("rätta det ena numret; står det så i det beslutade dokumentet, skriv varför: # undantag(numrering): …"),
            ),
            None => drop(first.insert(number.value, (number, id))),
        }
    }
    found
}

/// The first number of a list that is lower than the one before it.
fn disorder(many: &str, numbers: &[Numbered<'_>]) -> Option<Diagnostic> {
    let (before, after) = numbers.windows(2).find_map(|pair| match pair {
        [(before, _), (after, _)] if after.value < before.value => Some((before, after)),
        _ => None,
    })?;
    let message = format!("{many} står inte i nummerordning: {} kommer efter {}", after.value, before.value);
    Some(
        Diagnostic::note(CHECK.id, message)
            .at(&after.span)
            .also(&before.span, "det högre numret")
            .hint("flytta posten, eller rätta numret"),
    )
}

/// The numbers that are left out between others, told at the first number behind them.
fn gap(many: &str, numbers: &[Numbered<'_>]) -> Option<Diagnostic> {
    let mut sorted: Vec<&Spanned<u32>> = numbers.iter().map(|(number, _)| *number).collect();
    sorted.sort_by_key(|number| number.value);
    let skipped = |before: u32, after: u32| match after.saturating_sub(before) {
        0 | 1 => None,
        2 => Some(format!("{}", before + 1)),
        _ => Some(format!("{}–{}", before + 1, after - 1)),
    };
    let gaps: Vec<(String, &Spanned<u32>)> = sorted
        .windows(2)
        .filter_map(|pair| match pair {
            [before, after] => Some((skipped(before.value, after.value)?, *after)),
            _ => None,
        })
        .collect();
    let ((_, place), left_out) = (gaps.first()?, gaps.iter().map(|(missing, _)| missing.as_str()));
    let message = format!("nummer {} saknas bland planens {many}", left_out.collect::<Vec<_>>().join(", "));
    Some(Diagnostic::note(CHECK.id, message).at(&place.span).hint(
        "numrera om, eller lägg till det som saknas; är ett nummer utgånget, skriv det: # undantag(numrering): …",
    ))
}
