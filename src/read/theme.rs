//! `tema` in plan.yaml: colours, logotype and typeface, with what makes them fit to be read.

use std::collections::BTreeMap;
use std::path::{Component, Path};

use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::fact::Fact;
use crate::diagnostic::{Diagnostic, did_you_mean, has_errors, list_names};
use crate::fonts::info::Info;
use crate::look::colour::{Colour, Contrast};
use crate::look::scheme::Purpose;
use crate::model::template::WordTemplate;
use crate::model::theme::{Font, Logotype, Theme, Typeface};
use crate::pictures;
use crate::read::fields::{Fields, Problems, scalar, text, wrong_type};
use crate::read::template::{self, Refused};
use crate::read::yaml::Node;
use crate::source::Spanned;

/// Characters that Swedish text and tables of figures cannot do without.
const NEEDED: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖÉabcdefghijklmnopqrstuvwxyzåäöé0123456789.,:;!?()%§”–−";

/// Files of the plan's folder that are no text.
type Binaries = BTreeMap<String, Vec<u8>>;

/// Reads `tema`.
pub fn read(node: Node, files: &Binaries, problems: &mut Problems) -> Theme {
    let known = ["färg", "omslag", "logotyp", "typsnitt", "word"];
    let Some(mut fields) = Fields::new(node, "tema", &known, problems) else { return Theme::default() };
    Theme {
        colour: colour(&mut fields, "färg", Purpose::Text, problems),
        cover: colour(&mut fields, "omslag", Purpose::Cover, problems),
        logotype: fields.take("logotyp").and_then(|node| logotype(node, files, problems)),
        typeface: fields.take("typsnitt").and_then(|node| typeface(node, files, problems)),
        word: fields.take("word").and_then(|node| word(node, files, problems)),
    }
}

/// The house's template for Word documents.
fn word(node: Node, files: &Binaries, problems: &mut Problems) -> Option<Box<WordTemplate>> {
    let path = text(node, "word", problems)?;
    let (path, bytes) = file(&path, files, "mallen", &["dotx", "docx"], problems)?;
    match template::read(&path.value, bytes) {
        Ok(template) => Some(Box::new(template)),
        Err(Refused { what, hint }) => {
            let message = format!("mallen \"{}\" {what}", path.value);
            problems.push(Diagnostic::error("olämplig-mall", message).at(&path.span).hint(hint));
            None
        }
    }
}

/// A colour that is fit for its purpose.
fn colour(fields: &mut Fields, key: &str, purpose: Purpose, problems: &mut Problems) -> Option<Spanned<Colour>> {
    let node = fields.take(key)?;
    let Some(colour) = scalar(&node).and_then(|text| Colour::parse(text.trim())) else {
        problems.push(
            wrong_type(&node, key, "en färg")
                .hint("skriv färgen som i html, inom citattecken, till exempel \"#0b4f5c\""),
        );
        return None;
    };
    let contrast = purpose.contrast(colour);
    if contrast >= Contrast::TEXT {
        return Some(Spanned::new(colour, node.span));
    }
    let message = match purpose {
        Purpose::Text => format!("färgen \"{colour}\" har för låg kontrast mot vitt papper: {contrast}"),
        Purpose::Cover => format!("text syns för dåligt på omslagets färg \"{colour}\": {contrast}"),
    };
    let what = match purpose {
        Purpose::Text => "för rubriker och länkar i färgen, på vitt",
        Purpose::Cover => "för den text som syns bäst, av vit och svart",
    };
    let mut problem = Diagnostic::error("låg-kontrast", message)
        .at(&node.span)
        .fact(Fact::value("kravet", format!("minst {} (EN 301 549 och WCAG 1.4.3)", Contrast::TEXT)))
        .fact(Fact::value("beräknat", format!("{contrast} {what}")));
    let (darker, lighter) = purpose.remedies(colour);
    for (word, remedy) in [("mörkare", darker), ("ljusare", lighter)] {
        if let Some(remedy) = remedy {
            let hint = format!("närmaste {word} färg som räcker är \"{remedy}\" ({})", purpose.contrast(remedy));
            problem = problem.hint(hint);
        }
    }
    problems.push(problem);
    None
}

fn logotype(node: Node, files: &Binaries, problems: &mut Problems) -> Option<Logotype> {
    const WHAT: &str = "logotyp";
    let mut fields = Fields::new(node, WHAT, &["bild", "beskrivning"], problems)?;
    let path = fields.text("bild", WHAT, problems);
    let span = fields.span.clone();
    let description = if let Some(node) = fields.take("beskrivning") {
        text(node, "beskrivning", problems)
    } else {
        let hint = "lägg till \"beskrivning: …\" med det som står i logotypen, till exempel organisationens namn";
        problems.push(Diagnostic::error("bildtext-saknas", "logotypen saknar textalternativ").at(&span).hint(hint));
        None
    };
    let (path, bytes) = file(&path?, files, "logotypen", &["svg", "png"], problems)?;
    let found = pictures::problems("logotypen", &path.value, bytes, None);
    let broken = has_errors(&found);
    for problem in found {
        problems.push(problem.at(&path.span));
    }
    if broken {
        return None;
    }
    Some(Logotype { path: path.value, description: description?.value })
}

