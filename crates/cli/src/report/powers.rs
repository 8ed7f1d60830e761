//! Who can do what, for people and as values.

mod words;

use super::bounds;
use super::check::named;
use super::index::{self, Counted};
use super::json::{
    AskedView, CoalitionsView, IndexView, Named, POWERS, PaceView, PlanView, PlayerView, PowerView,
    PowersReport, SeatsView, StepView, WayView,
};
use super::names::Names;
use super::numbers::Members;
use super::page::Page;
use super::seats::{self, Seats};
use super::sentence::Sentence as S;
use super::text;
use super::trace::{self, Told};
use crate::args::Lang;
use crate::paint::Paint;
use solon_engine::finding::{Captured, Witness};
use solon_engine::model::{EventId, InstitutionId, OutcomeId};
use solon_engine::play::{Ability, Coalition, Hinge, Plan, Player, Players, Power, Strength, captor};
use solon_engine::replay::Mode;
use solon_rules::source::Source;
use words::{Heads, Words};

/// A coalition of at most so many is told although perhaps not all of them are needed.
const FEW: usize = 4;
/// How many coalitions a page lists of each kind.
const LISTED: usize = 6;

/// What was found about one outcome.
pub struct Found {
    pub outcome: OutcomeId,
    pub holds_at_start: bool,
    /// Who can do what; `None` if one coalition alone was asked about, or a bound was met.
    pub power: Option<Power>,
    /// Whether it was not asked who can end it because no way to it was found within the bounds.
    pub is_end_open: bool,
    /// Whether it belongs to a part of the files that is not taken.
    pub is_absent: bool,
    /// The coalition that was asked about, with the answer.
    pub asked: Option<(Coalition, Asked)>,
    /// How it does it, if it can.
    pub plan: Option<Plan>,
    /// How much one member counts, if that was the question.
    pub index: Option<Counted>,
    /// From how many seats on it can be done, if that was the question.
    pub seats: Option<Seats>,
    /// A story, with those who act in it.
    pub way: Option<(Coalition, Witness)>,
}

/// What a coalition can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// It can, whoever acts first.
    Can,
    /// It surely can only if it acts first.
    OnlyFirst,
    /// It cannot.
    Cannot,
    /// It depends on dates.
    ByDates,
    /// A bound was met.
    Undecided,
}

impl Found {
    /// Nothing was found out.
    pub fn undecided(outcome: OutcomeId, asked: Option<Coalition>) -> Found {
        let asked = asked.map(|coalition| (coalition, Asked::Undecided));
        Found {
            outcome,
            holds_at_start: false,
            power: None,
            is_end_open: false,
            is_absent: false,
            asked,
            plan: None,
            index: None,
            seats: None,
            way: None,
        }
    }

    fn is_complete(&self) -> bool {
        if let Some(index) = &self.index {
            return index.is_complete();
        }
        if let Some(seats) = &self.seats {
            return seats.is_complete();
        }
        match (&self.power, &self.asked) {
            _ if self.is_absent => true,
            (Some(power), _) => {
                let all = [&power.force, &power.block, &power.undo];
                !self.is_end_open && all.into_iter().flatten().all(|ability| ability.is_complete)
            }
            (None, Some((_, asked))) => !matches!(asked, Asked::Undecided | Asked::ByDates),
            (None, None) => false,
        }
    }
}

/// Makes the report.
pub fn view(named: &Naming<'_>, source: &Source, found: &[Found], seconds: f64) -> PowersReport {
    let Naming { names, players, .. } = named;
    let words = Words::of(names.lang);
    let constitution = names.constitution;
    PowersReport {
        schema: POWERS,
        language: names.lang.id(),
        constitution: Named {
            id: constitution.id.clone(),
            title: names.text(&constitution.title).to_owned(),
        },
        supposed: supposed(&words, players, found),
        players: (0..players.all().len()).map(|player| named.player(player)).collect(),
        outcomes: found.iter().map(|found| named.outcome(source, found)).collect(),
        complete: found.iter().all(Found::is_complete),
        seconds,
    }
}

