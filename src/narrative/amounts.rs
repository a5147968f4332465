//! Figures and counts in running text.

use rust_decimal::Decimal;

use crate::diagnostic::{Diagnostic, Severity, did_you_mean};
use crate::document::Inline;
use crate::figures::{CellId, Value};
use crate::followup::judgement::is_judged;
use crate::followup::things::KINDS;
use crate::model::counts::Counted;
use crate::model::followup::{Progress, Verdict};
use crate::model::kind::ThingKind;
use crate::quantity::amount::{Amount, AmountError, machine, round};
use crate::quantity::unit::Unit;
use crate::swedish;
use crate::views::call_site::CallSite;
use crate::views::writing::Writing;

/// A figure, or the change from `base` to it.
pub fn figure(
    writing: &mut Writing<'_>,
    site: &CallSite<'_>,
    cell: CellId,
    base: Option<CellId>,
) -> Option<Vec<Inline>> {
    let wish = Wish::of(site, &mut writing.problems);
    let is_awaited = report_empty(writing, site, cell, base);
    if is_awaited {
        return Some(vec![Inline::text(AWAITED)]);
    }
    // A failed cell was reported where it failed.
    let figure = &writing.figures.cells[cell];
    let own = figure.amount()?.clone();
    let amount = amount(writing, site, &wish, cell, base)?;
    let (decimals, form) = wish.form(site, figure.decimals, &mut writing.problems)?;
    let is_own = base.is_none() && wish.unit.is_none() && !wish.absolute;
    let exact = if is_own { own.value } else { amount.value };
    let number = match form {
        "ord" => swedish::amount_in_words(&amount, decimals),
        "tal" => swedish::number(amount.value, decimals),
        _ => swedish::amount(&amount, decimals),
    };
    let word = if wish.approximate { approximation(amount.value, decimals) } else { "" };
    let (text, exact) = (format!("{word}{number}"), machine(exact));
    let address = writing.figures.address(cell);
    Some(vec![match base {
        Some(base) => Inline::change(text, exact, address, writing.figures.address(base)),
        None => Inline::Figure { text, exact, address },
    }])
}

/// What a call asks of a figure.
struct Wish {
    percent: bool,
    absolute: bool,
    approximate: bool,
    unit: Option<Unit>,
}

impl Wish {
    fn of(site: &CallSite<'_>, problems: &mut Vec<Diagnostic>) -> Self {
        let [percent, absolute, approximate] = ["procent", "absolut", "ungefar"].map(|key| site.flag(key, problems));
        Self { percent, absolute, approximate, unit: site.call.argument("enhet").map(Unit::parse) }
    }

    /// Decimals and form; a problem when the call asks for what there is not.
    fn form<'a>(&self, site: &CallSite<'a>, own: u32, problems: &mut Vec<Diagnostic>) -> Option<(u32, &'a str)> {
        let default = if self.approximate { 0 } else { own };
        let decimals =
            site.call.argument("decimaler").map_or(Some(default), |text| text.parse().ok().filter(|n| *n <= 6));
        let form = site.call.argument("form").unwrap_or("kort");
        let (Some(decimals), "kort" | "ord" | "tal") = (decimals, form) else {
            problems.push(problem(
                site,
                format!("{}(…) har ett ogiltigt värde för \"form\" eller \"decimaler\"", site.call.name),
                "form är \"kort\" (1,8 mnkr), \"ord\" (1,8 miljoner kronor) eller \"tal\" (1,8); decimaler är 0 till 6",
            ));
            return None;
        };
        Some((decimals, form))
    }
}

fn problem(site: &CallSite<'_>, text: String, hint: &str) -> Diagnostic {
    Diagnostic::error("inget-belopp", text).at(&site.span).hint(hint)
}

/// What a draft prints for a figure that is not filled in yet.
const AWAITED: &str = "[belopp saknas]";

/// Reports cells that hold nothing to print; whether one of them is still to be filled in.
fn report_empty(writing: &mut Writing<'_>, site: &CallSite<'_>, cell: CellId, base: Option<CellId>) -> bool {
    let mut is_awaited = false;
    for cell in [Some(cell), base].into_iter().flatten() {
        let figure = &writing.figures.cells[cell];
        if !matches!(figure.value, Value::Empty | Value::Dash | Value::Text(_)) {
            continue;
        }
        let address = writing.figures.address(cell);
        let holds = if matches!(figure.value, Value::Text(_)) { "har ord och inget belopp" } else { "är tom" };
        let found = problem(site, format!("cellen \"{address}\" {holds}"), "fyll i cellen eller skriv om meningen");
        let found = found.also(&figure.span, "cellen står här");
        let awaited = !matches!(figure.value, Value::Text(_)) && writing.plan.is_awaited(&figure.span.file);
        is_awaited |= awaited;
        writing.problems.push(if awaited {
            Diagnostic { severity: Severity::Warning, ..found }.fact(format!("tills dess trycks {AWAITED}"))
        } else {
            found
        });
    }
    is_awaited
}

