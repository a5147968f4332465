//! What Typst remarks reaches the plan's author, in Swedish and at the author's own line.

use std::sync::Arc;

use verksamhetsplan::diagnostic::terminal::render;
use verksamhetsplan::outputs::edition::Archive;
use verksamhetsplan::outputs::{Files, pdf};
use verksamhetsplan::source::SourceFile;

const HEAD: &str = "#set document(title: \"T\", date: datetime(year: 2025, month: 1, day: 1))\n#set text(lang: \"sv\", font: \"Source Sans 3\", fallback: false)\n= T\n";

/// What is said of a project, with the text that it was made from in `plan/kapitel/01-a.md`.
fn said(main: &str, chapter: &str) -> Vec<String> {
    let project = Files::from([("main.typ".to_owned(), format!("{HEAD}{main}").into_bytes())]);
    let sources = [Arc::new(SourceFile::new("plan/kapitel/01-a.md", chapter))];
    let problems = match pdf::typeset(project, "prov", Archive::A2a, &sources) {
        Ok(typeset) => typeset.warnings,
        Err(problems) => problems,
    };
    problems.iter().map(|problem| render(problem, false)).collect()
}

fn one(main: &str, chapter: &str, says: &[&str]) {
    let said = said(main, chapter);
    let [one] = said.as_slice() else { panic!("{} remarks on {main}: {said:#?}", said.len()) };
    for text in says {
        assert!(one.contains(text), "\"{text}\" is not in\n{one}");
    }
}

#[test]
fn remarks_are_told_at_the_line_that_they_are_about() {
    one(
        "#text(font: \"Finns Inte\")[#\"Ett ord här\";]",
        "# A\n\nI Finns Inte.\n",
        &["varning[pdf-typsnitt-saknas]", "\"finns inte\"", "plan/kapitel/01-a.md:3:3"],
    );
    // Once, however many values are unsettled, and with its place in the project where the sources know nothing of it.
    one(
        "#let c = counter(\"c\")\n#context c.update(c.final().first() + 1)\n#context c.final()\n",
        "# A\n",
        &["varning[pdf-sidor-ostadiga]", "sidnummer och hänvisningar kan vara fel"],
    );
    one("#par[a #\"Rutans text\"; #v(1em)]", "# A\n\nRutans text\n", &["varning[pdf-innehåll-saknas]", "01-a.md:3:1"]);
    one(
        "#image(\"bilder/x.png\", alt: \"x\")",
        "# A\n\n![x](bilder/x.png)\n",
        &["fel[bild-kan-inte-läsas]", "01-a.md:3:6"],
    );
    one("#panic(\"Nu\")", "# A\n", &["fel[internt-fel]", "typst/main.typ, rad 4"]);
    assert_eq!(said("Text.", "# A\n"), Vec::<String>::new());
}

// The picture's own check tells of the text that is lost, before anything is typeset.
#[test]
fn what_the_checks_have_told_is_not_told_again() {
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><foreignObject width=\"9\" height=\"9\"/><path d=\"M0 0h9\"/></svg>";
    let project = Files::from([
        ("main.typ".to_owned(), format!("{HEAD}#image(\"b.svg\", alt: \"x\")").into_bytes()),
        ("b.svg".to_owned(), drawing.as_bytes().to_vec()),
    ]);
    let typeset = pdf::typeset(project, "prov", Archive::A2a, &[]).expect("it is typeset");
    assert!(typeset.warnings.is_empty(), "{:?}", typeset.warnings);
}
