//! The web pages as a site: every link leads somewhere, nothing is fetched from elsewhere, every figure is traced to
//! the lines it came from, and what is looked for is found.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::support::html::Element;
use crate::support::{Sandbox, Snapshot, rows, schema};
use rust_decimal::Decimal;
use serde_json::Value;

const PLAN: &str = "plan/2025/plan.yaml";

/// Both plans built: 2024 as a page for each chapter, 2025 as one page.
fn built() -> Sandbox {
    static BUILT: LazyLock<Snapshot> = LazyLock::new(|| {
        let sandbox = Sandbox::with(&["2024", "2025"]);
        let plan = sandbox.text("plan/2024/plan.yaml");
        sandbox.write("plan/2024/plan.yaml", format!("{plan}webb: {{sidor: kapitel}}\n"));
        sandbox.run(&["build", "--format", "html,pdf"]).done();
        sandbox.snapshot("")
    });
    Sandbox::like(&BUILT)
}

/// Every page by path under `out/`.
fn pages(sandbox: &Sandbox) -> BTreeMap<String, String> {
    let files = sandbox.snapshot("out").into_iter();
    let pages = files.filter(|(path, _)| has_ending(path, &["html"]));
    pages.map(|(path, bytes)| (path, String::from_utf8(bytes.expect("a file")).expect("UTF-8"))).collect()
}

fn has_ending(path: &str, endings: &[&str]) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| endings.contains(&ending))
}

// Every internal link of every page leads to a file that is there, and to a place on it; no id is given twice.
#[test]
fn every_link_leads_somewhere() {
    let sandbox = built();
    let pages = pages(&sandbox);
    let files: BTreeSet<String> = sandbox.snapshot("out").into_keys().collect();
    assert!(pages.len() > 15, "chapters have pages of their own: {:?}", pages.keys());
    let pages: BTreeMap<&String, Element> = pages.iter().map(|(path, html)| (path, Element::read(html))).collect();
    let ids = pages.iter().map(|(path, page)| {
        let (ids, values) = (page.values("id").into_iter().collect::<BTreeSet<_>>(), page.values("id"));
        assert_eq!(ids.len(), values.len(), "{path}: an id is given twice");
        (*path, ids)
    });
    let ids: BTreeMap<&String, BTreeSet<&str>> = ids.collect();
    let mut followed = 0;
    for (path, page) in &pages {
        let folder = path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        for link in page.values("href").into_iter().chain(page.values("src")) {
            if link.starts_with("http") {
                continue;
            }
            let (file, fragment) = link.split_once('#').map_or((link, None), |(file, at)| (file, Some(at)));
            let target = match file {
                "" => (*path).clone(),
                file => file.strip_prefix("../").map_or_else(|| format!("{folder}{file}"), str::to_owned),
            };
            assert!(files.contains(&target), "{path} links to {link}, which is not there");
            if let Some(fragment) = fragment {
                let ids = ids.get(&target).unwrap_or_else(|| panic!("{path} links into {target}"));
                assert!(ids.contains(fragment), "{path} links to {link}: no such place");
            }
            followed += 1;
        }
    }
    assert!(followed > 1000, "only {followed} links were followed");
}

// Names of folders and pictures that mean something else in an address lead where they should.
#[test]
#[cfg(unix)]
fn odd_names_are_found() {
    const PICTURE: &str =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><rect width=\"9\" height=\"9\"/></svg>";
    let sandbox = Sandbox::empty();
    for (folder, year) in [("plan/2025 #1", 2025), ("plan/javascript:alert(1)", 2024), ("plan/50%25 å?", 2023)] {
        let write = |path: &str, text: String| sandbox.write(&format!("{folder}/{path}"), text);
        write(
            "plan.yaml",
            format!(
                "nämnd: Nämnden\norganisation: Regionen\nförvaltning: Service\når: {year}\ntitel: Plan {year}\nstatus: utkast\n"
            ),
        );
        for name in ["bild #1", "50%25 klart", "vad?"] {
            write(&format!("bilder/{name}.svg"), PICTURE.to_owned());
        }
        write(
            "kapitel/01-a.md",
            "# A\n\n![En](<bilder/bild #1.svg>)\n\n![Två](<bilder/50%25 klart.svg>)\n\n![Tre](<bilder/vad?.svg>)\n"
                .to_owned(),
        );
    }
    sandbox.run(&["build", "--format", "html"]).done();
    let files: BTreeSet<String> = sandbox.snapshot("out").into_keys().collect();
    let mut followed = 0;
    for (path, html) in &pages(&sandbox) {
        let page = Element::read(html);
        let folder = path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        // It is decoded with the address that follows it.
        let folder = folder.replace('%', "%25");
        for link in page.values("href").into_iter().chain(page.values("src")).filter(|link| !link.starts_with('#')) {
            let file = link.split(['#', '?']).next().unwrap_or(link);
            assert!(!file.contains([':', ' ']), "{path}: {link}");
            let target =
                decoded(file.strip_prefix("../").map_or_else(|| format!("{folder}{file}"), str::to_owned).as_str());
            assert!(files.contains(&target), "{path} links to {link}, which is not there");
            followed += 1;
        }
    }
    assert!(followed > 20, "only {followed} links were followed");
}

