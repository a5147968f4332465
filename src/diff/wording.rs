//! Changes and what followed from them, in Swedish sentences.

use crate::compare::correspondence::Untried;
use crate::compare::sides::When;
use crate::compare::words::{self, Fate, Word};
use crate::diagnostic::{Diagnostic, Severity};
use crate::diff::PlanDiff;
use crate::diff::finding::{Aspect, Change, Consequence, Difference, Effect, Finding};
use crate::model::kind::{Part, ThingKind};
use crate::swedish::grammar::Gender;
use crate::swedish::{self, NBSP, capitalised};

/// Longest stretch of unchanged words beside a change, in characters.
const CONTEXT: usize = 48;

/// Longest text that is told in the headline rather than beneath it, in characters.
const SHORT: usize = 70;

/// Headings of the parts of a plan, by [`ThingKind::part`].
pub const PARTS: [&str; 7] = [
    "Planen",
    "Budget och tabeller",
    "Mål, styrtal och uppdrag",
    "Risker",
    "Organisation",
    "Kapitel",
    "Kontrollsummor och avstämningar",
];

/// Heading of what comes before them all.
pub const OVERVIEW: &str = "Sammandrag";

/// Most sums and results that are told in the overview.
const TOLD: usize = 12;

/// What a reader asks first: what the plan comes to now, and what the checks find. A line each.
pub fn overview(diff: &PlanDiff) -> Vec<String> {
    let figures = told(diff.key_figures.as_deref().unwrap_or_default());
    framed(diff, figures)
}

/// The same without the sums and results that have become others, for who shows them in a table.
pub fn overview_beside_figures(diff: &PlanDiff) -> Vec<String> {
    framed(diff, Vec::new())
}

fn framed(diff: &PlanDiff, figures: Vec<String>) -> Vec<String> {
    let years = diff.correspondence.years.map(|years| {
        let (before, after) = (years.year(When::Before), years.year(When::After));
        format!(
            "Planerna gäller {before} och {after}. Kolumnerna jämförs efter sin roll, budget {before} med budget {after}. \
             Jämförelsekolumner, ändrade kontrollsummor och årtal som har följt med planens år tas inte upp."
        )
    });
    let is_rewritten = diff.findings.iter().any(|finding| finding.kind.part() == Part::Tables as u8);
    let is_same = is_rewritten && diff.key_figures.as_ref().is_some_and(Vec::is_empty);
    let same = is_same.then(|| "Tabellernas summor är desamma som förut.".to_owned());
    // Of plans of different years the one's remarks are not the other's.
    let judged = if years.is_none() { judgements(diff) } else { None };
    years.into_iter().chain(same).chain(figures).chain(judged).collect()
}

fn told(changed: &[Effect]) -> Vec<String> {
    let line = |effect: &Effect| {
        let gap = gap(effect.difference.as_ref(), &effect.after);
        format!("{}: {}{gap}", effect.name, turned(Some(&effect.before), Some(&effect.after)))
    };
    let more = changed.len().saturating_sub(TOLD);
    let more = (more > 0).then(|| format!("… och {} till", swedish::count(more)));
    changed.iter().take(TOLD).map(line).chain(more).collect()
}

/// How much the checks find now and no longer find.
fn judgements(diff: &PlanDiff) -> Option<String> {
    let counted = |problems: &[Diagnostic]| {
        let count =
            |wanted: Severity| problems.iter().filter(|own| own.severity == wanted && own.waived.is_none()).count();
        let kinds = [
            (Severity::Error, "fel", "fel"),
            (Severity::Warning, "varning", "varningar"),
            (Severity::Note, "anmärkning", "anmärkningar"),
        ];
        let told = kinds.map(|(wanted, one, several)| (count(wanted), one, several)).into_iter();
        let told = told.filter(|(count, ..)| *count > 0);
        told.map(|(count, one, several)| format!("{count} {}", if count == 1 { one } else { several }))
            .collect::<Vec<_>>()
    };
    let (came, went) = (counted(&diff.judged.after), counted(&diff.judged.before));
    let came = (!came.is_empty()).then(|| format!("kontrollerna hittar {} som inte fanns förut", swedish::join(&came)));
    let went = (!went.is_empty()).then(|| format!("{} som fanns förut är borta", swedish::join(&went)));
    let told: Vec<String> = came.into_iter().chain(went).collect();
    (!told.is_empty()).then(|| swedish::capitalised(&told.join("; ")) + ".")
}