fn typeface(node: Node, files: &Binaries, problems: &mut Problems) -> Option<Typeface> {
    const WHAT: &str = "typsnitt";
    let mut fields = Fields::new(node, WHAT, &["familj", "filer"], problems)?;
    let family = fields.text("familj", WHAT, problems);
    fields.complain_of_missing("filer", WHAT, problems);
    let paths: Vec<_> = fields.list("filer").into_iter().filter_map(|node| text(node, "filer", problems)).collect();
    let before = problems.len();
    let fonts: Vec<(Font, String)> = paths.iter().filter_map(|path| font(path, files, problems)).collect();
    let family = family?;
    if problems.len() > before || fonts.is_empty() {
        return None;
    }
    for ((_, own), path) in fonts.iter().zip(&paths) {
        // Typst compares families so.
        if own.to_lowercase() != family.value.to_lowercase() {
            problems.push(
                Diagnostic::error(
                    "fel-typsnitt",
                    format!("filen \"{}\" hör till familjen \"{own}\", inte \"{}\"", path.value, family.value),
                )
                .at(&path.span)
                .also(&family.span, "familjen här")
                .hint(format!("skriv familj: {own}, eller ta bort filen")),
            );
        }
    }
    let fonts: Vec<Font> = fonts.into_iter().map(|(font, _)| font).collect();
    if !fonts.iter().any(|font| font.weight >= 600) {
        problems.push(
            Diagnostic::warning(
                "halvfet-saknas",
                format!("familjen \"{}\" har ingen fil i halvfet eller fet", family.value),
            )
            .at(&family.span)
            .hint("lägg till en fil för rubriker och summor, till exempel typsnitt/Namn-SemiBold.ttf"),
        );
    }
    (problems.len() == before || fonts.len() == paths.len()).then_some(Typeface { family: family.value, fonts })
}

/// A font with its family, or problems.
fn font(path: &Spanned<String>, files: &Binaries, problems: &mut Problems) -> Option<(Font, String)> {
    let (path, bytes) = file(path, files, "typsnittet", &["ttf", "otf"], problems)?;
    let named = format!("typsnittet \"{}\"", path.value);
    let Some(info) = Info::of(bytes) else {
        problems.push(
            Diagnostic::error("typsnitt-kan-inte-läsas", format!("{named} kan inte läsas"))
                .at(&path.span)
                .hint("använd typsnittsfiler i formaten ttf och otf, som de kom från leverantören"),
        );
        return None;
    };
    let mut refuse = |message: &str, hint: &str| {
        problems.push(
            Diagnostic::error("olämpligt-typsnitt", format!("{named} {message}")).at(&path.span).hint(hint.to_owned()),
        );
    };
    if info.is_restricted() {
        refuse(
            "får inte bäddas in i dokument, vilket arkivformatet kräver",
            "skaffa en licens och en fil som får bäddas in",
        );
        return None;
    }
    if info.variable {
        refuse("är variabelt, och skrivs inte lika överallt", "använd en fil för varje vikt: normal, kursiv, halvfet");
        return None;
    }
    let lacking = info.lacking(NEEDED);
    if !lacking.is_empty() {
        let shown: Vec<String> = lacking.chars().take(12).map(String::from).collect();
        refuse(
            &format!("saknar tecken som svensk text behöver: {}", list_names(shown.iter().map(String::as_str))),
            "använd en fil med alla svenska tecken, siffror och tankstreck",
        );
        return None;
    }
    let font = Font {
        ending: if ending(&path.value) == "otf" { "otf" } else { "ttf" },
        bytes: bytes.clone(),
        weight: info.weight,
        italic: info.italic,
    };
    Some((font, info.family))
}

/// A file of the plan's own folder by its path, or a problem.
fn file<'a>(
    path: &Spanned<String>,
    files: &'a Binaries,
    what: &str,
    formats: &[&str],
    problems: &mut Problems,
) -> Option<(Spanned<String>, &'a Vec<u8>)> {
    let mut refuse = |id: &'static str, message: String, hint: Option<String>| {
        problems.push(Diagnostic::error(id, message).at(&path.span).maybe_hint(hint));
        None
    };
    let written = &path.value;
    let inside = Path::new(written).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if !inside || written.contains("://") || written.contains('\\') {
        let hint = "lägg filen i planens mapp och skriv vägen dit, till exempel bilder/logotyp.svg".to_owned();
        return refuse("fil-utanför-planen", format!("{what} \"{written}\" ligger inte i planens mapp"), Some(hint));
    }
    if !formats.contains(&ending(written).as_str()) {
        let hint = format!("använd något av formaten {}", formats.join(" och "));
        return refuse(
            "okänt-format",
            format!("{what} \"{written}\" har ett format som inte kan användas"),
            Some(hint),
        );
    }
    let own: String = written.trim_start_matches("./").nfc().collect();
    let Some(bytes) = files.get(&own) else {
        let near = did_you_mean(&own, files.keys().map(String::as_str));
        let hint = near.unwrap_or_else(|| "lägg filen där, eller rätta sökvägen".to_owned());
        return refuse("fil-saknas", format!("{what} \"{written}\" finns inte i planens mapp"), Some(hint));
    };
    Some((Spanned::new(own, path.span.clone()), bytes))
}

fn ending(path: &str) -> String {
    Path::new(path).extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default()
}
