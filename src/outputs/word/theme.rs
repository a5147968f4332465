//! The theme: the plan's colours and typeface, from which Word offers those that go with them.

use crate::escape::xml;

/// The file; `accent` and `tint` as `0B4F5C`.
pub fn file(accent: &str, tint: &str, family: &str) -> Vec<u8> {
    let family = xml::attribute(family);
    let font = format!("<a:latin typeface=\"{family}\"/><a:ea typeface=\"\"/><a:cs typeface=\"\"/>");
    let colour = |name: &str, colour: &str| format!("<a:{name}><a:srgbClr val=\"{colour}\"/></a:{name}>");
    let colours: String = [
        ("dk1", "000000"),
        ("lt1", "FFFFFF"),
        ("dk2", accent),
        ("lt2", tint),
        ("accent1", accent),
        ("accent2", "575757"),
        ("accent3", "8A8A8A"),
        ("accent4", "C7C7C7"),
        ("accent5", tint),
        ("accent6", "1F1F1F"),
        ("hlink", accent),
        ("folHlink", accent),
    ]
    .map(|(name, own)| colour(name, own))
    .concat();
    let fill = "<a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill>";
    let line = format!("<a:ln w=\"6350\">{fill}</a:ln>");
    let effect = "<a:effectStyle><a:effectLst/></a:effectStyle>";
    let name = "vplan";
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <a:theme xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" name=\"{name}\"><a:themeElements>\
         <a:clrScheme name=\"{name}\">{colours}</a:clrScheme>\
         <a:fontScheme name=\"{name}\"><a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont></a:fontScheme>\
         <a:fmtScheme name=\"{name}\"><a:fillStyleLst>{fill}{fill}{fill}</a:fillStyleLst>\
         <a:lnStyleLst>{line}{line}{line}</a:lnStyleLst>\
         <a:effectStyleLst>{effect}{effect}{effect}</a:effectStyleLst>\
         <a:bgFillStyleLst>{fill}{fill}{fill}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )
    .into_bytes()
}