/// The amount that is asked for, in the unit that is asked for.
fn amount(
    writing: &mut Writing<'_>,
    site: &CallSite<'_>,
    wish: &Wish,
    cell: CellId,
    base: Option<CellId>,
) -> Option<Amount> {
    let mut amount = writing.figures.cells[cell].amount()?.clone();
    // In the table's own unit and decimals, text says what the table says, adjusted rows included.
    let as_printed =
        base.is_none() && wish.unit.is_none() && site.call.argument("decimaler").is_none() && !wish.approximate;
    if let (true, Some(printed)) = (as_printed, &writing.figures.cells[cell].printed) {
        amount.value = printed.rounded;
    }
    let changed = match base {
        None => Ok(amount),
        Some(base) => change(&amount, writing.figures.cells[base].amount()?, wish.percent),
    };
    let converted = changed.and_then(|amount| match &wish.unit {
        Some(unit) => amount.converted(unit),
        None => Ok(amount),
    });
    match converted {
        Ok(amount) => Some(if wish.absolute { amount.absolute() } else { amount }),
        Err(error) => {
            let address = writing.figures.address(cell);
            writing.problems.push(if error == AmountError::DivisionByZero {
                problem(
                    site,
                    format!("skillnaden mot \"{address}\" i procent har noll som bas"),
                    "skriv skillnaden i belopp, utan procent=true",
                )
            } else {
                problem(
                    site,
                    format!("\"{address}\" kan inte räknas om till den enheten"),
                    "bara kr, tkr, mnkr och mdkr kan räknas om till varandra",
                )
            });
            None
        }
    }
}

fn change(amount: &Amount, base: &Amount, percent: bool) -> Result<Amount, AmountError> {
    let difference = amount.minus(base)?;
    if !percent {
        return Ok(difference);
    }
    let hundred = Amount::number(Decimal::ONE_HUNDRED);
    let ratio = difference.divided_by(&base.absolute())?.times(&hundred)?;
    Ok(Amount { unit: Unit::Percent, ..ratio })
}

/// `drygt` when rounding takes away, `knappt` when it adds.
fn approximation(value: Decimal, decimals: u32) -> &'static str {
    match round(value, decimals).abs().cmp(&value.abs()) {
        std::cmp::Ordering::Less => "drygt ",
        std::cmp::Ordering::Greater => "knappt ",
        std::cmp::Ordering::Equal => "",
    }
}

/// How many there are of something, in words.
pub fn count(writing: &mut Writing<'_>, site: &CallSite<'_>) -> Option<Vec<Inline>> {
    let what = site.require("vad", &mut writing.problems)?;
    let Some(counted) = Counted::all().find(|counted| counted.many == what) else {
        let known = || Counted::all().map(|counted| counted.many);
        writing.problems.push(
            Diagnostic::error("okänt-värde", format!("\"{what}\" går inte att räkna"))
                .at(&site.argument_span(&what))
                .hint(
                    did_you_mean(&what, known())
                        .unwrap_or_else(|| format!("går att räkna: {}", known().collect::<Vec<_>>().join(", "))),
                ),
        );
        return None;
    };
    let n = match (site.call.argument("status"), site.call.argument("bedomning")) {
        (None, None) => counted.of(writing.plan),
        (status, judged) => followed_count(writing, site, counted, status, judged)?,
    };
    Some(vec![Inline::Count { text: swedish::count(n), exact: n.to_string(), counted: what }])
}

/// How many of a report's things have a status, or how many of its goals are judged so.
fn followed_count(
    writing: &mut Writing<'_>,
    site: &CallSite<'_>,
    counted: Counted,
    status: Option<&str>,
    judged: Option<&str>,
) -> Option<usize> {
    let plan = writing.plan;
    let problem = |message: String, at: &str, hint: String| {
        Diagnostic::error("okänt-värde", message).at(&site.argument_span(at)).hint(hint)
    };
    let Some(followup) = &plan.followup else {
        let at = status.or(judged).unwrap_or_default();
        writing.problems.push(problem(
            "status och bedomning räknas bara i rapporter".to_owned(),
            at,
            "en rapport är en mapp med rapport.yaml under planens mapp uppföljning".to_owned(),
        ));
        return None;
    };
    let is_whole = counted.many == counted.kind.traits().many;
    if let Some(word) = status {
        let known = Progress::WORDS.iter().find(|(own, _)| *own == word);
        if let (Some((_, status)), true) = (known, is_whole && KINDS.iter().any(|(kind, _)| *kind == counted.kind)) {
            let all = followup.progressed.iter().filter(|said| said.kind == counted.kind);
            return Some(all.filter(|said| said.status.as_ref().is_some_and(|own| own.value == *status)).count());
        }
        let words = || Progress::WORDS.iter().map(|(word, _)| *word);
        writing.problems.push(problem(
            format!("{} med status \"{word}\" går inte att räkna", counted.many),
            word,
            did_you_mean(word, words()).unwrap_or_else(|| {
                format!("uppdrag, aktiviteter och milstolpar har status: {}", words().collect::<Vec<_>>().join(", "))
            }),
        ));
        return None;
    }
    let word = judged.unwrap_or_default();
    let goals = || plan.all_goals().into_iter().filter(|goal| is_judged(goal));
    if is_whole && counted.kind == ThingKind::Goal {
        if word == ALL_JUDGED {
            return Some(goals().count());
        }
        if let Some((_, verdict)) = Verdict::WORDS.iter().find(|(own, _)| *own == word) {
            let said = goals().filter_map(|goal| followup.goal(&goal.id.value)?.verdict.as_ref());
            return Some(said.filter(|own| own.value == *verdict).count());
        }
    }
    let words = || Verdict::WORDS.iter().map(|(word, _)| *word).chain([ALL_JUDGED]);
    writing.problems.push(problem(
        format!("{} med bedömningen \"{word}\" går inte att räkna", counted.many),
        word,
        did_you_mean(word, words())
            .unwrap_or_else(|| format!("mål har bedömning: {}", words().collect::<Vec<_>>().join(", "))),
    ));
    None
}

/// The word for all goals that are judged, however.
const ALL_JUDGED: &str = "alla";
