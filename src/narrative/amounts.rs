//! Figures and counts in running text.

use rust_decimal::Decimal;

use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::document::Inline;
use crate::figures::{CellId, Value};
use crate::model::counts::Counted;
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
    let [percent, absolute, approximate] =
        ["procent", "absolut", "ungefar"].map(|key| site.flag(key, &mut writing.problems));
    let figure = &writing.figures.cells[cell];
    let problem =
        |text: String, hint: &str| Diagnostic::error("inget-belopp", text).at(&site.span).hint(hint.to_owned());
    for cell in [Some(cell), base].into_iter().flatten() {
        if matches!(writing.figures.cells[cell].value, Value::Empty | Value::Dash) {
            let address = writing.figures.address(cell);
            let problem = problem(format!("cellen \"{address}\" är tom"), "fyll i cellen eller skriv om meningen")
                .also(&writing.figures.cells[cell].span, "cellen står här");
            writing.problems.push(problem);
        }
    }
    // A failed cell was reported where it failed.
    let mut amount = figure.amount()?.clone();
    // In the table's own unit and decimals, text says what the table says, adjusted rows included.
    let as_printed =
        base.is_none() && ["enhet", "decimaler"].iter().all(|key| site.call.argument(key).is_none()) && !approximate;
    if let (true, Some(printed)) = (as_printed, &figure.printed) {
        amount.value = printed.rounded;
    }
    let changed = match base.map(|base| writing.figures.cells[base].amount().cloned()) {
        None => Ok(amount),
        Some(None) => return None,
        Some(Some(base)) => change(&amount, &base, percent),
    };
    let converted = changed.and_then(|amount| match site.call.argument("enhet") {
        Some(unit) => amount.converted(&Unit::parse(unit)),
        None => Ok(amount),
    });
    let Ok(mut amount) = converted.clone() else {
        let address = writing.figures.address(cell);
        writing.problems.push(if converted == Err(AmountError::DivisionByZero) {
            problem(
                format!("skillnaden mot \"{address}\" i procent har noll som bas"),
                "skriv skillnaden i belopp, utan procent=true",
            )
        } else {
            problem(
                format!("\"{address}\" kan inte räknas om till den enheten"),
                "bara kr, tkr, mnkr och mdkr kan räknas om till varandra",
            )
        });
        return None;
    };
    if absolute {
        amount = amount.absolute();
    }
    let default = if approximate { 0 } else { figure.decimals };
    let decimals = site.call.argument("decimaler").map_or(Some(default), |text| text.parse().ok().filter(|d| *d <= 6));
    let form = site.call.argument("form").unwrap_or("kort");
    let (Some(decimals), "kort" | "ord" | "tal") = (decimals, form) else {
        writing.problems.push(problem(
            format!("{}(…) har ett ogiltigt värde för \"form\" eller \"decimaler\"", site.call.name),
            "form är \"kort\" (1,8 mnkr), \"ord\" (1,8 miljoner kronor) eller \"tal\" (1,8); decimaler är 0 till 6",
        ));
        return None;
    };
    let exact = match base {
        None if site.call.argument("enhet").is_none() && !absolute => {
            figure.amount().map(|amount| machine(amount.value)).unwrap_or_default()
        }
        _ => machine(amount.value),
    };
    let number = match form {
        "ord" => swedish::amount_in_words(&amount, decimals),
        "tal" => swedish::number(amount.value, decimals),
        _ => swedish::amount(&amount, decimals),
    };
    let word = if approximate { approximation(amount.value, decimals) } else { "" };
    let (text, address) = (format!("{word}{number}"), writing.figures.address(cell));
    Some(vec![match base {
        Some(base) => Inline::change(text, exact, address, writing.figures.address(base)),
        None => Inline::Figure { text, exact, address },
    }])
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
    let n = counted.of(writing.plan);
    Some(vec![Inline::Count { text: swedish::count(n), exact: n.to_string(), counted: what }])
}