/// Returns what all answers suppose.
fn supposed(words: &Words, players: &Players<'_>, found: &[Found]) -> Vec<String> {
    let mut supposed = words.supposed.to_vec();
    if found.iter().any(|found| found.index.is_some()) {
        supposed[0] = words.one_each;
        if players.model().votes.iter().any(|vote| !vote.also.is_empty()) {
            supposed.push(words.one_count);
        }
    }
    supposed.into_iter().map(str::to_owned).collect()
}

/// Says who is taken together with whom.
pub fn together(names: &Names<'_>, taken: &[(Player, Player)], captured: &[Captured]) -> Vec<String> {
    let words = Words::of(names.lang);
    let mut captors: Vec<(Player, Vec<String>)> = Vec::new();
    for &(player, captor) in taken {
        let articles = captor_articles(names, player, captured);
        let named = if articles.is_empty() {
            names.player(player)
        } else {
            format!("{} [{articles}]", names.player(player))
        };
        match captors.iter_mut().find(|(known, _)| *known == captor) {
            Some((_, all)) => all.push(named),
            None => captors.push((captor, vec![named])),
        }
    }
    if captors.is_empty() {
        return vec![words.nobody_captured.to_owned()];
    }
    let sentence = |(captor, all): &(Player, Vec<String>)| {
        words.together.replace("{who}", &names.player(*captor)).replace("{whom}", &names.and(all))
    };
    captors.iter().map(sentence).collect()
}

/// The articles by which somebody is in another's hand.
fn captor_articles(names: &Names<'_>, player: Player, captured: &[Captured]) -> String {
    let office = captured.iter().find(|one| one.office == player.institution);
    let rules = match captor(names.model(), player) {
        Some((_, rule)) => vec![rule],
        None => office.map_or_else(Vec::new, |office| office.rules.clone()),
    };
    let mut articles: Vec<String> = Vec::new();
    for article in rules.into_iter().flat_map(|rule| names.articles(rule)) {
        if !articles.contains(&article) {
            articles.push(article);
        }
    }
    articles.join(", ")
}

/// Names players.
pub struct Naming<'n> {
    pub names: &'n Names<'n>,
    pub players: &'n Players<'n>,
    /// The names of the blocs among them.
    pub blocs: &'n [String],
}

