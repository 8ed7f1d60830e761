//! How much one member counts, in the report of `solon powers --index`.

use schemars::JsonSchema;
use serde::Serialize;

/// How much one member counts for an outcome.
#[derive(Debug, Serialize, JsonSchema)]
pub struct IndexView {
    /// `known`, `depends-on-dates`, `undecided` or `too-large`. Only if it is `known` there are figures.
    pub answer: &'static str,
    /// The answer as a sentence.
    pub sentence: String,
    /// How many members there are.
    pub n: u32,
    /// How many of their coalitions can bring the outcome about, or end it if it holds at the start; in decimal digits.
    pub winning: Option<String>,
    /// The smallest coalitions of members that win, by their numbers; also if for others it depends on dates.
    pub smallest: Vec<Vec<NumberView>>,
    /// The smallest that win only if dates are kind, if it depends on dates and to find them met no bound.
    pub depends_on_dates: Vec<Vec<NumberView>>,
    /// The members: those of a group in one row.
    pub members: Vec<MemberView>,
}

/// So many of the members who count alike.
#[derive(Debug, Serialize, JsonSchema)]
pub struct NumberView {
    /// The ids of the players whose seats they have.
    pub of: Vec<String>,
    /// Their title.
    pub title: String,
    /// How many are needed.
    pub n: u32,
    /// How many there are.
    pub of_n: u32,
}

/// Members who count alike.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MemberView {
    /// The ids of the players whose seats they have.
    pub of: Vec<String>,
    /// Their title.
    pub title: String,
    /// How many they are.
    pub n: u32,
    /// How many seats each of them has.
    pub seats: u32,
    /// The indices of each of them.
    pub indices: Option<IndicesView>,
}

/// The indices of one member.
#[derive(Debug, Serialize, JsonSchema)]
pub struct IndicesView {
    /// In how many coalitions of the others the member makes the difference; in decimal digits.
    pub swings: String,
    /// The index of Shapley and Shubik: the share of all orders of joining in which the member makes the difference.
    pub shapley_shubik: FractionView,
    /// The share of all coalitions of the others in which the member makes the difference (Penrose, Banzhaf).
    pub banzhaf_absolute: FractionView,
    /// The member's share of all differences that members make (Banzhaf).
    pub banzhaf_normalised: FractionView,
    /// The index of Johnston: the member's share of the coalitions that cannot lose it, each divided among those it cannot lose.
    pub johnston: FractionView,
}

/// An exact number from 0 to 1.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FractionView {
    /// As a fraction in lowest terms; 0 and 1 without a denominator.
    pub exact: String,
    /// With twelve decimals.
    pub value: f64,
}