/// An address with its bytes as they are.
fn decoded(address: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = address.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        match (first, after) {
            (b'%', [high, low, after @ ..]) => {
                let digits = [*high, *low];
                let digits = std::str::from_utf8(&digits).expect("ASCII");
                bytes.push(u8::from_str_radix(digits, 16).expect("two hexadecimal digits"));
                rest = after;
            }
            _ => bytes.push(*first),
        }
    }
    String::from_utf8(bytes).expect("UTF-8")
}

// No page runs, styles or fetches anything but files beside it.
#[test]
fn nothing_comes_from_elsewhere() {
    let sandbox = built();
    for (path, html) in pages(&sandbox) {
        let policy = "content=\"default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; ";
        assert!(html.contains(policy), "{path}: the policy");
        let page = Element::read(&html);
        assert!(page.all("style").is_empty() && page.values("style").is_empty(), "{path}: style in the page");
        for script in page.all("script") {
            assert!(script.attribute("src").is_some() && script.inner.is_empty(), "{path}: a script in the page");
        }
        for element in ["link", "script", "img"].into_iter().flat_map(|name| page.all(name)) {
            assert!(!element.outer.contains("://"), "{path}: {}", element.outer);
        }
        assert!(!html.contains(" onclick=") && !html.contains("javascript:"), "{path}: a handler in the page");
    }
    for (path, bytes) in sandbox.snapshot("out") {
        if has_ending(&path, &["js", "css"]) {
            let text = String::from_utf8(bytes.expect("a file")).expect("UTF-8");
            assert!(!text.contains("http://") && !text.contains("https://"), "{path} names another origin");
        }
    }
}

/// The section that an id heads, on the page of explanations or of units.
fn section<'p, 'a>(page: &'p Element<'a>, anchor: &str) -> &'p Element<'a> {
    // The innermost is the last that opens.
    let own = page.all("section").into_iter().rfind(|section| section.values("id").contains(&anchor));
    own.unwrap_or_else(|| panic!("{anchor} has a section"))
}

