//! What the markup of a drawing holds beside what is drawn: scripts, text in other languages than SVG, ways out of the
//! file, and the characters and typefaces of its text.

use std::collections::BTreeSet;

use usvg::roxmltree::{Document, Node};

use crate::fonts::metrics;
use crate::pictures::fault::Fault;
use crate::source::characters;

/// Elements whose text nobody sees.
const UNSEEN: [&str; 6] = ["title", "desc", "metadata", "style", "script", "foreignObject"];

/// The house's families, and words for any.
const FAMILIES: [&str; 10] = [
    "source sans 3",
    "noto emoji",
    "sans-serif",
    "serif",
    "monospace",
    "cursive",
    "system-ui",
    "inherit",
    "initial",
    "unset",
];

/// Everything that is wrong with the markup. `family` is the plan's own typeface.
pub fn faults(document: &Document<'_>, family: Option<&str>) -> Vec<Fault> {
    let elements = || document.descendants().filter(Node::is_element);
    let named = |name: &str| elements().any(|node| node.tag_name().name() == name);
    let style: String =
        elements().filter(|node| node.tag_name().name() == "style").filter_map(|node| node.text()).collect();
    let mut found = Vec::new();
    if named("script") || elements().any(acts) {
        found.push(Fault::dangerous(
            "den innehåller skript, som körs där filen öppnas för sig",
            "ta bort script och on…-attribut, eller exportera bilden på nytt utan interaktivitet",
        ));
    }
    if elements().any(|node| node.tag_name().name() == "foreignObject" && has_text(node)) {
        found.push(Fault::lossy(
            "den har text i foreignObject, som PDF:en inte visar",
            "exportera bilden på nytt med texten som SVG-text: stäng av \"Formatted Text\" i draw.io, eller htmlLabels i Mermaid",
        ));
    }
    if ["animate", "animateTransform", "animateMotion", "set"].iter().any(|name| named(name))
        || style.contains("@keyframes")
    {
        found.push(Fault::moving("ta bort animeringen, eller exportera en stillbild"));
    }
    if elements().any(|node| node.tag_name().name() == "a" && href(node).is_some()) {
        found.push(Fault::lossy("den har länkar, som inte går att följa i en bild", "lägg länken i kapitlets text"));
    }
    if style.contains("@import") || style.contains("@font-face") || sheets(document) {
        found.push(Fault::lossy(
            "den hämtar sitt utseende utanför SVG-filens egna regler (@import, @font-face eller xml-stylesheet), som PDF:en inte följer",
            "exportera bilden med formen i elementen, och texten som konturer om typsnittet är viktigt",
        ));
    }
    found.extend(linked(document));
    found.extend(letters(document));
    found.extend(families(document, &style, family));
    found
}

/// Whether an element does something by itself or when it is clicked.
fn acts(node: Node<'_, '_>) -> bool {
    node.attributes().any(|attribute| {
        let value = attribute.value().trim_start().to_ascii_lowercase();
        (attribute.name().len() > 2 && attribute.name().to_ascii_lowercase().starts_with("on"))
            || (attribute.name() == "href" && (value.starts_with("javascript:") || value.starts_with("data:text/html")))
    })
}

fn has_text(node: Node<'_, '_>) -> bool {
    node.descendants().any(|inner| inner.is_text() && inner.text().is_some_and(|text| !text.trim().is_empty()))
}

fn href<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == "href").map(|attribute| attribute.value().trim())
}

fn sheets(document: &Document<'_>) -> bool {
    document.root().children().any(|node| node.pi().is_some_and(|pi| pi.target == "xml-stylesheet"))
}

