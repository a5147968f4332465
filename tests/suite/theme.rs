//! With another theme no template is touched, and everything built has the theme: PDF, page and style.

use crate::support::{Sandbox, project, tool};

/// The house's typeface under a name of its own, so that the two can be told apart; of the same lengths, because the
/// names stand between others in the font.
const FAMILIES: [(&str, &str); 2] = [("Source Sans 3", "Tema Sans Tre"), ("SourceSans3", "TemaSansTre")];

const LOGOTYPE: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"120\" height=\"30\"><rect width=\"120\" height=\"30\"/></svg>";

const THEME: &str = "tema:
  färg: \"#7a1f3d\"
  omslag: \"#f2d9a0\"
  logotyp: {bild: bilder/logotyp.svg, beskrivning: Regionens märke}
  typsnitt: {familj: Tema Sans Tre, filer: [typsnitt/normal.ttf, typsnitt/halvfet.ttf]}
";

// Colours, logotype and typeface, in both outputs.
#[test]
fn a_theme_reaches_everything_that_is_built() {
    let sandbox = themed(THEME);
    sandbox.run(&["build", "--format", "pdf,html,typst"]).done();

    let page = sandbox.text("out/2025/index.html");
    assert!(page.contains("<link rel=\"stylesheet\" href=\"vplan.css\">\n<link rel=\"stylesheet\" href=\"tema.css\">"));
    assert!(page.contains("<img src=\"bilder/logotyp.svg\" alt=\"Regionens märke\">"));
    assert!(sandbox.path("out/2025/bilder/logotyp.svg").exists());
    assert!(sandbox.text("out/index.html").contains("href=\"2025/tema.css\""));

    let style = sandbox.text("out/2025/tema.css");
    let (light, dark) = style.split_once("prefers-color-scheme: dark").expect("both schemes");
    assert!(light.contains("--accent: #7a1f3d;") && light.contains("--cover: #f2d9a0;"), "{style}");
    // A light cover has dark text by day; the dark mode has light text on all.
    assert!(light.contains("--on-cover: #1b2527;") && dark.contains("--on-cover: #ffffff;"), "{style}");
    assert!(!dark.contains("--accent: #7a1f3d;\n    --tint"), "{style}");
    assert!(
        style.contains("src: url(\"fonts/tema-2.ttf\") format(\"truetype\")") && style.contains("font-weight: 600")
    );
    assert_eq!(bytes(&sandbox, "out/2025/fonts/tema-2.ttf"), renamed("SourceSans3_600SemiBold.ttf"));

    let typst = sandbox.text("out/2025/typst/theme.typ");
    assert!(typst.contains("rgb(\"#7a1f3d\")") && typst.contains("\"Tema Sans Tre\""), "{typst}");
    // The designers' files are the program's own.
    for file in ["cards.typ", "cover.typ", "house.typ", "measures.typ", "table.typ", "text.typ"] {
        let house = std::fs::read_to_string(project(&format!("templates/pdf/{file}"))).expect("the house style");
        assert_eq!(sandbox.text(&format!("out/2025/typst/{file}")), house);
    }

    let pdf = sandbox.path("out/2025/verksamhetsplan.pdf");
    let Some(fonts) = tool("the typeface in the PDF", "pdffonts", &[&pdf.to_string_lossy()]) else { return };
    assert!(fonts.contains("TemaSansTre-Regular") && fonts.contains("TemaSansTre-SemiBold"), "{fonts}");
    let tags = tool("the logotype in the PDF", "pdfinfo", &["-struct-text", &pdf.to_string_lossy()]).expect("as above");
    assert!(tags.contains("Figure"), "{tags}");
}

// A plan without a theme has no file of it, and the house's colours.
#[test]
fn without_a_theme_there_is_nothing_of_it() {
    let sandbox = Sandbox::new();
    sandbox.run(&["build", "--format", "html,typst"]).done();
    assert!(!sandbox.path("out/2025/tema.css").exists());
    assert!(!sandbox.text("out/2025/index.html").contains("tema.css"));
    assert!(sandbox.text("out/2025/typst/theme.typ").contains("#let accent = rgb(\"#0b4f5c\")"));
}

// Nothing is built with a colour that cannot be read, and the message says by how much.
#[test]
fn a_bad_contrast_is_refused_with_its_ratio() {
    let sandbox = themed("tema: {färg: \"#3a9fb0\"}\n");
    let refused = sandbox.run(&["build"]);
    let said = &refused.stderr;
    assert_eq!(refused.code, Some(1));
    assert!(said.contains("fel[låg-kontrast]") && said.contains("3,1:1") && said.contains("4,5:1"), "{said}");
    assert!(!sandbox.path("out").exists());
}

fn themed(theme: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("plan/2025/plan.yaml", sandbox.text("plan/2025/plan.yaml") + theme);
    sandbox.write("plan/2025/bilder/logotyp.svg", LOGOTYPE);
    for (file, name) in [("SourceSans3_400Regular.ttf", "normal"), ("SourceSans3_600SemiBold.ttf", "halvfet")] {
        sandbox.write(&format!("plan/2025/typsnitt/{name}.ttf"), renamed(file));
    }
    sandbox
}

fn bytes(sandbox: &Sandbox, path: &str) -> Vec<u8> {
    std::fs::read(sandbox.path(path)).expect("it was built")
}

/// A font of the house under another name, in both encodings that fonts write names in.
fn renamed(file: &str) -> Vec<u8> {
    let mut bytes = std::fs::read(project(&format!("fonts/{file}"))).expect("the font");
    for (old, new) in FAMILIES {
        for wide in [false, true] {
            let encoded = |text: &str| -> Vec<u8> {
                text.bytes().flat_map(|byte| if wide { vec![0, byte] } else { vec![byte] }).collect()
            };
            let (old, new) = (encoded(old), encoded(new));
            let places: Vec<usize> =
                bytes.windows(old.len()).enumerate().filter(|(_, part)| *part == old).map(|(at, _)| at).collect();
            for at in places {
                bytes[at..at + new.len()].copy_from_slice(&new);
            }
        }
    }
    bytes
}