// The trace of the result of 2025 lists the whole chain down to its inputs, and the lines named hold the numbers.
#[test]
fn the_trace_of_the_result_leads_to_the_lines_of_its_inputs() {
    let sandbox = built();
    let page = sandbox.text("out/2025/talen.html");
    let page = Element::read(&page);
    let result = section(&page, "tal-resultatbudget--resultat-budget-2025");
    let html = result.inner;
    assert!(html.contains("Verksamhetens nettokostnader + Finansnetto + Fastighetsfinansiering"), "{html}");
    for step in ["Verksamhetens nettokostnader", "Summa intäkter", "Summa kostnader"] {
        assert!(html.contains(&format!("{step}</a>")), "the chain should name {step}:\n{html}");
    }
    let mut inputs = Vec::new();
    for entry in result.all("li") {
        let own = entry.children().filter(|child| !child.is("ul")).flat_map(Element::elements).collect::<Vec<_>>();
        let Some(place) = own.iter().find(|element| element.is("code")) else { continue };
        let (file, line) = place.inner.rsplit_once(':').expect("file and line");
        let value = own.iter().find_map(|element| element.attribute("value")).expect("a value");
        let value: Decimal = value.parse().expect("a number");
        let source = sandbox.text(&format!("plan/2025/{file}"));
        let line = source.lines().nth(line.parse::<usize>().expect("a line") - 1).expect("the line is there");
        let numbers = line.split(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-'));
        assert!(
            numbers.filter_map(|number| number.parse::<Decimal>().ok()).any(|number| number == value),
            "{file}: \"{line}\" should hold {value}"
        );
        inputs.push(value);
    }
    let expected = ["2528.8", "-633.6", "-1285.7", "-62.6", "-275.1", "-150", "-120"];
    assert_eq!(inputs, expected.map(|text| text.parse::<Decimal>().expect("a number")));
    // What uses it, and where it is read.
    assert!(html.contains("<dt>Nämns i</dt>") && html.contains("index.html#"), "{html}");
}

// Every figure that a page calls computed has its explanation, the same on the page and in the script's data.
#[test]
fn every_computed_figure_is_explained() {
    let sandbox = built();
    let mut links = 0;
    for year in ["2024", "2025"] {
        let page = sandbox.text(&format!("out/{year}/talen.html"));
        let page = Element::read(&page);
        let sections = page.all("section.rakning").into_iter();
        let sections: BTreeMap<&str, &Element> =
            sections.map(|own| (own.attribute("id").expect("an id"), own)).collect();
        let words = |element: &Element| rows::text(element).split_whitespace().collect::<String>();
        for (path, html) in pages(&sandbox).into_iter().filter(|(path, _)| path.starts_with(year)) {
            for link in Element::read(&html).all("a.spar") {
                let anchor = link.attribute("href").expect("a link").trim_start_matches("talen.html#");
                let table = anchor.trim_start_matches("tal-").split("--").next().unwrap_or_default();
                let data = data(&sandbox.text(&format!("out/{year}/tal/{table}.js")));
                let told = data[2][anchor][1].as_str().unwrap_or_else(|| panic!("{path}: {anchor} is not in the data"));
                let own = sections.get(anchor).unwrap_or_else(|| panic!("{path}: {anchor} has no section"));
                assert!(words(own).ends_with(&words(&Element::read(told))), "{anchor} is told in two ways");
                links += 1;
            }
        }
    }
    assert!(links > 100, "only {links} figures are explained");
}

/// What a script of data hands over.
fn data(script: &str) -> Value {
    let data = script.strip_prefix("vplan.receive(").and_then(|rest| rest.strip_suffix(");\n"));
    serde_json::from_str(data.expect("a script of data")).expect("JSON")
}

// The index is sorted, finds a word by its beginning and inside a compound, and leads to places that are there.
#[test]
fn the_index_finds_words_and_compounds() {
    let sandbox = built();
    let found = |year: &str, kind: &str, wanted: &dyn Fn(&str) -> bool| -> usize {
        let index = data(&sandbox.text(&format!("out/{year}/sokindex.js")));
        let words: Vec<&str> = index["words"].as_array().expect("words").iter().filter_map(Value::as_str).collect();
        assert!(words.is_sorted(), "words are found by halving");
        assert_eq!(words.len(), index["postings"].as_array().expect("postings").len());
        let entries = index["entries"].as_array().expect("entries");
        let kinds = index["kinds"].as_array().expect("kinds");
        let mut hits = 0;
        for at in (0..words.len()).filter(|&at| wanted(words[at])) {
            let mut posting = 0;
            for step in index["postings"][at].as_array().expect("postings") {
                posting += usize::try_from(step.as_u64().expect("a step")).expect("small");
                let entry = &entries[posting / 2];
                let page = index["pages"][usize::try_from(entry[1].as_u64().expect("a page")).expect("small")].as_str();
                let page = sandbox.text(&format!("out/{year}/{}", page.expect("a page")));
                assert!(page.contains(&format!(" id=\"{}\"", entry[2].as_str().expect("an anchor"))), "{entry}");
                let kind_of = usize::try_from(entry[0].as_u64().expect("a kind")).expect("small");
                hits += usize::from(kind.is_empty() || kinds[kind_of] == kind);
            }
        }
        hits
    };
    assert!(found("2025", "Rad", &|word| word.contains("kylcentral")) > 0, "kylcentral");
    assert!(found("2024", "", &|word| word.starts_with("upphandling")) > 1, "upphandling");
    assert!(found("2025", "Uppdrag", &|word| word.starts_with("uppdrag")) > 0, "uppdrag");
}

// A goal is found as a goal, and a heading that begins with the word is a heading.
#[test]
fn only_a_goals_own_heading_is_found_as_a_goal() {
    let sandbox = Sandbox::new();
    let chapter = sandbox.text("plan/2025/kapitel/01-inledning.md");
    sandbox.write("plan/2025/kapitel/01-inledning.md", format!("{chapter}\n## Mål och styrtal\n\nText.\n"));
    sandbox.run(&["build", "--format", "html"]).done();
    let index = data(&sandbox.text("out/2025/sokindex.js"));
    let kinds = index["kinds"].as_array().expect("kinds");
    let of_kind = |wanted: &str| -> Vec<&str> {
        let own = index["entries"]
            .as_array()
            .expect("entries")
            .iter()
            .filter(|entry| kinds[usize::try_from(entry[0].as_u64().expect("a kind")).expect("small")] == wanted);
        own.filter_map(|entry| entry[2].as_str()).collect()
    };
    assert!(of_kind("Avsnitt").contains(&"mal-och-styrtal"), "{:?}", of_kind("Avsnitt"));
    let goals = of_kind("Mål");
    assert!(!goals.is_empty() && !goals.contains(&"mal-och-styrtal"), "{goals:?}");
}

// plan.json is what its schema says, and its figures are those of the tables that are taken away.
#[test]
fn the_data_follows_its_schema() {
    let sandbox = built();
    let schema = serde_json::from_str(&sandbox.run(&["schema", "plan"]).silent().stdout).expect("JSON");
    for year in ["2024", "2025"] {
        let plan: Value = serde_json::from_str(&sandbox.text(&format!("out/{year}/plan.json"))).expect("JSON");
        assert_eq!(schema::errors(&schema, &plan), Vec::<String>::new());
        assert_eq!(plan["year"].to_string(), year);
        let tables = plan["tables"].as_array().expect("tables");
        let cells = tables.iter().flat_map(|table| table["rows"].as_array().expect("rows"));
        let cells: Vec<&Value> = cells.flat_map(|row| row["cells"].as_array().expect("cells")).collect();
        let result = cells.iter().find(|cell| cell["address"] == "resultatbudget.resultat.budget_2025");
        if year == "2025" {
            let result = result.expect("the result");
            assert_eq!((&result["value"], &result["unit"]), (&Value::from("1.8"), &Value::from("mnkr")));
            assert_eq!(result["operands"].as_array().map(Vec::len), Some(3));
        }
        assert!(cells.len() > 100, "{year}: only {} cells", cells.len());
    }
}

// A draft says so to readers and to search engines, a proposal to readers, and a decided plan says nothing.
#[test]
fn a_draft_is_marked() {
    let sandbox = Sandbox::new();
    let decided = sandbox.text(PLAN);
    for (status, banner, hidden) in
        [("utkast", "Utkast.", true), ("förslag", "Förslag.", false), ("beslutad", "", false)]
    {
        // Only a plan that is decided says when.
        let told = |line: &str| line.starts_with("beslutsdatum: ") || line.starts_with("paragraf: ");
        let lines = decided
            .lines()
            .filter(|line| status == "beslutad" || !told(line))
            .map(|line| if line.starts_with("status: ") { format!("status: {status}\n") } else { format!("{line}\n") });
        sandbox.write(PLAN, lines.collect::<String>());
        sandbox.run(&["build", "--format", "html"]).done();
        for page in ["index.html", "talen.html", "omraden.html"] {
            let html = sandbox.text(&format!("out/2025/{page}"));
            assert_eq!(html.contains("<meta name=\"robots\" content=\"noindex\">"), hidden, "{status}: {page}");
            let marked = html.split_once("<p class=\"banderoll\"><strong>").map_or("", |(_, rest)| rest);
            assert!(if banner.is_empty() { marked.is_empty() } else { marked.starts_with(banner) }, "{status}: {page}");
        }
    }
}

// Each unit has what it answers for in one place, with links back.
#[test]
fn each_unit_finds_its_own() {
    let sandbox = built();
    let page = sandbox.text("out/2025/omraden.html");
    let page = Element::read(&page);
    let own = section(&page, "oss-shared-service-center").inner;
    assert!(own.contains("Shared Service Center ska införa det nya systemet för ärendehantering."), "{own}");
    assert!(own.contains("<h3>I budgeten</h3>") && own.contains("index.html#"), "{own}");
}

// A change in running text is explained as a change, and not as either of its figures.
#[test]
fn a_change_is_explained_as_a_change() {
    let sandbox = Sandbox::new();
    let chapter = "plan/2025/kapitel/06-budget.md";
    let call = "skillnad(cell=\"resultatbudget.personal.budget_2025\", mot=\"resultatbudget.personal.budget_2024\")";
    sandbox.write(chapter, format!("{}\nPersonalkostnaderna ändras med {{{{ {call} }}}}.\n", sandbox.text(chapter)));
    sandbox.run(&["build", "--format", "html"]).done();
    let anchor = "tal-resultatbudget--skillnad-resultatbudget-personal-budget-2025";
    assert!(sandbox.text("out/2025/index.html").contains(&format!("href=\"talen.html#{anchor}")));
    let page = sandbox.text("out/2025/talen.html");
    let page = Element::read(&page);
    let own = page
        .all("section.rakning")
        .into_iter()
        .find(|own| own.attribute("id").is_some_and(|id| id.starts_with(anchor)));
    let own = own.expect("it has a section").inner;
    for part in [
        "<data value=\"84.7\">84,7\u{a0}mnkr</data> = förändringen från Budget 2024 till Budget 2025",
        "<data value=\"-718.3\">",
        "<data value=\"-633.6\">",
        "budget/resultatbudget.yaml:17",
        "Personalkostnaderna ändras med 84,7\u{a0}mnkr.",
    ] {
        assert!(own.contains(part), "{part} in\n{own}");
    }
}