impl Naming<'_> {
    /// Returns the id of a player: that of the institution, or of its group of seats, or the name of the bloc.
    pub fn id(&self, player: usize) -> String {
        if let Some(bloc) = self.players.bloc(player) {
            return self.blocs[bloc].clone();
        }
        let Player { institution, group } = self.players.all()[player];
        let institution = &self.names.constitution.institutions[institution.index()];
        let rule = group.map_or(institution.rule, |group| institution.groups[group].rule);
        self.names.rule(rule).name.clone()
    }

    fn player(&self, player: usize) -> PlayerView {
        let id = self.id(player);
        let words = Words::of(self.names.lang);
        let of_body = |body: &str, seats: u32| {
            let of_body = if seats == 1 { words.seat } else { words.seats };
            of_body.replace("{body}", body).replace("{n}", &seats.to_string())
        };
        if self.players.bloc(player).is_some() {
            let institutions = self.names.model().institutions.iter().zip(0..);
            let bodies =
                institutions.filter(|(body, _)| body.parts.is_empty()).map(|(_, at)| InstitutionId(at));
            let seats = bodies.map(|body| (body, self.players.seats(player, body))).filter(|(_, n)| *n > 0);
            let seats = seats.map(|(body, n)| of_body(self.names.institution(body), n));
            let title = format!("{id} ({})", seats.collect::<Vec<_>>().join("; "));
            return PlayerView { id, title, body: None, seats: Some(self.players.n_seats(player)) };
        }
        let Player { institution, group } = self.players.all()[player];
        let body = self.names.institution(institution);
        let seats = self.players.seats(player, institution);
        // Whoever a bloc has taken seats from is not the whole body.
        let has_bloc = |player: usize| {
            self.players.bloc(player).is_some() && self.players.seats(player, institution) > 0
        };
        let is_whole = !(0..self.players.all().len()).any(has_bloc);
        let Some(group) = group else {
            let title =
                if is_whole { body.to_owned() } else { words.rest.replace("{body}", &of_body(body, seats)) };
            return PlayerView { id, title, body: None, seats: (!is_whole).then_some(seats) };
        };
        let groups = &self.names.constitution.institutions[institution.index()].groups;
        PlayerView {
            id,
            title: format!("{} ({})", self.names.title(groups[group].rule), of_body(body, seats)),
            body: is_whole.then(|| Named {
                id: self.names.institution_id(institution).to_owned(),
                title: body.to_owned(),
            }),
            seats: Some(seats),
        }
    }

    fn ids(&self, coalition: Coalition) -> Vec<String> {
        coalition.players().map(|player| self.id(player)).collect()
    }

    fn ability(&self, ability: &Ability) -> CoalitionsView {
        let ids = |all: &[Coalition]| all.iter().map(|coalition| self.ids(*coalition)).collect();
        CoalitionsView {
            can: ids(&ability.can),
            only_first: ids(&ability.first),
            depends_on_dates: ids(&ability.by_dates),
            perhaps_with_fewer: ids(&ability.loose),
            complete: ability.is_complete,
            met: bounds::said(&ability.met, self.names.lang),
            depends_on_pace: ability.paces.hinges.iter().map(|hinge| self.pace(hinge)).collect(),
            pace_undecided: ids(&ability.paces.open),
        }
    }

    fn pace(&self, hinge: &Hinge) -> PaceView {
        PaceView {
            by: self.ids(hinge.coalition),
            at_once: match hinge.at_once {
                Strength::Can => "can",
                Strength::OnlyFirst => "only-first",
                Strength::Cannot => "cannot",
            },
            row: hinge.row.iter().map(|&id| self.step(id)).collect(),
        }
    }

    fn plan(&self, plan: &Plan) -> PlanView {
        let steps = |acts: &[EventId]| acts.iter().map(|&id| self.step(id)).collect();
        let (plays, lost) = plan.n_plays;
        PlanView {
            opening: steps(&plan.opening),
            acts: steps(&plan.acts),
            first_possible: plan.is_list,
            plays,
            won: plays - lost,
            fewest_acts: plan.n_acts.0,
            most_acts: plan.n_acts.1,
        }
    }

    fn step(&self, id: EventId) -> StepView {
        let (names, event) = (self.names, self.names.model().event(id));
        StepView {
            step: names.rule(event.rule).name.clone(),
            text: trace::happened(names, event, None),
            articles: names.articles(event.rule),
        }
    }

    fn outcome(&self, source: &Source, found: &Found) -> PowerView {
        let names = self.names;
        let rule = names.model().outcomes[found.outcome.index()].rule;
        let ability = |of: fn(&Power) -> &Option<Ability>| {
            found.power.as_ref().and_then(|power| of(power).as_ref()).map(|ability| self.ability(ability))
        };
        let of_index = found.index.as_ref().map_or(0, |index| index.found.n_played);
        let (games, undecided) = found.power.as_ref().map_or((of_index, 0), |power| power.n_played);
        PowerView {
            outcome: Named { id: names.rule(rule).name.clone(), title: names.title(rule).to_owned() },
            articles: names.articles(rule),
            holds_at_start: found.holds_at_start,
            force: ability(|power| &power.force),
            block: ability(|power| &power.block),
            undo: ability(|power| &power.undo),
            end_undecided: found.is_end_open,
            absent: found.is_absent,
            asked: found.asked.map(|(coalition, asked)| AskedView {
                plan: found.plan.as_ref().map(|plan| self.plan(plan)),
                ..self.asked(coalition, asked, found.holds_at_start)
            }),
            index: found.index.as_ref().map(|index| self.index(index, found.holds_at_start)),
            seats: found.seats.as_ref().map(|seats| self.seats(seats)),
            way: found.way.as_ref().map(|(coalition, witness)| self.way(source, *coalition, witness)),
            unmodelled: self.left_out(found),
            games,
            undecided,
        }
    }

    /// The clauses left out that touch the procedures of an outcome, or what happens in its example.
    fn left_out(&self, found: &Found) -> Vec<Named> {
        let (names, model) = (self.names, self.names.model());
        let outcome = &model.outcomes[found.outcome.index()];
        let mut involved = vec![outcome.rule];
        for (field, _) in outcome.when.0.iter().flatten() {
            involved.extend(
                model.matters.iter().filter(|matter| matter.field == *field).map(|matter| matter.rule),
            );
        }
        let happened = found.way.iter().flat_map(|(_, witness)| &witness.path.events);
        involved.extend(happened.map(|&id| model.event(id).rule));
        involved.extend(involved.clone().into_iter().filter_map(|rule| names.owner(rule)));
        names.left_out_of(&involved).map(|clause| named(names, clause.rule)).collect()
    }

    fn asked(&self, coalition: Coalition, asked: Asked, ends: bool) -> AskedView {
        let words = Words::of(self.names.lang);
        let all: Vec<PlayerView> = (0..self.players.all().len()).map(|player| self.player(player)).collect();
        let who = titles(&all, &coalition.players().map(|player| &all[player]).collect::<Vec<_>>());
        let (answer, sentence) = match asked {
            Asked::Can => ("can", words.can),
            Asked::OnlyFirst => ("only-first", words.only_first),
            Asked::Cannot => ("cannot", words.cannot),
            Asked::ByDates => ("depends-on-dates", words.by_dates),
            Asked::Undecided => ("undecided", words.undecided),
        };
        let what = if ends { words.end_it } else { words.bring_about };
        let sentence = sentence.replace("{who}", &self.names.and(&who)).replace("{what}", what);
        let sentence = super::sentence::capital(&sentence);
        AskedView { by: self.ids(coalition), answer, sentence, plan: None }
    }

    fn index(&self, counted: &Counted, ends: bool) -> IndexView {
        let all: Vec<PlayerView> = (0..self.players.all().len()).map(|player| self.player(player)).collect();
        let named = |player: usize| self.names.player(self.players.all()[player]);
        index::view(counted, &all, &named, &|titles| self.names.and(titles), (self.names.lang, ends))
    }

    fn seats(&self, found: &Seats) -> SeatsView {
        let all: Vec<PlayerView> = (0..self.players.all().len()).map(|player| self.player(player)).collect();
        let named = |player: usize| self.names.player(self.players.all()[player]);
        let and = |titles: &[&str]| self.names.and(titles);
        let members = Members { kinds: &found.kinds, players: &all, named: &named, and: &and };
        seats::view(found, &members, self.ids(found.with), self.names.lang)
    }

    fn way(&self, source: &Source, coalition: Coalition, witness: &Witness) -> WayView {
        let told = Told {
            start: &witness.start,
            happenings: &witness.happenings,
            mode: Mode::Enforce,
            examples: true,
        };
        WayView { by: self.ids(coalition), trace: trace::story(self.names, source, &witness.journal, &told) }
    }
}