/// A change in one line: what, in what, and from what to what where that is short.
pub fn headline(finding: &Finding) -> String {
    let (kind, _, gender) = finding.kind.words();
    let name = &finding.name;
    let head = format!("{} {kind}", capitalised(finding.change.word(gender)));
    let field = finding.aspect.as_ref().map(Aspect::word).filter(|field| !is_evident(finding.kind, field));
    let (before, after) = (finding.texts.before.as_deref(), finding.texts.after.as_deref());
    match finding.change {
        Change::Changed if finding.kind == ThingKind::Cell => {
            format!("{name}: {}{}", turned(before, after), difference(finding))
        }
        Change::Changed if is_short(finding) => {
            let field = field.map(|field| format!(", {field}")).unwrap_or_default();
            format!("{head}: {name}{field} {}{}", turned(before, after), difference(finding))
        }
        Change::Renumbered => format!("{head}: {} ({name})", turned(before, after)),
        Change::Renamed => {
            let is_id = matches!(finding.aspect, Some(Aspect::Id | Aspect::File));
            let field = field.filter(|_| is_id);
            let field = field.map(|field| format!(" ({field}, {name})")).unwrap_or_default();
            format!("{head}: {}{field}", turned(before, after))
        }
        Change::Moved if finding.aspect.is_some() || finding.kind == ThingKind::Paragraph => {
            format!("{head}: {name}, nu {} (förut {})", after.unwrap_or_default(), before.unwrap_or_default())
        }
        Change::Moved => {
            let top = "översta nivån";
            format!("{head}: {name}, från {} till {}", before.unwrap_or(top), after.unwrap_or(top))
        }
        Change::Added | Change::Removed | Change::Changed if finding.kind == ThingKind::Paragraph => head,
        Change::Added | Change::Removed => {
            let text = after.or(before).filter(|_| is_figures(finding.kind));
            let text = text.map(|text| format!(": {text}")).unwrap_or_default();
            format!("{head}: {name}{text}{}", parts(finding))
        }
        Change::Changed => {
            let field = field.map(|field| format!(", {field}")).unwrap_or_default();
            format!("{head}: {name}{field}")
        }
    }
}

/// A change in one line that says where it belongs.
pub fn whole(finding: &Finding) -> String {
    let headline = headline(finding);
    finding.within.as_ref().map_or_else(|| headline.clone(), |within| format!("{within}: {headline}"))
}

/// A field that the kind's own word says already.
fn is_evident(kind: ThingKind, field: &str) -> bool {
    field == kind.words().0 || field == "text" || (kind == ThingKind::Deviation && field == "skäl")
}

fn is_figures(kind: ThingKind) -> bool {
    matches!(kind, ThingKind::Row | ThingKind::Record | ThingKind::Control)
}

fn is_short(finding: &Finding) -> bool {
    let short = |text: &Option<String>| text.as_ref().is_none_or(|text| text.chars().count() <= SHORT);
    finding.words.is_empty() && finding.texts.iter().all(short)
}

/// `−633,6 → −640,0 mnkr`: a unit that both have is written once.
fn turned(before: Option<&str>, after: Option<&str>) -> String {
    let (before, after) = (before.unwrap_or("(inget)"), after.unwrap_or("(inget)"));
    let unit = after.rsplit_once(NBSP).map(|(_, unit)| unit).filter(|unit| !unit.starts_with(|c: char| c.is_numeric()));
    let bare = unit.and_then(|unit| before.strip_suffix(unit)).and_then(|bare| bare.strip_suffix(NBSP));
    format!("{} → {after}", bare.unwrap_or(before))
}

/// `(−6,4; −1,0 %)`, in the unit of the figure itself.
fn difference(finding: &Finding) -> String {
    gap(finding.difference.as_ref(), finding.texts.after.as_deref().unwrap_or_default())
}

fn gap(difference: Option<&Difference>, after: &str) -> String {
    let Some(difference) = difference else { return String::new() };
    let unit = difference.text.rsplit_once(NBSP).filter(|(_, unit)| after.ends_with(*unit));
    let bare = unit.map_or(difference.text.as_str(), |(bare, _)| bare);
    match &difference.percent {
        Some(percent) => format!(" ({bare}; {percent})"),
        None => format!(" ({bare})"),
    }
}

