//! The workplace in the pages of a plan's site: its style and script in their heads, its panel before their ends.

use std::collections::BTreeMap;
use std::path::Path;

use crate::outputs::Files;

/// The panel's style.
pub const STYLE: &str = include_str!("../../../templates/workplace/arbete.css");

/// The panel's script: small files of one concern each, sent as one.
pub const SCRIPT: &str = concat!(
    include_str!("../../../templates/workplace/follow.js"),
    include_str!("../../../templates/workplace/panel.js"),
    include_str!("../../../templates/workplace/edit.js"),
    include_str!("../../../templates/workplace/changes.js"),
);

/// The panel.
const PANEL: &str = include_str!("../../../templates/workplace/panel.html");

/// What stands in every page's head. Before the site's own script, which adds to the page: what the workplace follows is
/// the page as it was sent.
const HEAD: &str =
    "<link rel=\"stylesheet\" href=\"/-/arbete.css\">\n<script src=\"/-/arbete.js\" defer></script>\n<script ";

/// The pages of a site with the workplace in them.
pub fn with_workplace(files: Files) -> Files {
    let page = |(name, bytes): (String, Vec<u8>)| {
        if !is_page(&name) {
            return (name, bytes);
        }
        let text = String::from_utf8_lossy(&bytes);
        let text = text.replacen("<script ", HEAD, 1);
        (name, text.replacen("</body>", &format!("{PANEL}</body>"), 1).into_bytes())
    };
    files.into_iter().map(page).collect()
}

/// The pages of a plan that never could be drawn: one without anything but the panel.
pub fn none() -> Files {
    let page = message("Planen kan inte visas", "Felen står i panelen. Sidan visas så snart de är rättade.");
    with_workplace(Files::from([(
        "index.html".to_owned(),
        page.replace("</head>", "<script ></script></head>").into_bytes(),
    )]))
}

/// A page that says something.
pub fn message(title: &str, text: &str) -> String {
    let [title, text] = [title, text].map(escaped);
    format!(
        "<!DOCTYPE html>\n<html lang=\"sv\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\">\n<title>{title} – vplan</title>\n<link rel=\"stylesheet\" \
         href=\"/-/arbete.css\">\n</head>\n<body class=\"besked\">\n<main>\n<h1>{title}</h1>\n<p>{text}</p>\n</main>\n</body>\n</html>\n"
    )
}

fn is_page(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|ending| ending == "html")
}

/// A text as HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The page of each anchor among the pages that are read.
pub fn homes(files: &Files) -> BTreeMap<String, String> {
    const BESIDE: [&str; 2] = ["talen.html", "omraden.html"];
    let read = |name: &str| is_page(name) && !BESIDE.contains(&name);
    let mut homes = BTreeMap::new();
    for (name, bytes) in files.iter().filter(|(name, _)| read(name)) {
        let text = String::from_utf8_lossy(bytes);
        for part in text.split(" id=\"").skip(1) {
            let id = part.split('"').next().unwrap_or_default();
            homes.entry(id.to_owned()).or_insert_with(|| name.clone());
        }
    }
    homes
}
