//! The report of `solon powers`.

use super::{EventView, IndexView, Named, SeatsView};
use schemars::JsonSchema;
use serde::Serialize;

/// The report of `solon powers`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PowersReport {
    /// The version of this form: `solon/powers/2`.
    pub schema: &'static str,
    /// The language of all titles and sentences.
    pub language: &'static str,
    /// The constitution.
    pub constitution: Named,
    /// What all answers suppose.
    pub supposed: Vec<String>,
    /// Who plays: institutions, and groups of seats of bodies with several.
    pub players: Vec<PlayerView>,
    /// Who can do what to each outcome.
    pub outcomes: Vec<PowerView>,
    /// Whether every question was decided.
    pub complete: bool,
    /// Seconds for all.
    pub seconds: f64,
}

/// One will.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PlayerView {
    /// The id of the institution, or of the institution and its group of seats, or the name of the bloc.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The body, if it is one of several groups of its seats and no bloc has any of them.
    pub body: Option<Named>,
    /// How many seats it has there; of a bloc, in all bodies.
    pub seats: Option<u32>,
}

/// Who can do what to an outcome.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PowerView {
    /// The outcome.
    pub outcome: Named,
    /// The articles that it rests on.
    pub articles: Vec<String>,
    /// Whether it holds at the start.
    pub holds_at_start: bool,
    /// Who can bring it about; absent if it holds at the start.
    pub force: Option<CoalitionsView>,
    /// Who can keep it from coming about; absent if it holds at the start.
    pub block: Option<CoalitionsView>,
    /// Who can end it once it holds; absent if no way to it was found.
    pub undo: Option<CoalitionsView>,
    /// Whether it was not asked who can end it because no way to it was found within the bounds.
    pub end_undecided: bool,
    /// Whether it belongs to a part of the files that is not taken, so that nothing was asked.
    pub absent: bool,
    /// What one coalition can do, if the question was about one.
    pub asked: Option<AskedView>,
    /// How much one member counts, if the question was about that.
    pub index: Option<IndexView>,
    /// From how many seats on it can be done, if the question was about that.
    pub seats: Option<SeatsView>,
    /// How the first of those who can bring it about do it, or all together if nobody else can.
    pub way: Option<WayView>,
    /// Clauses left out of the files that could change it.
    pub unmodelled: Vec<Named>,
    /// How many games were played.
    pub games: usize,
    /// How many of them met a bound.
    pub undecided: usize,
}

/// The smallest coalitions that can do something: the ids of their members.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CoalitionsView {
    /// Whoever acts first, and whatever the dates.
    pub can: Vec<Vec<String>>,
    /// Surely only if they act before the others do.
    pub only_first: Vec<Vec<String>>,
    /// It depends on dates.
    pub depends_on_dates: Vec<Vec<String>>,
    /// They can, though perhaps not all of them are needed.
    pub perhaps_with_fewer: Vec<Vec<String>>,
    /// Whether there can be no others.
    pub complete: bool,
    /// The bounds that the search met.
    pub met: Vec<String>,
    /// Those of the first two lists who would be stronger or weaker if each body could take any number of its steps in one turn.
    pub depends_on_pace: Vec<PaceView>,
    /// Those of whom this was not decided.
    pub pace_undecided: Vec<Vec<String>>,
}

/// How strong a coalition would be if each body could take any number of its own steps in one turn.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PaceView {
    /// The ids of its members.
    pub by: Vec<String>,
    /// `can`, `only-first` or `cannot`.
    pub at_once: &'static str,
    /// Steps of one body that make the difference if they are taken in a row; empty if it is not made at the start.
    pub row: Vec<StepView>,
}

/// A step that somebody can take.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StepView {
    /// The rule.
    pub step: String,
    /// Who does what.
    pub text: String,
    /// The places in the text.
    pub articles: Vec<String>,
}

/// What one coalition can do.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AskedView {
    /// The ids of its members.
    pub by: Vec<String>,
    /// `can`, `only-first`, `cannot`, `depends-on-dates` or `undecided`.
    pub answer: &'static str,
    /// The answer as a sentence.
    pub sentence: String,
    /// How they do it, if they can and it was worked out within the bounds.
    pub plan: Option<PlanView>,
}

/// What a coalition has to do, whatever the others do.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PlanView {
    /// What it must do before the others act.
    pub opening: Vec<StepView>,
    /// What it does then.
    pub acts: Vec<StepView>,
    /// Whether it wins by doing at each opportunity the first of these acts that is possible, and waiting if none is. If not, the
    /// right one depends on the case.
    pub first_possible: bool,
    /// How many times it was played against opponents who do by chance anything that they lawfully may.
    pub plays: u64,
    /// How many of these plays it won.
    pub won: u64,
    /// The fewest acts in a play.
    pub fewest_acts: usize,
    /// The most.
    pub most_acts: usize,
}

/// A story of how an outcome comes about while nobody else acts.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WayView {
    /// The ids of those who act.
    pub by: Vec<String>,
    /// What happens.
    pub trace: Vec<EventView>,
}