/// What came or went with a thing: ` med 3 rader och 1 kontrollsumma`.
fn parts(finding: &Finding) -> String {
    let mut kinds: Vec<(ThingKind, usize)> = Vec::new();
    for part in finding.content.iter().skip(1) {
        match kinds.iter_mut().find(|(kind, _)| *kind == part.kind) {
            Some((_, count)) => *count += 1,
            None => kinds.push((part.kind, 1)),
        }
    }
    let named = kinds.into_iter().map(|(kind, count)| {
        let (one, several, _) = kind.words();
        format!("{count} {}", if count == 1 { one } else { several })
    });
    let named: Vec<String> = named.collect();
    if named.is_empty() { String::new() } else { format!(", med {}", swedish::join(&named)) }
}

/// Lines beneath the headline: the words that changed, or the text that came or went.
pub fn details(finding: &Finding) -> Vec<String> {
    match finding.change {
        Change::Added | Change::Removed if !is_figures(finding.kind) => {
            let text = finding.texts.last();
            let mark = if finding.change == Change::Added { '+' } else { '−' };
            text.into_iter().flat_map(|text| text.split("\n\n")).map(|text| format!("{mark} {text}")).collect()
        }
        Change::Changed if !finding.words.is_empty() => vec![marked(&finding.words)],
        Change::Changed if !is_short(finding) && finding.kind != ThingKind::Cell => {
            let lines = [('−', &finding.texts.before), ('+', &finding.texts.after)].into_iter();
            lines.filter_map(|(mark, text)| Some(format!("{mark} {}", text.as_ref()?))).collect()
        }
        _ => Vec::new(),
    }
}

/// Words that went in `[−…−]` and words that came in `{+…+}`, long stretches between them left out.
pub fn marked(words: &[Word]) -> String {
    let stretches = words.iter().enumerate().map(|(at, word)| match word.fate {
        Fate::Kept => elided(&word.text, at > 0, at + 1 < words.len()),
        Fate::Deleted => format!("[−{}−]", word.text),
        Fate::Inserted => format!("{{+{}+}}", word.text),
    });
    stretches.collect()
}

/// A kept stretch: its beginning when it stands after a change, its end when it stands before one.
pub fn elided(text: &str, after: bool, before: bool) -> String {
    if text.chars().count() <= CONTEXT * (usize::from(after) + usize::from(before)) {
        return text.to_owned();
    }
    let fits = |words: &mut dyn Iterator<Item = &str>| {
        let mut length = 0;
        let count = |word: &str| {
            length += word.chars().count();
            length <= CONTEXT
        };
        words.map(count).take_while(|fits| *fits).count()
    };
    let words: Vec<&str> = text.split_inclusive(' ').collect();
    let head = if after { words[..fits(&mut words.iter().copied())].concat() } else { String::new() };
    let tail =
        if before { words[words.len() - fits(&mut words.iter().rev().copied())..].concat() } else { String::new() };
    format!("{head}…{}{tail}", if before { " " } else { "" })
}

/// What the checks say of one side only, under what it is told: what came, and what went.
pub fn judged(diff: &PlanDiff) -> impl Iterator<Item = (&'static str, &[Diagnostic])> {
    let both = [("Kontrollerna säger nu", &diff.judged.after), ("Kontrollerna säger inte längre", &diff.judged.before)];
    both.into_iter().map(|(head, problems)| (head, problems.as_slice())).filter(|(_, problems)| !problems.is_empty())
}

/// What followed, in one line under its cause, and where that is written.
pub fn consequence(effect: &Effect, under: &Finding) -> String {
    let told = followed_by(effect, under);
    match effect.consequence {
        Consequence::Figure => told,
        _ => format!("{told} ({}:{})", effect.place.file, effect.place.line),
    }
}

/// What followed, in one line under its cause, for those who have no files.
pub fn followed_by(effect: &Effect, under: &Finding) -> String {
    let name = near(effect, under);
    match effect.consequence {
        Consequence::Figure => {
            let gap = gap(effect.difference.as_ref(), &effect.after);
            let together = match effect.causes {
                1 => String::new(),
                causes => format!(", {} ändringar tillsammans", swedish::count(causes)),
            };
            format!("{name}: {}{gap}{together}", turned(Some(&effect.before), Some(&effect.after)))
        }
        Consequence::Sentence => {
            format!("{name}: ”{}”", marked(&words::compare(&effect.before, &effect.after)))
        }
        Consequence::ControlBroken => format!(
            "kontrollsumman för {name} stämmer inte längre: {} är angivet men {} beräknat",
            effect.before, effect.after
        ),
        Consequence::ControlMended => format!("kontrollsumman för {name} stämmer nu"),
        Consequence::ReconciliationBroken => format!("avstämningen ”{name}” går inte längre ihop"),
        Consequence::ReconciliationMended => format!("avstämningen ”{name}” går nu ihop"),
        Consequence::DeviationGone => {
            format!("{name} avviker inte längre, fast det är förklarat")
        }
        Consequence::DeviationBack => format!("{name} avviker nu, så som det är förklarat"),
    }
}

