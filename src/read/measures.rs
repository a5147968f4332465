//! Measures: outcomes, targets and how others stand.

use rust_decimal::Decimal;

use crate::diagnostic::Diagnostic;
use crate::model::goals::{Direction, Measure, Outcome, Peer, Standing, Target};
use crate::read::fields::{Fields, Problems, number};
use crate::read::organisation::responsible;
use crate::read::targets::{self, PARTS, Targets};
use crate::read::yaml::{Node, Value};
use crate::source::Spanned;

const KEYS: &[&str] = &[
    "id",
    "nr",
    "namn",
    "beskrivning",
    "enhet",
    "decimaler",
    "riktning",
    "utfall",
    "målvärde",
    "långsiktigt",
    "jämförelser",
    "ansvarig",
];

/// Reads a measure.
pub fn measure(node: Node, problems: &mut Problems) -> Option<Measure> {
    const WHAT: &str = "styrtalet";
    let mut fields = Fields::new(node, WHAT, KEYS, problems)?;
    let id = fields.id("id", WHAT, problems);
    let number = fields.integer("nr", problems);
    let name = fields.text("namn", WHAT, problems);
    let description = fields.optional_text("beskrivning", problems);
    let unit = fields.stated_unit(WHAT, problems);
    let decimals = fields.decimals(problems).unwrap_or(0);
    let direction = fields.word("riktning", &Direction::WORDS, problems);
    let outcomes: Vec<Outcome> = fields.list("utfall").into_iter().filter_map(|node| outcome(node, problems)).collect();
    if let Some(id) = &id {
        one_outcome_a_year(&id.value, &outcomes, problems);
    }
    let Targets { own, years: aims, only_followed } = targets::own(fields.take("målvärde"), problems);
    let (long_term, long_term_year) = targets::long_term(fields.take("långsiktigt"), problems);
    let direction = direction.unwrap_or(Direction::Higher);
    let stated = aims.iter().flat_map(|(_, aim)| aim.targets()).chain(own.targets()).map(|(_, target)| target);
    for wanted in stated.chain(&long_term) {
        contradicts(direction, wanted, problems);
    }
    let peers = fields.list("jämförelser").into_iter().filter_map(|node| peer(node, problems)).collect();
    let units = responsible(fields.list("ansvarig"), problems);
    Some(Measure {
        id: id?,
        number,
        name: name?,
        description,
        unit,
        decimals,
        direction,
        outcomes,
        target: own.all,
        target_split: own.split,
        only_followed,
        aims,
        long_term,
        long_term_year,
        peers,
        responsible: units,
    })
}

/// What is better and which side of the target is met must be the same side.
fn contradicts(direction: Direction, target: &Spanned<Target>, problems: &mut Problems) {
    let (word, side) = match (direction, &target.value) {
        (Direction::Lower, Target::AtLeast(_)) => ("lägre", "minst"),
        (Direction::Higher, Target::AtMost(_)) => ("högre", "högst"),
        _ => return,
    };
    problems.push(
        Diagnostic::error("motstridiga-nycklar", format!("målvärdet är \"{side}\" men riktningen är \"{word}\""))
            .at(&target.span)
            .hint("ändra riktning eller målvärde, så att de säger samma sak"),
    );
}

fn one_outcome_a_year(id: &str, outcomes: &[Outcome], problems: &mut Problems) {
    for (at, outcome) in outcomes.iter().enumerate() {
        if let Some(first) = outcomes[..at].iter().find(|earlier| earlier.year.value == outcome.year.value) {
            problems.push(
                Diagnostic::error(
                    "dubbelt-år",
                    format!("styrtalet \"{id}\" har två utfall för {}", outcome.year.value),
                )
                .at(&outcome.year.span)
                .also(&first.year.span, "första gången här")
                .hint("ta bort det ena"),
            );
        }
    }
}

fn outcome(node: Node, problems: &mut Problems) -> Option<Outcome> {
    const WHAT: &str = "utfallet";
    let mut fields = Fields::new(node, WHAT, &["år", "värde", "kvinnor", "män"], problems)?;
    let year = fields.year(WHAT, problems);
    let value = value(&mut fields, "värde", problems);
    let split = PARTS
        .into_iter()
        .filter_map(|part| self::value(&mut fields, part, problems).map(|value| (part.to_owned(), value)))
        .collect();
    Some(Outcome { year: year?, value, split })
}

fn peer(node: Node, problems: &mut Problems) -> Option<Peer> {
    const WHAT: &str = "jämförelsen";
    let mut fields = Fields::new(node, WHAT, &["namn", "år", "värde", "plats", "av"], problems)?;
    let name = fields.text("namn", WHAT, problems);
    let year = fields.year(WHAT, problems);
    let standing = if fields.has("plats") || fields.has("av") {
        rank(&mut fields, problems)
    } else {
        value(&mut fields, "värde", problems).map(Standing::Value)
    };
    Some(Peer { name: name?.value, year: year?.value, standing: standing? })
}

/// A place among so many: both are needed, and a value has no place beside them.
fn rank(fields: &mut Fields, problems: &mut Problems) -> Option<Standing> {
    const WHAT: &str = "rangen";
    for key in ["plats", "av"] {
        fields.complain_of_missing(key, WHAT, problems);
    }
    if let Some(value) = fields.take("värde") {
        problems.push(
            Diagnostic::error("motstridiga-nycklar", "jämförelsen har både \"värde\" och \"plats\"")
                .at(&value.span)
                .hint("skriv två jämförelser: en med värde och en med plats och av"),
        );
    }
    let place = fields.integer::<u32>("plats", problems);
    let of = fields.integer::<u32>("av", problems);
    let (place, of) = (place?, of?);
    if place.value == 0 || place.value > of.value {
        problems.push(
            Diagnostic::error("okänt-värde", format!("plats {} finns inte bland {}", place.value, of.value))
                .at(&place.span)
                .hint("plats 1 är den bästa, och platsen kan inte vara större än antalet efter \"av\""),
        );
        return None;
    }
    Some(Standing::Rank { place, of })
}

/// A number that may be absent or left empty.
pub fn value(fields: &mut Fields, key: &str, problems: &mut Problems) -> Option<Spanned<Decimal>> {
    let node = fields.take(key).filter(|node| !matches!(node.value, Value::Empty))?;
    number(&node, key, problems)
}
