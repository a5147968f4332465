//! What `plan.json` looks like.
//!
//! Numbers are texts with a decimal point, so that no program makes a float of money. Descriptions are in Swedish,
//! for who reads the schema.

use schemars::JsonSchema;
use serde::Serialize;

/// A whole plan.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(title = "plan.json", description = "En verksamhetsplans mål, risker och tal.")]
pub struct Whole {
    /// Formens version; en ny version kan sakna eller byta namn på något.
    pub version: u32,
    /// Titeln.
    pub title: String,
    /// Nämnden.
    pub board: String,
    /// Regionen eller kommunen.
    pub organisation: String,
    /// Förvaltningen.
    pub administration: String,
    /// Planens år.
    pub year: i32,
    /// utkast, förslag eller beslutad.
    pub status: String,
    /// Källornas version i git; saknas utanför ett arkiv.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<String>,
    /// Kapitel och bilagor, i ordning.
    pub chapters: Vec<Heading>,
    /// Områden och stödfunktioner.
    pub units: Vec<Named>,
    /// Målen, med det som hör till dem.
    pub goals: Vec<GoalData>,
    /// Riskerna.
    pub risks: Vec<RiskData>,
    /// Tabellerna med tal; sist styrtalen.
    pub tables: Vec<TableData>,
}

/// A chapter.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(description = "Ett kapitel eller en bilaga.")]
#[serde(rename_all = "camelCase")]
pub struct Heading {
    /// Numret som det trycks.
    pub number: String,
    /// Rubriken.
    pub title: String,
    /// Ankaret på sidan.
    pub anchor: String,
}

/// An id and a name.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(description = "Ett id och ett namn.")]
#[serde(rename_all = "camelCase")]
pub struct Named {
    /// Id:t i källorna.
    pub id: String,
    /// Namnet.
    pub name: String,
}

/// A place in the sources.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(description = "En plats i planens källor.")]
#[serde(rename_all = "camelCase")]
pub struct Written {
    /// Filen, från planens mapp.
    pub file: String,
    /// Raden, från 1.
    pub line: usize,
}

/// A goal.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(description = "Ett mål, eller ett område eller perspektiv med mål under sig.")]
#[serde(rename_all = "camelCase")]
pub struct GoalData {
    /// Id:t i källorna.
    pub id: String,
    /// Vad det kallas, till exempel Målsättning.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Numret.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// Målet.
    pub name: String,
    /// Styrtalen.
    pub measures: Vec<MeasureData>,
    /// Indikatorerna.
    pub indicators: Vec<Duty>,
    /// Uppdragen.
    pub assignments: Vec<Duty>,
    /// Aktiviteterna.
    pub activities: Vec<Duty>,
    /// Milstolparna.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub milestones: Vec<Duty>,
    /// Målen under detta.
    pub goals: Vec<GoalData>,
}

/// A measure.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(description = "Ett styrtal; värdena står också i tabellen styrtal.")]
#[serde(rename_all = "camelCase")]
pub struct MeasureData {
    /// Id:t i källorna.
    pub id: String,
    /// Numret.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// Namnet.
    pub name: String,
    /// Enheten.
    pub unit: String,
    /// Utfall per år; värdet saknas där utfallet gör det.
    pub outcomes: Vec<Year>,
    /// Årets målvärde.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<Bounds>,
    /// Målvärden för andra år, och för kvinnor och män.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<Wanted>,
    /// Om det bara följs, utan målvärde.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub only_followed: bool,
    /// Långsiktigt målvärde.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub long_term: Option<Bounds>,
    /// Året för det långsiktiga målvärdet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub long_term_year: Option<i32>,
    /// Jämförelserna.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub peers: Vec<PeerData>,
    /// Id för dem som ansvarar.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub responsible: Vec<String>,
}

/// A target of a year or of a part.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(description = "Ett målvärde för ett visst år eller för kvinnor eller män.")]
#[serde(rename_all = "camelCase")]
pub struct Wanted {
    /// Året, om det är ett annat än planens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    /// Kvinnor eller män, om målvärdet inte gäller alla.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// Målvärdet.
    #[serde(flatten)]
    pub bounds: Bounds,
}

/// How others stand.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(description = "En jämförelse: någon annans värde, eller en plats bland flera.")]
#[serde(rename_all = "camelCase")]
pub struct PeerData {
    /// Med vem.
    pub name: String,
    /// Året.
    pub year: i32,
    /// Värdet, med decimalpunkt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Platsen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<u32>,
    /// Bland hur många.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<u32>,
}

/// The value of a part.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(description = "Värdet för kvinnor eller män.")]
#[serde(rename_all = "camelCase")]
pub struct PartValue {
    /// Vilka.
    pub name: String,
    /// Värdet, med decimalpunkt.
    pub value: String,
}

/// A year's value.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(description = "Ett års värde.")]
#[serde(rename_all = "camelCase")]
pub struct Year {
    /// Året.
    pub year: i32,
    /// Värdet, med decimalpunkt.
    pub value: Option<String>,
    /// Kvinnors och mäns värden.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<PartValue>,
}