/// A name as it is said under a change: without the table that the change is in.
fn near<'a>(effect: &'a Effect, under: &Finding) -> &'a str {
    let table = under.within.as_deref().unwrap_or(&under.name);
    effect.name.strip_prefix(table).and_then(|rest| rest.strip_prefix(": ")).unwrap_or(&effect.name)
}

/// What was told under an earlier change, named in one line.
pub fn repeated(finding: &Finding) -> Option<String> {
    /// Most names.
    const NAMED: usize = 3;
    let names: Vec<&str> =
        finding.effects.iter().filter(|effect| effect.repeated).map(|effect| near(effect, finding)).collect();
    let shown = names.iter().take(NAMED).copied().collect::<Vec<_>>().join("; ");
    let more = match names.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" och {more} till"),
    };
    (!names.is_empty()).then(|| format!("har också del i {shown}{more} (se ovan)"))
}

/// What was too much to be paired by what it says: there, what was renamed can be told as gone and new.
pub fn untried(untried: &Untried) -> String {
    let (one, several, _) = untried.kind.words();
    let (before, after) = untried.counts;
    let noun = if before == 1 { one } else { several };
    let within = untried.within.as_ref().map(|within| format!(" i ”{within}”")).unwrap_or_default();
    let count = swedish::count;
    format!(
        "{} {noun} förut och {} nu{within} är för många för att jämföras efter ordalydelsen: den som bytte id eller text \
         kan stå som både borttagen och tillagd",
        count(before),
        count(after)
    )
}

/// How much was changed, and what it did, in one line.
pub fn summary(diff: &PlanDiff) -> String {
    format!("{}: {}", diff.plan, counted(diff))
}

/// The same without the plan's folder.
pub fn counted(diff: &PlanDiff) -> String {
    if diff.is_empty() {
        return "inga ändringar".to_owned();
    }
    let count = |change: Change| diff.findings.iter().filter(|finding| finding.change == change).count();
    let counts = Change::ALL.into_iter().map(|change| (change, count(change))).filter(|(_, count)| *count > 0);
    let changes = counts.map(|(change, count)| {
        let gender = if count == 1 { Gender::Common } else { Gender::Several };
        format!("{count} {}", change.word(gender))
    });
    let changes = changes.collect::<Vec<_>>().join(", ");
    let noun = if diff.findings.len() == 1 { "ändring" } else { "ändringar" };
    let followed: Vec<String> = std::iter::once(String::new()).chain(followed(diff)).collect();
    format!("{} {noun} ({changes}){}", diff.findings.len(), followed.join("; "))
}

/// What followed, counted.
fn followed(diff: &PlanDiff) -> Vec<String> {
    const KINDS: [(Consequence, &str, &str); 8] = [
        (Consequence::Figure, "beräknat tal följer med", "beräknade tal följer med"),
        (Consequence::Sentence, "mening skriver ut något annat", "meningar skriver ut något annat"),
        (Consequence::ControlBroken, "kontrollsumma stämmer inte längre", "kontrollsummor stämmer inte längre"),
        (Consequence::ReconciliationBroken, "avstämning går inte längre ihop", "avstämningar går inte längre ihop"),
        (Consequence::ControlMended, "kontrollsumma stämmer nu", "kontrollsummor stämmer nu"),
        (Consequence::ReconciliationMended, "avstämning går nu ihop", "avstämningar går nu ihop"),
        (Consequence::DeviationGone, "avvikelse avviker inte längre", "avvikelser avviker inte längre"),
        (Consequence::DeviationBack, "förklarad avvikelse avviker nu", "förklarade avvikelser avviker nu"),
    ];
    let count = |wanted| diff.consequences().filter(|effect| effect.consequence == wanted).count();
    let told = KINDS.into_iter().map(|(wanted, one, several)| (count(wanted), one, several));
    let told = told.filter(|(count, ..)| *count > 0);
    told.map(|(count, one, several)| format!("{count} {}", if count == 1 { one } else { several })).collect()
}