/// Writes the report for people.
pub fn text(report: &PowersReport, lang: Lang, paint: Paint, quiet: bool) -> String {
    let words = Words::of(lang);
    let writer = Writer { report, words: &words, lang };
    let mut page = Page::new();
    page.line(&paint.bold(&format!("{}: {}", words.title, report.constitution.title)));
    if !quiet {
        page.gap();
        report.supposed.iter().for_each(|sentence| page.point(2, sentence));
    }
    for outcome in &report.outcomes {
        page.gap();
        let articles = match outcome.articles.join(", ") {
            none if none.is_empty() => none,
            articles => format!(" [{articles}]"),
        };
        page.line(&paint.bold(&format!("{}{articles}", outcome.outcome.title)));
        writer.outcome(&mut page, outcome);
    }
    if !quiet {
        page.gap();
        let complete = if report.complete { words.complete } else { words.incomplete };
        page.paragraph(0, &format!("{complete} {:.1} s.", report.seconds));
    }
    page.finish()
}

struct Writer<'w> {
    report: &'w PowersReport,
    words: &'w Words,
    lang: Lang,
}

impl Writer<'_> {
    fn outcome(&self, page: &mut Page, outcome: &PowerView) {
        let words = self.words;
        if outcome.absent {
            return page.paragraph(2, words.absent);
        }
        if outcome.holds_at_start {
            page.paragraph(2, words.holds_at_start);
        }
        if let Some(asked) = &outcome.asked {
            page.paragraph(2, &asked.sentence);
            asked.plan.iter().for_each(|plan| self.plan(page, plan));
        }
        if let Some(index) = &outcome.index {
            return index::text(page, index, self.lang);
        }
        if let Some(seats) = &outcome.seats {
            let with = (!seats.with.is_empty()).then(|| self.names(&seats.with));
            seats::text(page, seats, with.as_deref(), outcome.holds_at_start, self.lang);
        }
        let kinds =
            [(&outcome.force, &words.force), (&outcome.block, &words.block), (&outcome.undo, &words.undo)];
        // What cannot come about needs nobody to keep it from it.
        let never = |ability: &CoalitionsView| ability.can.iter().any(Vec::is_empty);
        let is_impossible = outcome.block.as_ref().is_some_and(never);
        for (place, (ability, heads)) in kinds.into_iter().enumerate() {
            if let Some(ability) = ability.as_ref().filter(|_| place != 1 || !is_impossible) {
                self.ability(page, ability, heads);
            }
        }
        if outcome.end_undecided {
            page.paragraph(2, words.end_not_asked);
        }
        if let Some(way) = &outcome.way {
            let who = self.names(&way.by);
            let head = if outcome.holds_at_start { words.way_to_end } else { words.way };
            page.paragraph(2, &head.replace("{who}", &who));
            text::story(page, self.lang, 4, &way.trace);
        }
        if !outcome.unmodelled.is_empty() {
            let titles: Vec<&str> = outcome.unmodelled.iter().map(|clause| clause.title.as_str()).collect();
            page.hanging(2, 4, &format!("{}.", S::LeftOut { titles: &titles }.say(self.lang)));
        }
        let nothing = outcome.seats.is_none()
            && outcome.asked.is_none()
            && outcome.force.is_none()
            && outcome.undo.is_none();
        if nothing {
            page.paragraph(2, words.undecided_outcome);
        }
    }

    fn ability(&self, page: &mut Page, ability: &CoalitionsView, heads: &Heads) {
        // A long list of whom the search did not come to leave out says nothing.
        let few: Vec<_> = ability.perhaps_with_fewer.iter().filter(|all| all.len() <= FEW).cloned().collect();
        let lists = [
            (heads.can, &ability.can),
            (heads.only_first, &ability.only_first),
            (heads.by_dates, &ability.depends_on_dates),
            (heads.loose, &few),
        ];
        if ability.can.iter().any(Vec::is_empty) {
            return page.paragraph(2, heads.by_itself);
        }
        let is_empty = lists.iter().all(|(_, all)| all.is_empty());
        for (head, all) in lists.into_iter().filter(|(_, all)| !all.is_empty()) {
            if all.iter().any(Vec::is_empty) {
                page.paragraph(2, heads.perhaps_by_itself);
                continue;
            }
            page.paragraph(2, head);
            for coalition in all.iter().take(LISTED) {
                page.point(4, &self.names(coalition));
                ability
                    .depends_on_pace
                    .iter()
                    .filter(|pace| pace.by == *coalition)
                    .for_each(|pace| self.pace(page, pace, heads));
            }
            if all.len() > LISTED {
                let more = self.words.more.replace("{n}", &(all.len() - LISTED).to_string());
                page.point(4, &more);
            }
        }
        if !ability.pace_undecided.is_empty() {
            page.paragraph(2, self.words.pace_undecided);
        }
        if !ability.complete {
            let head = if is_empty { heads.undecided } else { heads.incomplete };
            page.paragraph(2, &head.replace("{why}", &bounds::why(&ability.met, self.lang)));
        } else if is_empty {
            page.paragraph(2, heads.nobody);
        }
    }

    /// Says what a coalition has to do.
    fn plan(&self, page: &mut Page, plan: &PlanView) {
        let words = self.words;
        let steps = |page: &mut Page, all: &[StepView]| {
            all.iter()
                .for_each(|step| page.point(4, &format!("{} [{}]", step.text, step.articles.join(", "))));
        };
        if !plan.opening.is_empty() {
            page.paragraph(2, words.opening);
            steps(page, &plan.opening);
        }
        if !plan.acts.is_empty() {
            page.paragraph(2, if plan.first_possible { words.plan } else { words.plan_by_case });
            steps(page, &plan.acts);
        }
        let played = words.played.replace("{n}", &plan.plays.to_string());
        let acts = match (plan.fewest_acts, plan.most_acts) {
            (fewest, most) if fewest == most => most.to_string(),
            (fewest, most) => format!("{fewest}-{most}"),
        };
        page.paragraph(2, &played.replace("{acts}", &acts));
    }

    /// Says how strong a coalition would be at another pace.
    fn pace(&self, page: &mut Page, pace: &PaceView, heads: &Heads) {
        let words = self.words;
        let strength = match pace.at_once {
            "can" => words.pace_can,
            "only-first" => words.pace_first,
            _ => words.pace_cannot,
        };
        page.paragraph(6, &words.pace.replace("{could}", strength).replace("{what}", heads.what));
        if !pace.row.is_empty() {
            page.paragraph(6, words.pace_row);
            pace.row
                .iter()
                .for_each(|step| page.point(8, &format!("{} [{}]", step.text, step.articles.join(", "))));
        }
    }

    /// Names a coalition.
    fn names(&self, ids: &[String]) -> String {
        let players = self.report.players.iter().filter(|player| ids.contains(&player.id));
        let titles = titles(&self.report.players, &players.collect::<Vec<_>>());
        if titles.is_empty() {
            return self.words.nobody_at_all.to_owned();
        }
        S::And(&titles).say(self.lang)
    }
}

/// Names players. All groups of seats of one body are called by the name of the body.
fn titles<'p>(all: &'p [PlayerView], some: &[&'p PlayerView]) -> Vec<&'p str> {
    let mut titles: Vec<&str> = Vec::new();
    for player in some {
        let title = whole_body(all, some, player).unwrap_or(&player.title);
        if !titles.contains(&title) {
            titles.push(title);
        }
    }
    titles
}

/// Returns the title of a player's body if all groups of its seats are among some players.
pub(super) fn whole_body<'p>(
    all: &[PlayerView],
    some: &[&PlayerView],
    player: &'p PlayerView,
) -> Option<&'p str> {
    let body = player.body.as_ref()?;
    let is_of_body = |other: &PlayerView| other.body.as_ref().is_some_and(|other| other.id == body.id);
    let here = some.iter().filter(|other| is_of_body(other)).count();
    (here == all.iter().filter(|other| is_of_body(other)).count()).then_some(&body.title)
}
