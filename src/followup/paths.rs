//! Rows of a table by their paths: `kostnader.personal`.

use crate::model::table::{Row, Table};

/// A row's path: the ids of its groups and its own.
pub fn path(above: &str, row: &Row) -> String {
    if above.is_empty() { row.id.value.clone() } else { format!("{above}.{}", row.id.value) }
}

/// Whether a key is the end of a path, from one of its ids on: `personal` and `kostnader.personal`.
pub fn is_end(path: &str, key: &str) -> bool {
    path.strip_suffix(key).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// The whole paths of all rows, and of the table's sum.
pub fn paths(table: &Table) -> Vec<String> {
    fn walk(rows: &[Row], above: &str, out: &mut Vec<String>) {
        for row in rows {
            let path = path(above, row);
            walk(row.inner(), &path, out);
            out.push(path);
        }
    }
    let mut out = Vec::new();
    walk(&table.rows, "", &mut out);
    out.extend(table.total.as_ref().map(|total| total.id.value.clone()));
    out
}
