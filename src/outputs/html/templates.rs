//! The templates, and the functions that they call.

use std::collections::HashMap;
use std::sync::Arc;

use tera::{Kwargs, State, Tera, TeraResult};

use crate::outputs::html::links::Homes;
use crate::outputs::html::{changes, hyphens};
use crate::source::address::address;
use crate::yearly::Against;

const TEMPLATES: [(&str, &str); 24] = [
    ("against.html", include_str!("../../../templates/html/against.html")),
    ("areas.html", include_str!("../../../templates/html/areas.html")),
    ("bar.html", include_str!("../../../templates/html/bar.html")),
    ("beside.html", include_str!("../../../templates/html/beside.html")),
    ("blocks.html", include_str!("../../../templates/html/blocks.html")),
    ("cards.html", include_str!("../../../templates/html/cards.html")),
    ("changes.html", include_str!("../../../templates/html/changes.html")),
    ("chart.html", include_str!("../../../templates/html/chart.html")),
    ("compared.html", include_str!("../../../templates/html/compared.html")),
    ("explanation-alone.html", include_str!("../../../templates/html/explanation-alone.html")),
    ("explanation.html", include_str!("../../../templates/html/explanation.html")),
    ("frame.html", include_str!("../../../templates/html/frame.html")),
    ("heading.html", include_str!("../../../templates/html/heading.html")),
    ("index.html", include_str!("../../../templates/html/index.html")),
    ("inline.html", include_str!("../../../templates/html/inline.html")),
    ("marks.html", include_str!("../../../templates/html/marks.html")),
    ("page.html", include_str!("../../../templates/html/page.html")),
    ("plan.html", include_str!("../../../templates/html/plan.html")),
    ("revision-alone.html", include_str!("../../../templates/html/revision-alone.html")),
    ("revision.html", include_str!("../../../templates/html/revision.html")),
    ("table.html", include_str!("../../../templates/html/table.html")),
    ("talen.html", include_str!("../../../templates/html/talen.html")),
    ("turn.html", include_str!("../../../templates/html/turn.html")),
    (THEME, include_str!("../../../templates/html/theme.css")),
];

/// The template of the theme's style.
pub const THEME: &str = "theme.css";

/// All templates. `explanations` is where each figure's explanation stands, and `drawings` are the charts, by anchor, and `taken` the
/// files of tables that can be taken away.
///
/// # Errors
/// A broken template, which is an error of the program.
pub(super) fn all(
    explanations: HashMap<String, String>,
    drawings: HashMap<String, String>,
    taken: HashMap<String, String>,
    against: Option<&Against>,
) -> Result<Tera, tera::Error> {
    let mut tera = Tera::default();
    // Before the templates: they are checked for the functions that they call.
    tera.register_function("explained", explained(explanations));
    tera.register_function("drawing", by_anchor(drawings));
    tera.register_function("taken", by_anchor(taken));
    tera.register_filter("address", |path: &str, _: Kwargs, _: &State<'_>| address(path));
    tera.register_filter("kept", hyphens::kept);
    changes::register(&mut tera, against);
    let tera = &mut for_page(&tera, &Arc::default(), None);
    tera.add_raw_templates(TEMPLATES)?;
    Ok(std::mem::take(tera))
}

/// The same templates for a page, or for what is shown on any of them: links know where they stand.
pub fn for_page(tera: &Tera, homes: &Arc<Homes>, page: Option<&str>) -> Tera {
    let (homes, page) = (Arc::clone(homes), page.map(str::to_owned));
    let mut tera = tera.clone();
    tera.register_function("href", move |arguments: Kwargs, _: &State<'_>| -> TeraResult<String> {
        Ok(homes.href(page.as_deref(), arguments.must_get::<&str>("to")?))
    });
    tera
}

/// Gives where the explanation of a cell stands, or of the change from another that a sentence prints; or nothing.
fn explained(anchors: HashMap<String, String>) -> impl Fn(Kwargs, &State<'_>) -> TeraResult<String> {
    move |arguments, _| {
        let cell = arguments.must_get::<&str>("cell")?;
        Ok(anchors.get(cell).cloned().unwrap_or_default())
    }
}

/// Gives what a chart or a table has by its anchor: its drawing, the name of its file; or nothing.
fn by_anchor(texts: HashMap<String, String>) -> impl Fn(Kwargs, &State<'_>) -> TeraResult<String> {
    move |arguments, _| {
        let anchor = arguments.must_get::<&str>("anchor")?;
        Ok(texts.get(anchor).cloned().unwrap_or_default())
    }
}
