//! Formulas of a spreadsheet, with the plan's addresses instead of its own names of cells: the same wherever rows and
//! columns have been moved, and whichever program has saved them.

/// What stands in a place that a formula names: an address of the plan, or nothing that is the plan's.
pub trait Named {
    /// The addresses of a block of cells, from one to another, in a sheet; of its own sheet where none is named.
    fn block(&self, sheet: Option<&str>, from: (u32, u16), until: (u32, u16)) -> Vec<String>;
}

/// A formula with addresses for names of cells, without spaces.
pub fn addressed(formula: &str, named: &impl Named) -> String {
    let text: Vec<char> = formula.trim_start_matches('=').chars().collect();
    let (mut out, mut at) = (String::new(), 0);
    while at < text.len() {
        match text[at] {
            '"' => {
                let end = quoted(&text, at, '"');
                out.extend(&text[at..end]);
                at = end;
            }
            '\'' => {
                let end = quoted(&text, at, '\'');
                let name: String = text[at + 1..end.saturating_sub(1)].iter().collect();
                at = reference(&text, end, Some(&name.replace("''", "'")), named, &mut out).unwrap_or_else(|| {
                    out.extend(&text[at..end]);
                    end
                });
            }
            c if c.is_alphanumeric() || "$_".contains(c) => {
                let end = word(&text, at);
                let name: String = text[at..end].iter().collect();
                let taken = match text.get(end) {
                    Some('!') => reference(&text, end, Some(name.trim_start_matches('$')), named, &mut out),
                    Some('(') => None,
                    _ => block(&text, at, None, named, &mut out),
                };
                // A function, a name that somebody has given a place, whole columns, `REF` of an error.
                at = taken.unwrap_or_else(|| {
                    out.push_str(&name.to_uppercase());
                    end
                });
            }
            c if c.is_whitespace() => at += 1,
            c => {
                out.push(if c == ';' { ',' } else { c });
                at += 1;
            }
        }
    }
    out
}

/// After the closing quote; two of them are one within.
fn quoted(text: &[char], start: usize, quote: char) -> usize {
    let mut at = start + 1;
    while at < text.len() {
        if text[at] == quote {
            if text.get(at + 1) != Some(&quote) {
                return at + 1;
            }
            at += 1;
        }
        at += 1;
    }
    text.len()
}

fn word(text: &[char], start: usize) -> usize {
    let is_own = |c: &char| c.is_alphanumeric() || "$_.".contains(*c);
    text[start..].iter().position(|c| !is_own(c)).map_or(text.len(), |end| start + end)
}

/// What follows the name of a sheet.
fn reference(text: &[char], at: usize, sheet: Option<&str>, named: &impl Named, out: &mut String) -> Option<usize> {
    (text.get(at) == Some(&'!')).then_some(())?;
    block(text, at + 1, sheet, named, out)
}

/// A cell, or a block of cells.
fn block(text: &[char], at: usize, sheet: Option<&str>, named: &impl Named, out: &mut String) -> Option<usize> {
    let (from, end) = cell(text, at)?;
    let (until, end) = match text.get(end) {
        Some(':') => cell(text, end + 1)?,
        _ => (from, end),
    };
    // Rows that were sorted may have turned a block upside down.
    let ends = [(from.0.min(until.0), from.1.min(until.1)), (from.0.max(until.0), from.1.max(until.1))];
    let mut found = named.block(sheet, ends[0], ends[1]);
    // Rows that have changed places are added all the same.
    found.sort();
    out.push_str(&if found.is_empty() { "?".to_owned() } else { found.join(",") });
    Some(end)
}

/// A cell's name, with or without `$`, and where it ends.
pub fn cell(text: &[char], start: usize) -> Option<((u32, u16), usize)> {
    let mut at = start + usize::from(text.get(start) == Some(&'$'));
    let mut column: u32 = 0;
    let letters = at;
    while let Some(letter) = text.get(at).filter(|c| c.is_ascii_alphabetic()) {
        column = column * 26 + (letter.to_ascii_uppercase() as u32 - 'A' as u32 + 1);
        at += 1;
        if at - letters > 3 {
            return None;
        }
    }
    let is_column = at > letters;
    at += usize::from(text.get(at) == Some(&'$'));
    let digits = at;
    let mut row: u32 = 0;
    while let Some(digit) = text.get(at).and_then(|c| c.to_digit(10)) {
        row = row.checked_mul(10)?.checked_add(digit)?;
        at += 1;
    }
    let ends = text.get(at).is_none_or(|c| !(c.is_alphanumeric() || "_.(!".contains(*c)));
    let whole = is_column && at > digits && row > 0 && ends;
    whole.then(|| Some(((row - 1, u16::try_from(column.checked_sub(1)?).ok()?), at))).flatten()
}

#[cfg(test)]
mod tests {
    use super::{Named, addressed};

    struct Plain;

    impl Named for Plain {
        fn block(&self, sheet: Option<&str>, from: (u32, u16), until: (u32, u16)) -> Vec<String> {
            let rows = from.0..=until.0;
            rows.map(|row| format!("{}.{row}.{}", sheet.unwrap_or("egen"), from.1)).collect()
        }
    }

    #[test]
    fn formulas_are_the_same_whoever_saved_them() {
        let of = |text: &str| addressed(text, &Plain);
        assert_eq!(of("=SUM(C7:C9)"), "SUM(egen.6.2,egen.7.2,egen.8.2)");
        assert_eq!(of("sum( $C$7:C9 )"), of("=SUM(C7:C9)"));
        assert_eq!(of("=SUM(C9:C7)"), of("=SUM(C7:C9)"));
        assert_eq!(of("='Drift'!B2*2"), of("Drift!B2*2"));
        assert_eq!(of("$Drift!B2*2"), of("Drift!B2*2"));
        assert_eq!(of("'It''s: A1'!B2"), "It's: A1.1.1");
        assert_eq!(of("IF(COUNT(A1)=0,\"a B2\",LOG10(2)+1.5)"), "IF(COUNT(egen.0.0)=0,\"a B2\",LOG10(2)+1.5)");
        assert_eq!(of("#REF!+ABC1234567890123"), "#REF!+ABC1234567890123");
        assert_eq!(of("SUM(Drift!C:C)+Drift!Moms"), "SUM(DRIFT!C:C)+DRIFT!MOMS");
        assert_eq!(of("'Drift 2'!Moms+B1"), "'Drift 2'!MOMS+egen.0.1");
    }
}
