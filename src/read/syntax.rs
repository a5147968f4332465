//! Why a text is not YAML, in Swedish. The parser's English words never reach a reader: its kinds of error do.

use std::ops::Range;
use std::sync::Arc;

use granit_parser::{ErrorKind, Parser};
use serde_yaml::Error;

use crate::diagnostic::Diagnostic;
use crate::read::odd_spaces::odd_space;
use crate::source::{SourceFile, Span};

/// What is wrong with a word that begins with `!`.
pub const TAG: &str = "ett utropstecken först i ett värde är en tagg, som planen inte använder";

/// What is said when nothing more is known.
const ELSEWHERE: &str = "kontrollera indrag, kolon, citattecken och parenteser på raden och den före";

/// What is wrong with a text that could not be read, at the author's own line.
pub fn describe(error: &Error, span: &Span) -> Diagnostic {
    let (error, file) = (error.without_snippet(), &span.file);
    if let Some(diagnostic) = too_large(error, span) {
        return diagnostic;
    }
    let kind = first_error(&file.text);
    if let Some(odd) = odd_space_before(file, span.range.start) {
        return odd;
    }
    if matches!(kind, Some(ErrorKind::CommentInterceptedScalar | ErrorKind::SimpleKeyExpected))
        && let Some(cut) = comment_on_line(file, span.range.start)
    {
        return broken("texten slutar vid \" #\", som inleder en kommentar")
            .at(&file.span(cut))
            .hint("sätt texten inom citattecken om # ska synas, eller skriv kommentaren på en egen rad");
    }
    let (message, hint) = match (error, &kind) {
        (Error::UnknownAnchor { .. }, _) => (
            "ett alias (*namn) hänvisar till något som inte finns",
            "ska asterisken vara text: sätt citattecken om värdet",
        ),
        (Error::MultipleDocuments { .. }, _) => {
            ("filen innehåller flera dokument", "ta bort raden \"---\" eller \"...\" mitt i filen")
        }
        (Error::Eof { .. }, None) => return broken("filen är tom eller slutar mitt i ett värde").at(span),
        (_, Some(kind)) => words(kind),
        (_, None) => ("en nyckel ska vara ett ord, inte en lista, en post eller tom", "skriv nyckeln som namn: värde"),
    };
    broken(message).at(span).hint(hint)
}

fn broken(message: &str) -> Diagnostic {
    Diagnostic::error("yaml-syntax", format!("filen är inte giltig YAML: {message}"))
}

/// Limits, which guard against texts made to be heavy.
fn too_large(error: &Error, span: &Span) -> Option<Diagnostic> {
    let words = error.render();
    let aliased = matches!(
        error,
        Error::AliasError { .. }
            | Error::AliasReplayLimitExceeded { .. }
            | Error::AliasExpansionLimitExceeded { .. }
            | Error::AliasReplayStackDepthExceeded { .. }
            | Error::AliasReplayCounterOverflow { .. }
    ) || words.contains("(used at");
    let deep = matches!(error, Error::Budget { .. })
        || words.contains("recursion limit")
        || words.to_lowercase().contains("budget breached");
    let diagnostic = if aliased {
        Diagnostic::error("yaml-för-stor", "filens alias (*namn) vecklas ut till mer än vad en plan rymmer")
            .hint("skriv värdena direkt i stället för med alias")
    } else if deep {
        Diagnostic::error("yaml-för-stor", "filen är för djupt nästlad eller för stor (högst 40 nivåer)")
            .hint("kontrollera parenteser och indrag kring det här stället")
    } else {
        return None;
    };
    Some(diagnostic.at(span))
}

/// The kind of the first error that the parser under serde meets.
fn first_error(text: &str) -> Option<ErrorKind> {
    let mut events = Parser::new_from_str(text);
    events.find_map(Result::err).map(|error| error.kind().clone())
}

/// White space that is none to YAML, where it begins a line or stands behind a key's colon or an element's dash: the
/// nearest before an error, since the parser may notice on a later line, or on the line after it.
fn odd_space_before(file: &Arc<SourceFile>, offset: usize) -> Option<Diagnostic> {
    let mut start = 0;
    let mut found = None;
    for line in file.text.split_inclusive('\n') {
        let passed = start > offset;
        if passed && found.is_some() {
            break;
        }
        found = odd_space(line).map(|odd| odd.at(file, start)).or(found);
        if passed {
            break;
        }
        start += line.len();
    }
    found
}

/// Where a comment begins behind text on the line of an offset, or on the line before.
fn comment_on_line(file: &Arc<SourceFile>, offset: usize) -> Option<Range<usize>> {
    let (line, _) = file.line_column(offset);
    let cuts = |line: usize| {
        let start = file.offset(line, 1);
        let text = file.text[start..].lines().next().unwrap_or("");
        let at = text.find(" #").filter(|at| !text[..*at].trim().is_empty())?;
        Some(start + at..start + at + 2)
    };
    cuts(line).or_else(|| (line > 1).then(|| cuts(line - 1)).flatten())
}

