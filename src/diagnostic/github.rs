//! Diagnostics as GitHub's workflow commands, which show them at their lines in a pull request.
//!
//! Form: <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>. A waived finding is a
//! notice that gives the reason.

use crate::diagnostic::json::{Place, place};
use crate::diagnostic::{Diagnostic, Severity};
use crate::escape::workflow::{data, property};

/// One command, on one line.
pub fn command(diagnostic: &Diagnostic) -> String {
    let level = match diagnostic.severity {
        _ if diagnostic.waived.is_some() => "notice",
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut properties = Vec::new();
    if let Some(primary) = &diagnostic.primary {
        let Place { file, line, column, end_line, end_column, .. } = place(&primary.span);
        properties.push(format!("file={}", property(&file)));
        properties.push(format!("line={line}"));
        properties.push(format!("endLine={end_line}"));
        // Columns mean something on one line only.
        if line == end_line {
            properties.push(format!("col={column}"));
            properties.push(format!("endColumn={end_column}"));
        }
    }
    properties.push(format!("title={}", property(&format!("{}[{}]", diagnostic.severity.word(), diagnostic.id))));
    let reason = diagnostic.waived.as_ref().map(|waiver| format!("undantaget: {}", waiver.text));
    let hints = diagnostic.hints.iter().map(|hint| format!("hjälp: {hint}"));
    let lines: Vec<String> = std::iter::once(diagnostic.message.clone())
        .chain(reason)
        .chain(diagnostic.all_facts().map(|(part, fact)| format!("{}{}", if part { "  " } else { "" }, fact.line())))
        .chain(hints)
        .collect();
    format!("::{level} {}::{}", properties.join(","), data(&lines.join("\n")))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::command;
    use crate::diagnostic::Diagnostic;
    use crate::source::SourceFile;

    #[test]
    fn a_finding_is_one_line() {
        let file = Arc::new(SourceFile::new("plan/a,b.yaml", "belopp: 12\n"));
        let problem = Diagnostic::error("summa-avviker", "12 % fel").at(&file.span(8..10)).fact("väntat 11");
        assert_eq!(
            command(&problem),
            "::error file=plan/a%2Cb.yaml,line=1,endLine=1,col=9,endColumn=11,title=fel[summa-avviker]::12 %25 fel%0Aväntat 11"
        );
    }
}
