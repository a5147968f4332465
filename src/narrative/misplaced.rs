//! Calls where they have no value, amounts that are computed with, and statements that chapters do not have: told
//! before Tera sees them, all at once.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::model::plan::ChapterSource;
use crate::narrative::functions::{VARIABLES, is_block};
use crate::narrative::template::{only_compares, set, set_to_calls, tag_tokens};
use crate::narrative::tokens::{Token, TokenKind, named, whole};
use crate::source::Span;
use crate::source::tags::{Tag, TagKind, tags};

/// The statements of a chapter.
const STATEMENTS: [&str; 12] =
    ["if", "elif", "else", "endif", "for", "endfor", "set", "set_global", "raw", "endraw", "break", "continue"];

/// Statements that Tera has and chapters have not, with what to write.
const OTHERS: [(&str, &str); 8] = [
    ("include", "varje fil i kapitel/ är ett eget kapitel; hänvisa med {{ se(kapitel=\"…\") }}"),
    ("import", "alla funktioner finns redan i varje kapitel"),
    ("from", "alla funktioner finns redan i varje kapitel"),
    ("extends", "kapitlets utseende kommer av temat; skriv bara kapitlets text"),
    ("block", "skriv texten som den ska stå, under en egen rubrik"),
    ("macro", "upprepa med {% for … in … %} i stället"),
    ("component", "upprepa med {% for … in … %} i stället"),
    ("filter", "skriv filtret på värdet: {{ namnd | upper }}"),
];

/// Most `{% elif %}` of one condition.
const BRANCHES: usize = 100;

/// What a chapter's tags say that they cannot.
pub fn find(chapter: &ChapterSource) -> Vec<Diagnostic> {
    let text = &chapter.file.text;
    let amounts = set_to_calls(text, is_amount);
    let own = own_variables(text);
    let mut open = Vec::new();
    let mut problems = Vec::new();
    for tag in tags(text).filter(|tag| tag.closed && tag.kind != TagKind::Comment) {
        let tokens = tag_tokens(text, &tag);
        let span = |from: usize, to: usize| {
            let end = tokens.get(to.wrapping_sub(1)).map_or(tag.range.end, |token| token.range.end);
            chapter.file.span(tokens.get(from).map_or(tag.range.start, |token| token.range.start)..end)
        };
        if tag.kind == TagKind::Statement {
            if let Some(problem) = statement(&tokens, &span(0, 1)) {
                problems.push(problem);
                continue;
            }
            problems.extend(tokens.first().and_then(|word| nest(word.text, &span(0, 1), &mut open)));
        }
        problems.extend(unknown(&tokens, &span));
        problems.extend(unknown_variables(&tokens, &own, &span));
        problems.extend(calls(&tag, &tokens, &span));
        problems.extend(variables(&tag, &tokens, &amounts, &span));
    }
    if tags(text).all(|tag| tag.closed) {
        problems.extend(open.into_iter().map(never_ends));
    }
    problems
}

fn is_amount(function: &str) -> bool {
    matches!(function, "belopp" | "skillnad")
}