/// A file that is drawn within the picture, and does not follow it.
fn linked(document: &Document<'_>) -> Option<Fault> {
    let drawing = |node: &Node<'_, '_>| matches!(node.tag_name().name(), "image" | "use" | "feImage");
    let targets = document.descendants().filter(Node::is_element).filter(drawing).filter_map(href);
    let mut outside = targets.filter(|target| !target.is_empty() && !target.starts_with('#'));
    outside.find_map(|target| {
        let raster = |format: &str| target.starts_with(&format!("data:image/{format};"));
        if target.starts_with("data:") && !["png", "jpeg", "jpg", "gif", "webp"].into_iter().any(raster) {
            return Some(Fault::unprintable(
                "den har en inbäddad bild som inte är PNG, JPEG, GIF eller WebP",
                "lägg samman bilderna i ett ritprogram och exportera en enda SVG",
            ));
        }
        (!target.starts_with("data:")).then(|| {
            let shown: String = target.chars().take(60).collect();
            Fault::unprintable(
                format!("den visar en annan fil, \"{shown}\", som inte följer med"),
                "bädda in den andra bilden när du exporterar (\"Embed images\"), eller exportera som PNG",
            )
        })
    })
}

/// Characters of the text that is drawn, which are no text or which the PDF has no letters for.
fn letters(document: &Document<'_>) -> Vec<Fault> {
    let seen = |node: &Node<'_, '_>| !node.ancestors().any(|over| UNSEEN.contains(&over.tag_name().name()));
    let texts = document.descendants().filter(|node| {
        node.is_text() && node.ancestors().any(|over| over.has_tag_name("text") || over.tag_name().name() == "text")
    });
    let (mut forbidden, mut lacking) = (BTreeSet::new(), BTreeSet::new());
    for c in texts.filter(seen).filter_map(|node| node.text()).flat_map(str::chars) {
        if !characters::is_allowed(c) {
            forbidden.insert(c);
        } else if !metrics::is_house(c) {
            lacking.insert(c);
        }
    }
    let mut found = Vec::new();
    if let Some(c) = forbidden.first() {
        found.push(Fault::unprintable(
            format!("texten har tecknet {}, som inte är text", characters::name(*c)),
            "skriv texten på nytt i ritprogrammet; symboler ur egna typsnitt exporteras som konturer",
        ));
    }
    if !lacking.is_empty() {
        let named: Vec<String> = lacking.iter().take(6).map(|c| format!("{c} ({})", characters::name(*c))).collect();
        found.push(Fault::lacking(
            format!("texten har tecken som PDF:ens typsnitt saknar: {}; hela raden blir rutor", named.join(", ")),
            "rita tecknet som en form, exportera texten som konturer, eller skriv något annat",
        ));
    }
    found
}

/// Typefaces that the PDF has not.
fn families(document: &Document<'_>, style: &str, own: Option<&str>) -> Option<Fault> {
    let has_own_text = document.descendants().any(|node| node.tag_name().name() == "text" && has_text(node));
    let declared = |css: &str| -> Vec<String> {
        let declarations = css.split([';', '{', '}']).filter_map(|part| part.split_once(':'));
        declarations.filter(|(name, _)| name.trim() == "font-family").map(|(_, value)| value.to_owned()).collect()
    };
    let mut lists: Vec<String> = declared(style);
    for node in document.descendants().filter(Node::is_element) {
        lists.extend(node.attribute("font-family").map(str::to_owned));
        lists.extend(node.attribute("style").into_iter().flat_map(declared));
    }
    let known = |name: &str| {
        FAMILIES.contains(&name.to_lowercase().as_str())
            || own.is_some_and(|own| own.to_lowercase() == name.to_lowercase())
    };
    let names = |list: &str| -> Vec<String> {
        list.split(',')
            .map(|name| name.trim().trim_matches(['"', '\'']).to_owned())
            .filter(|name| !name.is_empty())
            .collect()
    };
    let missing: BTreeSet<String> = lists
        .iter()
        .map(|list| names(list))
        .filter(|names| !names.iter().any(|name| known(name)))
        .filter_map(|names| names.into_iter().next())
        .collect();
    (has_own_text && !missing.is_empty()).then(|| {
        let shown: Vec<&str> = missing.iter().take(4).map(String::as_str).collect();
        Fault::different(
            format!("typsnittet {} finns inte i PDF:en, som sätter texten i Source Sans 3", shown.join(", ")),
            "välj Source Sans 3 i ritprogrammet, eller exportera texten som konturer om platsen är trång",
        )
    })
}
