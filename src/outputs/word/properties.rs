//! What the document says of itself, and how Word is to treat it.

use crate::outputs::edition::Edition;
use crate::outputs::word::xml::{Element, element, value};

/// Title, subject, language and days. No clock is read, so that the same sources give the same bytes.
pub fn core(edition: &Edition<'_>) -> Element {
    let (meta, date) = (&edition.document.meta, edition.date());
    let day = format!("{:04}-{:02}-{:02}T00:00:00Z", date.year, date.month, date.day);
    let said = |name, text: &str| (!text.is_empty()).then(|| element(name).text(text));
    let day_of = |name| element(name).set("xsi:type", "dcterms:W3CDTF").text(day.as_str());
    let registry = meta.registry_number.as_ref().map(|number| format!("Diarienummer {number}"));
    let keywords: Vec<&str> = meta.keywords.iter().map(String::as_str).chain(registry.as_deref()).collect();
    element("cp:coreProperties")
        .set("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties")
        .set("xmlns:dc", "http://purl.org/dc/elements/1.1/")
        .set("xmlns:dcterms", "http://purl.org/dc/terms/")
        .set("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
        .with(said("dc:title", &meta.title))
        .with(said("dc:subject", &meta.description))
        .with(said("dc:creator", &meta.board))
        .with(said("cp:keywords", &keywords.join(", ")))
        .with(said("cp:lastModifiedBy", &meta.board))
        .with([day_of("dcterms:created"), day_of("dcterms:modified")])
        .with(said("cp:contentStatus", &meta.status_label))
        .with(element("dc:language").text("sv-SE"))
}

/// Which program made it, and for whom.
pub fn app(edition: &Edition<'_>) -> Element {
    let said = |name, text: &str| element(name).text(text);
    element("Properties")
        .set("xmlns", "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties")
        .with([said("Application", "vplan"), said("DocSecurity", "0")])
        .with(said("Company", &edition.document.meta.organisation))
}

/// Settings.
pub fn settings(root: Element) -> Element {
    let compatibility = |name: &str, own: &str| {
        value("w:compatSetting", own).set("w:name", name).set("w:uri", "http://schemas.microsoft.com/office/word")
    };
    let note = |id: i64| element("w:footnote").set("w:id", id);
    root.with([
        element("w:embedTrueTypeFonts"),
        value("w:defaultTabStop", 720),
        element("w:autoHyphenation"),
        // A word is divided only where the line would otherwise be very short.
        value("w:consecutiveHyphenLimit", 2),
        value("w:hyphenationZone", 560),
        element("w:doNotHyphenateCaps"),
        value("w:characterSpacingControl", "doNotCompress"),
        element("w:footnotePr").with([note(-1), note(0)]),
        element("w:compat").with([
            compatibility("compatibilityMode", "15"),
            compatibility("overrideTableStyleFontSizeAndJustification", "1"),
            compatibility("enableOpenTypeFeatures", "1"),
            compatibility("doNotFlipMirrorIndents", "1"),
        ]),
        value("w:themeFontLang", "sv-SE"),
        element("w:clrSchemeMapping")
            .set("w:bg1", "light1")
            .set("w:t1", "dark1")
            .set("w:bg2", "light2")
            .set("w:t2", "dark2")
            .set("w:accent1", "accent1")
            .set("w:accent2", "accent2")
            .set("w:accent3", "accent3")
            .set("w:accent4", "accent4")
            .set("w:accent5", "accent5")
            .set("w:accent6", "accent6")
            .set("w:hyperlink", "hyperlink")
            .set("w:followedHyperlink", "followedHyperlink"),
        value("w:decimalSymbol", ","),
        value("w:listSeparator", ";"),
    ])
}