/// A target.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(description = "Ett målvärde: ett värde, en gräns, ett intervall eller ord.")]
#[serde(rename_all = "camelCase")]
pub struct Bounds {
    /// Värdet, när målet är ett värde.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Minst.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_least: Option<String>,
    /// Högst.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_most: Option<String>,
    /// Orden, när målet inte är ett tal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

/// An assignment, activity, indicator or milestone.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(description = "Ett uppdrag, en aktivitet, en indikator eller en milstolpe.")]
#[serde(rename_all = "camelCase")]
pub struct Duty {
    /// Id:t i källorna.
    pub id: String,
    /// Numret.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// Texten.
    pub text: String,
    /// Tidpunkten, för en milstolpe.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    /// Id för dem som ansvarar.
    pub responsible: Vec<String>,
    /// Var det är skrivet.
    pub source: Written,
}

/// A risk.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(description = "En risk och åtgärderna mot den.")]
#[serde(rename_all = "camelCase")]
pub struct RiskData {
    /// Id:t i källorna.
    pub id: String,
    /// Verksamheten.
    pub activity: String,
    /// Risken.
    pub text: String,
    /// Åtgärderna.
    pub actions: Vec<String>,
    /// Sannolikhet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub probability: Option<u32>,
    /// Konsekvens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consequence: Option<u32>,
    /// Riskvärdet: sannolikhet gånger konsekvens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<u32>,
    /// Bedömningen efter åtgärd.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<JudgementData>,
    /// Vad verksamheten hör till, ytterst först.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    /// Kontrollerna.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub controls: Vec<ControlData>,
    /// Beslutet: accepteras eller åtgärdas.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<String>,
    /// Skälet för beslutet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// När åtgärderna ska vara gjorda.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    /// Id för dem som ansvarar.
    pub responsible: Vec<String>,
    /// Var den är skriven.
    pub source: Written,
}

/// How a risk is judged.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(description = "En bedömning av en risk.")]
#[serde(rename_all = "camelCase")]
pub struct JudgementData {
    /// Sannolikhet.
    pub probability: u32,
    /// Konsekvens.
    pub consequence: u32,
    /// Riskvärdet: sannolikhet gånger konsekvens.
    pub value: u32,
}

/// A control.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(description = "En kontroll i internkontrollplanen.")]
#[serde(rename_all = "camelCase")]
pub struct ControlData {
    /// Vad som kontrolleras.
    pub text: String,
    /// Hur.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Hur ofta.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval: Option<String>,
    /// Id för dem som gör kontrollen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub responsible: Vec<String>,
    /// När eller för vem den rapporteras.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report: Option<String>,
}

/// A table of figures.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(description = "En tabell med tal.")]
#[serde(rename_all = "camelCase")]
pub struct TableData {
    /// Id:t i källorna, först i varje celladress.
    pub id: String,
    /// Rubriken.
    pub caption: String,
    /// Kolumnerna.
    pub columns: Vec<ColumnData>,
    /// Raderna som trycks.
    pub rows: Vec<RowData>,
    /// Noterna under tabellen; namnet är notens text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Named>,
}

/// A column.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(description = "En kolumn.")]
#[serde(rename_all = "camelCase")]
pub struct ColumnData {
    /// Id:t.
    pub id: String,
    /// Namnet som det trycks.
    pub name: String,
    /// Id:n för noterna på rubriken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// What a row is.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[schemars(description = "Vad en rad är.")]
#[serde(rename_all = "camelCase")]
pub enum RowForm {
    /// En grupps rubrik, utan tal.
    Heading,
    /// Tal som de är skrivna.
    Item,
    /// En del av raden ovan (varav), som inte räknas in i summan.
    OfWhich,
    /// En grupps summa.
    Subtotal,
    /// Beräknad med en formel.
    Formula,
    /// Tabellens summa.
    Total,
}

/// A row.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(description = "En rad.")]
#[serde(rename_all = "camelCase")]
pub struct RowData {
    /// Vad raden är.
    pub form: RowForm,
    /// Namnet som det trycks.
    pub name: String,
    /// Indragningen, 0 för den yttersta nivån.
    pub level: usize,
    /// En cell per kolumn; inga för en rubrik.
    pub cells: Vec<CellData>,
    /// Id:n för noterna på hela raden.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Tabellen som specificerar raden.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note_table: Option<String>,
}

/// A cell.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(description = "En cell: tom, streck eller ett tal.")]
#[serde(rename_all = "camelCase")]
pub struct CellData {
    /// Adressen, tabell.rad.kolumn.
    pub address: String,
    /// Det exakta värdet, med decimalpunkt; saknas för en tom cell och för ett streck.
    pub value: Option<String>,
    /// Ett streck är skrivet, eller kvoten saknar bas.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub dash: bool,
    /// Ord som är skrivna i stället för ett belopp.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Enheten.
    pub unit: String,
    /// Hur talet beräknas, i ord; saknas för det som är skrivet i källorna.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formula: Option<String>,
    /// Adresserna till cellerna som det beräknas ur.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub operands: Vec<String>,
    /// Id:n för noterna på cellen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Var talet, formeln eller summan är skriven.
    pub source: Written,
}