/// An error's kind in words, and the cure.
fn words(kind: &ErrorKind) -> (&'static str, &'static str) {
    use ErrorKind as K;
    const QUOTE: &str = "sätt citattecken om värdet";
    match kind {
        K::InvalidTrailingSingleQuotedScalar | K::InvalidTrailingDoubleQuotedScalar => {
            ("här står text efter ett avslutande citattecken; saknas ett citattecken på raden före?", ELSEWHERE)
        }
        K::PlainScalarStartsWithDashFlowIndicator | K::InvalidBlockEntryWhitespace | K::BlockEntryInFlowCollection => {
            ("ett ensamt bindestreck går inte här; skriv \"–\" för streck och ~ för tom cell", ELSEWHERE)
        }
        K::ExpectedBlockMappingKey | K::SimpleKeyExpected | K::InvalidSimpleKey | K::MappingKeyNotAllowed => (
            "här väntades en nyckel (namn: värde)",
            "skriv nyckel, kolon och mellanslag, eller sätt en text som går över flera rader inom citattecken",
        ),
        K::MappingValueNotAllowed => ("kolon mitt i ett värde utan citattecken", ELSEWHERE),
        K::InvalidMappingValueWhitespace | K::FlowMappingValueAdjacentCollection | K::ExpectedWhitespace => {
            ("här ska ett mellanslag stå", "skriv mellanslag efter kolon, streck och komma")
        }
        K::ExpectedFlowSequenceSeparator => ("ett komma eller \"]\" saknas i listan", ELSEWHERE),
        K::ExpectedFlowMappingSeparator => ("ett komma eller \"}\" saknas", ELSEWHERE),
        K::ExpectedBlockSequenceEntry | K::BlockSequenceEntryNotAllowed => {
            ("ett listelement (-) väntades här; kontrollera indraget", ELSEWHERE)
        }
        K::InvalidColonPlacement => {
            ("kolonet väntades inte här; avslutas alla parenteser och citattecken ovanför?", ELSEWHERE)
        }
        K::UnclosedQuotedScalar | K::DocumentIndicatorInQuotedScalar => ("ett citattecken avslutas aldrig", ELSEWHERE),
        K::UnclosedFlowCollection { .. }
        | K::UnexpectedEofFlowSequence
        | K::UnexpectedEofFlowMapping
        | K::UnexpectedEofImplicitFlowMapping => ("en parentes avslutas aldrig", ELSEWHERE),
        K::MisplacedFlowCollectionEnd => ("här står en avslutande parentes som aldrig har börjat", ELSEWHERE),
        K::MismatchedFlowCollectionEnd { .. } => ("parentesen avslutas med fel sorts parentes", ELSEWHERE),
        K::UnexpectedEof | K::UnexpectedEofBlockMapping | K::UnexpectedEofBlockSequence => {
            ("filen slutar mitt i ett värde", ELSEWHERE)
        }
        K::UnexpectedCharacter { .. } => ("tecknet kan inte inleda ett värde; sätt citattecken om värdet", ELSEWHERE),
        K::CommentNotSeparated => (
            "en kommentar (#) står tätt intill det som är före",
            "skriv ett mellanslag före #, eller sätt citattecken om värdet om # ska synas",
        ),
        K::CommentInterceptedScalar => (
            "en kommentar (#) delar en text som går över flera rader",
            "sätt texten inom citattecken, eller flytta kommentaren",
        ),
        K::InvalidIndentation | K::InvalidFlowScalarIndent | K::InvalidQuotedScalarIndent => {
            ("raden har fel indrag", "dra in raden längre än nyckeln som den hör till")
        }
        K::InvalidBlockScalarIndent | K::ZeroBlockScalarIndent => {
            ("en rad i texten efter | eller > har fel indrag", "dra in alla textens rader lika långt")
        }
        K::InvalidBlockScalarHeader => (
            "efter | eller > ska texten börja på nästa rad",
            "flytta texten till nästa rad och dra in den, eller sätt citattecken om värdet",
        ),
        K::TabNotAllowed
        | K::TabInBlockIndentation
        | K::TabAtBlockScalarStart
        | K::TabInIndentation
        | K::TabInPlainScalar => ("här står en tabb", "skriv mellanslag i stället, två per nivå i indrag"),
        K::UnknownQuotedScalarEscape
        | K::InvalidQuotedScalarHexEscape
        | K::InvalidLowSurrogateHexEscape
        | K::InvalidLowSurrogate
        | K::MissingLowSurrogate
        | K::UnpairedLowSurrogate
        | K::InvalidUnicodeEscape => (
            "ett omvänt snedstreck (\\) inom \"…\" inleder en teckenkod som inte finns",
            "skriv \\\\ för ett omvänt snedstreck, eller använd enkla citattecken '…'",
        ),
        K::MissingAnchorOrAliasName => ("& och * kan inte inleda en text", QUOTE),
        K::UndeclaredTagHandle
        | K::ExpectedTagBang
        | K::InvalidGlobalTagCharacter
        | K::InvalidTagTerminator
        | K::MissingTagUri
        | K::UnclosedVerbatimTag
        | K::InvalidTagEscape
        | K::InvalidTagUtf8
        | K::InvalidTagUtf8LeadingByte
        | K::InvalidTagUtf8TrailingByte => (TAG, QUOTE),
        K::ExpectedDocumentStart
        | K::MissingDocumentEndBeforeDirective
        | K::DirectiveDisallowed
        | K::MissingDirectiveName
        | K::InvalidDirectiveName
        | K::InvalidDirectiveTerminator
        | K::DuplicateVersionDirective
        | K::UnsupportedYamlMajorVersion
        | K::YamlVersionTooLong
        | K::MissingYamlVersion
        | K::MissingYamlVersionSeparator => (
            "här väntades filens första nyckel (namn: värde)",
            "ta bort rader som börjar med % och text före den första nyckeln",
        ),
        K::InvalidDocumentEnd | K::MultipleDocumentsUnsupported => {
            ("filen innehåller flera dokument", "ta bort raderna \"---\" och \"...\" mitt i filen")
        }
        K::BomInsideDocument => ("en byteordningsmarkering (U+FEFF) står inne i filen", "ta bort tecknet"),
        _ => ("raden kan inte läsas", ELSEWHERE),
    }
}
