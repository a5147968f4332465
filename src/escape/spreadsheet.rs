//! The cell of a table that a spreadsheet opens.

use crate::source::characters::is_invisible;

/// A text that a spreadsheet leaves a text: what begins as a formula does gets an apostrophe before it, whatever spaces or
/// unseen characters stand first. A sign alone, as the dash of a cell, is none.
pub fn cell(written: &str) -> String {
    let seen = written.trim_start_matches(|c: char| c.is_whitespace() || c.is_control() || is_invisible(c));
    // Wide signs are those of East Asian keyboards, which a spreadsheet there takes for the others.
    let begins = seen.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) && seen.chars().count() > 1;
    let steers = written.starts_with(['\t', '\r']) && !seen.is_empty();
    if begins || steers { format!("'{written}") } else { written.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn no_text_is_a_formula() {
        for text in
            ["=1+1", "- varav hyror", "+46 19", "@SUM(A1)", " =1", "\u{a0}=1", "\n=1", "\u{feff}=1", "＝1", "\tx"]
        {
            assert_eq!(cell(text), format!("'{text}"));
        }
        for text in ["Hyror", "-", "–", "+", "a=b", "", "−5,7", "1-2"] {
            assert_eq!(cell(text), text);
        }
    }
}