fn statement(tokens: &[Token<'_>], span: &Span) -> Option<Diagnostic> {
    let word = tokens.first()?.text;
    if word == "set" && set(tokens).is_none() && tokens.len() == 2 {
        return Some(
            Diagnostic::error("mall-syntax", "variabeln får inget värde: \"=\" saknas")
                .at(span)
                .hint("skriv {% set namn = … %} i en enda tagg"),
        );
    }
    // The end of a statement that chapters do not have is told where it begins.
    let is_other_end = word.strip_prefix("end").is_some_and(|begun| OTHERS.iter().any(|(other, _)| *other == begun));
    if STATEMENTS.contains(&word) || is_other_end || word == "endset" {
        return None;
    }
    let problem = Diagnostic::error("mall-syntax", format!("\"{word}\" är inget som kan stå efter {{%")).at(span);
    Some(match OTHERS.iter().find(|(other, _)| *other == word) {
        Some((_, hint)) => problem.hint(*hint),
        None => problem
            .maybe_hint(did_you_mean(word, STATEMENTS))
            .hint("det som kan stå där är if, elif, else, endif, for, endfor, set, raw och endraw")
            .hint("ska klamrarna synas i texten: skriv {% raw %}{% … %}{% endraw %}"),
    })
}

/// Whether a statement is one that chapters have.
pub fn is_statement(content: &str) -> bool {
    let word = content.split(|c: char| !c.is_alphanumeric() && c != '_').next();
    word.is_some_and(|word| STATEMENTS.contains(&word))
}

/// A condition or a loop that is open.
struct Open {
    word: &'static str,
    span: Span,
    branches: usize,
}

/// Opens and closes conditions and loops; what is wrong with that.
fn nest(word: &str, span: &Span, open: &mut Vec<Open>) -> Option<Diagnostic> {
    let problem = |text: String| Diagnostic::error("mall-syntax", text).at(span);
    let ending = |begun: &str| {
        problem(format!("{{% {word} %}} hör inte till någon {{% {begun} … %}}"))
            .hint(format!("ta bort taggen, eller skriv {{% {begun} … %}} där det börjar"))
    };
    match (word, open.last_mut()) {
        ("if" | "for", _) => {
            let word = if word == "if" { "if" } else { "for" };
            open.push(Open { word, span: span.clone(), branches: 0 });
        }
        ("endif", Some(last)) if last.word == "if" => drop(open.pop()),
        ("endfor", Some(last)) if last.word == "for" => drop(open.pop()),
        ("elif", Some(last)) if last.word == "if" => {
            last.branches += 1;
            if last.branches == BRANCHES + 1 {
                let text = format!("villkoret har fler än {BRANCHES} {{% elif %}}");
                return Some(problem(text).hint("dela villkoret, eller skriv en tabell"));
            }
        }
        ("endif" | "endfor", Some(last)) => {
            let (begun, at) = (last.word, last.span.clone());
            open.pop();
            let text = format!("här väntades {{% end{begun} %}} men står {{% {word} %}}");
            return Some(problem(text).also(&at, "börjar här"));
        }
        ("endfor", None) => return Some(ending("for")),
        ("endif" | "elif", _) | ("else", None) => return Some(ending("if")),
        _ => {}
    }
    None
}

fn never_ends(open: Open) -> Diagnostic {
    let Open { word, span, .. } = open;
    Diagnostic::error("mall-syntax", format!("{{% {word} … %}} avslutas aldrig"))
        .at(&span)
        .hint(format!("skriv {{% end{word} %}} där det slutar"))
}

/// The filters of Tera, which it would tell of without a place.
const FILTERS: [&str; 37] = [
    "abs",
    "capitalize",
    "default",
    "escape",
    "escape_html",
    "escape_xml",
    "first",
    "float",
    "get",
    "group_by",
    "indent",
    "int",
    "join",
    "keys",
    "last",
    "length",
    "lower",
    "newlines_to_br",
    "nth",
    "pairs",
    "pluralize",
    "replace",
    "reverse",
    "round",
    "safe",
    "sort",
    "split",
    "str",
    "title",
    "trim",
    "trim_end",
    "trim_start",
    "truncate",
    "unique",
    "upper",
    "values",
    "wordcount",
];

/// The tests of Tera.
const TESTS: [&str; 17] = [
    "array",
    "bool",
    "containing",
    "defined",
    "divisible_by",
    "ending_with",
    "even",
    "float",
    "integer",
    "iterable",
    "map",
    "none",
    "number",
    "odd",
    "starting_with",
    "string",
    "undefined",
];

/// Filters and tests that do not exist.
fn unknown(tokens: &[Token<'_>], span: &impl Fn(usize, usize) -> Span) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for (at, token) in tokens.iter().enumerate().skip(1).filter(|(_, token)| token.kind == TokenKind::Word) {
        let before = |back: usize| at.checked_sub(back).and_then(|at| tokens.get(at)).map_or("", |token| token.text);
        let is_test = token.text != "not" && (before(1) == "is" || before(1) == "not" && before(2) == "is");
        let (what, all) = match before(1) {
            "|" => ("filtret", &FILTERS[..]),
            _ if is_test => ("prövningen", &TESTS[..]),
            _ => continue,
        };
        if !all.contains(&token.text) {
            problems.push(
                Diagnostic::error("mall-syntax", format!("{what} \"{}\" finns inte", token.text))
                    .at(&span(at, at + 1))
                    .maybe_hint(did_you_mean(token.text, all.iter().copied()))
                    .hint(format!("det som finns är {}", all.join(", "))),
            );
        }
    }
    problems
}

/// Whether a tag is a condition that compares, and does nothing else with its values.
fn is_comparison(tag: &Tag, tokens: &[Token<'_>]) -> bool {
    tag.kind == TagKind::Statement
        && tokens.first().is_some_and(|word| matches!(word.text, "if" | "elif"))
        && only_compares(tokens)
}

fn calls(tag: &Tag, tokens: &[Token<'_>], span: &impl Fn(usize, usize) -> Span) -> Vec<Diagnostic> {
    let is_printed = tag.kind == TagKind::Value && whole(tokens).is_some();
    let is_kept = set(tokens).is_some_and(|(_, value)| whole(value).is_some());
    let mut problems = Vec::new();
    for call in named(tokens) {
        let at = || span(call.tokens.start, call.tokens.end);
        let is_outer = is_printed && call.tokens.start == 0;
        let name = call.name;
        if is_outer {
            continue;
        }
        if is_block(name) {
            problems.push(
                Diagnostic::error("inget-värde", format!("{name}(…) har inget värde: den visar ett helt stycke"))
                    .at(&at())
                    .hint(format!("skriv {{{{ {name}(…) }}}} för sig, med en tom rad före och efter")),
            );
        } else if name == "se" {
            problems.push(
                Diagnostic::error("inget-värde", "se(…) har inget värde: den är en hänvisning")
                    .at(&at())
                    .hint("skriv {{ se(…) }} för sig i meningen"),
            );
        } else if is_amount(name) && !(is_kept && call.tokens.start == 3) && !is_comparison(tag, tokens) {
            problems.push(amount(&at(), &format!("{name}(…)")));
        }
    }
    problems
}

fn amount(span: &Span, written: &str) -> Diagnostic {
    Diagnostic::error(
        "inget-värde",
        format!("{written} är ett belopp och kan inte räknas om här: då går det inte att spåra"),
    )
    .at(span)
    .hint("skriv ut beloppet som det är, {{ belopp(…) }}, eller jämför det: {% if belopp(…) > 100 %}")
    .hint("räkna med belopp i en tabell, i en rad eller kolumn med formel")
}

/// Words of expressions that name nothing.
const WORDS: [&str; 20] = [
    "if",
    "elif",
    "else",
    "for",
    "set",
    "set_global",
    "in",
    "is",
    "and",
    "or",
    "not",
    "true",
    "True",
    "false",
    "False",
    "none",
    "None",
    "null",
    "loop",
    "ar",
];

/// The variables that a chapter sets or loops over.
fn own_variables(text: &str) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    for tag in tags(text).filter(|tag| tag.kind != TagKind::Comment) {
        let tokens = tag_tokens(text, &tag);
        names.extend(set(&tokens).map(|(name, _)| name));
        for (at, _) in tokens.iter().enumerate().filter(|(_, token)| token.text == "for") {
            names.extend(tokens[at + 1..].iter().map_while(|token| (token.text != "in").then_some(token.text)));
        }
    }
    names
}

/// Variables that do not exist: in a comparison Tera would take them for nothing, without a word.
fn unknown_variables(
    tokens: &[Token<'_>],
    own: &BTreeSet<&str>,
    span: &impl Fn(usize, usize) -> Span,
) -> Vec<Diagnostic> {
    // Typographic quotation marks and the like are told by Tera at their place.
    let is_unreadable = tokens.iter().any(|token| token.kind != TokenKind::Text && !token.text.is_ascii());
    let statement =
        tokens.first().is_some_and(|word| ["raw", "endraw"].contains(&word.text) || word.text.starts_with("end"));
    if statement || tokens.first().is_some_and(|word| ["break", "continue"].contains(&word.text)) || is_unreadable {
        return Vec::new();
    }
    let is_unknown = |at: usize, token: &Token<'_>| {
        let next = |more: usize| tokens.get(at + more).map_or("", |next| next.text);
        let before = at.checked_sub(1).and_then(|before| tokens.get(before)).map_or("", |before| before.text);
        let is_not_before = at > 1 && before == "not" && tokens[at - 2].text == "is";
        let is_key = next(1) == "=" && next(2) != "=" || next(1) == ":";
        let is_asked = next(1) == "is" && (next(2).ends_with("defined") || next(3).ends_with("defined"))
            || next(1) == "|" && next(2) == "default";
        let is_named = WORDS.contains(&token.text) || VARIABLES.contains(&token.text) || own.contains(token.text);
        let is_other = next(1) == "(" || matches!(before, "." | "|" | "is") || is_not_before;
        token.kind == TokenKind::Word && token.text.is_ascii() && !is_named && !is_key && !is_asked && !is_other
    };
    let unknown = tokens.iter().enumerate().filter(|(at, token)| is_unknown(*at, token));
    unknown.map(|(at, token)| unknown_variable(token.text, &span(at, at + 1))).collect()
}

/// Tells that a variable does not exist.
pub fn unknown_variable(written: &str, span: &Span) -> Diagnostic {
    let variables = || VARIABLES.iter().copied().chain(["ar"]);
    Diagnostic::error("okänd-variabel", format!("variabeln \"{written}\" finns inte"))
        .at(span)
        .maybe_hint(did_you_mean(written, variables()))
        .hint(format!("variabler: {}; text skrivs inom citattecken", variables().collect::<Vec<_>>().join(", ")))
}

/// Variables that hold an amount, where they are neither printed nor compared.
fn variables(
    tag: &Tag,
    tokens: &[Token<'_>],
    amounts: &BTreeSet<&str>,
    span: &impl Fn(usize, usize) -> Span,
) -> Vec<Diagnostic> {
    let is_printed = tag.kind == TagKind::Value && tokens.len() == 1;
    if amounts.is_empty() || is_printed || is_comparison(tag, tokens) {
        return Vec::new();
    }
    let names = match (set(tokens), tokens.first()) {
        (Some(_), _) => 2,
        (None, Some(word)) if word.text == "for" => tokens.iter().take_while(|token| token.text != "in").count(),
        _ => 0,
    };
    let held = tokens.iter().enumerate().skip(names).filter(|(at, token)| {
        let next = |more: usize| tokens.get(at + more).map_or("", |next| next.text);
        let before = at.checked_sub(1).and_then(|before| tokens.get(before)).map_or("", |before| before.text);
        let is_key = next(1) == "=" && next(2) != "=";
        token.kind == TokenKind::Word && amounts.contains(token.text) && !is_key && before != "." && before != "|"
    });
    held.map(|(at, token)| amount(&span(at, at + 1), &format!("\"{}\"", token.text))).collect()
}
