//! The machine formats of `vplan check`, read back by their own rules into one shape.

use serde_json::Value;

use crate::support::told::{Place, Severity, Told};

/// A finding with everything that the machine formats tell of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(crate) told: Told,
    /// Line and column behind the last character.
    pub(crate) end: Option<(usize, usize)>,
    /// Facts, then hints.
    pub(crate) more: Vec<String>,
    /// Why it is waived.
    pub(crate) reason: Option<String>,
    /// Other places, with what is said of them.
    pub(crate) related: Vec<(Place, String)>,
}

/// Any text as JSON.
pub(crate) fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("no JSON ({error}):\n{text}"))
}

/// The findings of `--format json`.
pub(crate) fn json(report: &Value) -> Vec<Finding> {
    let findings = list(&report["findings"]).map(|finding| {
        let hints = list(&finding["hints"]).map(|hint| format!("hjälp: {}", text(hint)));
        let related =
            list(&finding["related"]).map(|related| (json_place(&related["place"]), text(&related["message"])));
        let place = finding.get("place");
        Finding {
            told: Told {
                rule: text(&finding["rule"]),
                severity: severity(&finding["severity"]),
                place: place.map(json_place),
                message: text(&finding["message"]),
                waived: finding.get("waived").is_some(),
            },
            end: place.map(|place| (number(&place["endLine"]), number(&place["endColumn"]))),
            more: list(&finding["facts"]).map(text).chain(hints).collect(),
            reason: finding.get("waived").map(|waived| text(&waived["message"])),
            related: related.collect(),
        }
    });
    findings.collect()
}

fn json_place(place: &Value) -> Place {
    Place { file: text(&place["file"]), line: number(&place["line"]), column: number(&place["column"]) }
}

/// The results of `--format sarif`, which has one run.
pub(crate) fn sarif(log: &Value) -> Vec<Finding> {
    let findings = list(&log["runs"][0]["results"]).map(|result| {
        let lines: Vec<String> = text(&result["message"]["text"]).lines().map(str::to_owned).collect();
        let (message, more) = lines.split_first().expect("a message has a first line");
        let location = result.get("locations").map(|locations| &locations[0]["physicalLocation"]);
        let suppression = result.get("suppressions").and_then(|all| all.get(0));
        let related = list(&result["relatedLocations"])
            .map(|related| (sarif_place(&related["physicalLocation"]), text(&related["message"]["text"])));
        Finding {
            told: Told {
                rule: text(&result["ruleId"]),
                severity: severity(&result["level"]),
                place: location.map(sarif_place),
                message: message.clone(),
                waived: suppression.is_some(),
            },
            end: location.map(|place| (number(&place["region"]["endLine"]), number(&place["region"]["endColumn"]))),
            more: more.to_vec(),
            reason: suppression.map(|suppression| text(&suppression["justification"])),
            related: related.collect(),
        }
    });
    findings.collect()
}

fn sarif_place(location: &Value) -> Place {
    let region = &location["region"];
    Place {
        file: percent_decoded(&text(&location["artifactLocation"]["uri"])),
        line: number(&region["startLine"]),
        column: number(&region["startColumn"]),
    }
}

/// The commands of `--format github`, which have no place for other places.
pub(crate) fn github(output: &str) -> Vec<Finding> {
    output.lines().map(command).collect()
}

/// One `::level key=value,…::text`, its escapes undone.
fn command(line: &str) -> Finding {
    let rest = line.strip_prefix("::").unwrap_or_else(|| panic!("no command: {line}"));
    let (head, data) = rest.split_once("::").expect("the text is behind the properties");
    let (level, properties) = head.split_once(' ').expect("properties are behind the level");
    let properties: Vec<(&str, String)> = properties
        .split(',')
        .map(|property| property.split_once('=').unwrap_or_else(|| panic!("{property} in {line}")))
        .map(|(key, value)| (key, unescaped(value, &[("%3A", ":"), ("%2C", ",")])))
        .collect();
    let property = |wanted: &str| properties.iter().find(|(key, _)| *key == wanted).map(|(_, value)| value.clone());
    let whole = |wanted: &str| property(wanted).map(|value| value.parse().expect("a number"));
    let title = property("title").expect("a title");
    let (word, rule) = title.strip_suffix(']').and_then(|title| title.split_once('[')).expect("word[rule]");
    let data = unescaped(data, &[]);
    let mut lines = data.lines();
    let message = lines.next().expect("a message").to_owned();
    let (mut more, mut reason) = (Vec::new(), None);
    for line in lines {
        match line.strip_prefix("undantaget: ") {
            Some(why) => reason = Some(why.to_owned()),
            None => more.push(unpadded(line)),
        }
    }
    let severity = Severity::of_word(word).unwrap_or_else(|| panic!("{title}"));
    // A waived finding is told as what it is, at the lowest level.
    let expected = match severity {
        Severity::Error if reason.is_none() => "error",
        Severity::Warning if reason.is_none() => "warning",
        _ => "notice",
    };
    assert_eq!(level, expected, "{line}");
    Finding {
        told: Told {
            rule: rule.to_owned(),
            severity,
            place: property("file").map(|file| Place {
                file,
                line: whole("line").expect("a line"),
                column: whole("col").expect("a column"),
            }),
            message,
            waived: reason.is_some(),
        },
        end: whole("endLine").map(|line| (line, whole("endColumn").expect("an end"))),
        more,
        reason,
        related: Vec::new(),
    }
}

/// What GitHub's runner undoes, the percent sign last.
/// A line without the spaces that put figures under each other for people; a no-break space is part of a figure.
pub(crate) fn unpadded(line: &str) -> String {
    line.split(' ').filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn unescaped(text: &str, more: &[(&str, &str)]) -> String {
    let mut out = text.to_owned();
    for (escape, plain) in more.iter().chain(&[("%0D", "\r"), ("%0A", "\n"), ("%25", "%")]) {
        out = out.replace(escape, plain);
    }
    out
}

/// A URI's path as it was, by RFC 3986; a character that no URI may hold is an error.
fn percent_decoded(uri: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = uri;
    while let Some(c) = rest.chars().next() {
        let length = if c == '%' { 3 } else { 1 };
        assert!(c == '%' || c.is_ascii_alphanumeric() || "-._~/".contains(c), "'{c}' in the URI {uri}");
        bytes.push(match rest.get(1..length).filter(|code| !code.is_empty()) {
            Some(code) => u8::from_str_radix(code, 16).unwrap_or_else(|_| panic!("%{code} in the URI {uri}")),
            None => rest.as_bytes()[0],
        });
        rest = &rest[length..];
    }
    String::from_utf8(bytes).expect("a path is UTF-8")
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

fn number(value: &Value) -> usize {
    let number = value.as_u64().and_then(|number| usize::try_from(number).ok());
    number.unwrap_or_else(|| panic!("no number: {value}"))
}

/// The words that JSON and SARIF share.
fn severity(value: &Value) -> Severity {
    match value.as_str() {
        Some("error") => Severity::Error,
        Some("warning") => Severity::Warning,
        Some("note") => Severity::Note,
        _ => panic!("no severity: {value}"),
    }
}
