//! Names to typed ids: from what the drafter wrote to what the files refer to.
//!
//! In go the decoded items, out comes a [`Constitution`] whose tables are numbered in the order of names. All unknown
//! names of a folder are reported in one run. It deliberately knows nothing of states.

mod decision;
mod expand;
mod guard;
mod head;
mod institution;
mod names;
mod norm;
mod procedure;
mod time;

use crate::decode::Name;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::resolved::{Choice, ChoiceOption, Constitution, Fact, Outcome, Param, Text, Work};
use crate::source::{FileId, Span};
use crate::surface::{self, Item};
use names::{Names, Table};
use solon_engine::calendar::Day;
use std::collections::BTreeMap;

pub use expand::{Expanded, expand};
pub use names::Names as NameIndex;

/// The day on which stories begin if neither the manifest nor a scenario says so.
const FIRST_DAY: &str = "2021-01-01";

/// Resolves all items of a folder.
///
/// `None` if there is no manifest; otherwise a constitution that is as complete as the files allow, with whatever
/// could not be resolved reported in `out`.
pub fn resolve(items: Vec<(FileId, Item)>, out: &mut Diagnostics) -> Option<(Constitution, Names)> {
    let sorted = Sorted::new(items, out);
    let manifest = sorted.manifest.as_ref()?;
    let names = Names::new(&sorted, manifest, out);
    let mut resolver = Resolver { sorted: &sorted, names: &names, out, not_analysed: BTreeMap::new() };
    let rules = resolver.rules();
    for (_, defaults) in &sorted.defaults {
        for (body, _) in &defaults.quorum.0 {
            names.institution(body, resolver.out);
        }
    }
    let constitution = Constitution {
        id: manifest.id.text.clone(),
        title: head::text(&manifest.title, manifest, resolver.out),
        languages: manifest.languages.iter().map(|name| name.text.clone()).collect(),
        works: resolver.works(manifest),
        start: resolver.day(manifest.start.as_ref(), FIRST_DAY),
        rules,
        institutions: sorted
            .institutions
            .iter()
            .map(|(file, item)| resolver.institution(*file, item))
            .collect(),
        procedures: (0..sorted.procedures.len()).map(|index| resolver.procedure(index)).collect(),
        choices: sorted.choices.iter().map(|(_, item)| resolver.choice(item)).collect(),
        params: sorted.params.iter().map(|(_, item)| resolver.param(item)).collect(),
        facts: sorted.facts.iter().map(|(_, item)| resolver.fact(item)).collect(),
        outcomes: sorted.outcomes.iter().map(|(file, item)| resolver.outcome(*file, item)).collect(),
        duties: sorted.duties.iter().filter_map(|(file, item)| resolver.duty(*file, item)).collect(),
        prohibitions: sorted
            .prohibitions
            .iter()
            .map(|(file, item)| resolver.prohibition(*file, item))
            .collect(),
        properties: sorted
            .properties
            .iter()
            .filter_map(|(file, item)| resolver.property(*file, item))
            .collect(),
        intended: sorted.intended.iter().map(|(_, item)| resolver.intended(item)).collect(),
        unmodelled: sorted.unmodelled.iter().map(|(_, item)| resolver.unmodelled(item)).collect(),
    };
    resolver.note_not_analysed();
    Some((constitution, names))
}

/// The items of a folder by kind, each kind in the order of ids, templates expanded.
pub struct Sorted {
    pub(crate) manifest: Option<surface::Constitution>,
    pub(crate) defaults: Vec<(FileId, surface::Defaults)>,
    pub(crate) choices: Vec<(FileId, surface::Choice)>,
    pub(crate) params: Vec<(FileId, surface::Param)>,
    pub(crate) facts: Vec<(FileId, surface::Fact)>,
    pub(crate) unmodelled: Vec<(FileId, surface::Unmodelled)>,
    pub(crate) outcomes: Vec<(FileId, surface::Outcome)>,
    pub(crate) intended: Vec<(FileId, surface::Intended)>,
    pub(crate) institutions: Vec<(FileId, surface::Institution)>,
    pub(crate) procedures: Vec<(FileId, Expanded)>,
    pub(crate) duties: Vec<(FileId, surface::Duty)>,
    pub(crate) prohibitions: Vec<(FileId, surface::Prohibition)>,
    pub(crate) properties: Vec<(FileId, surface::Property)>,
}

impl Sorted {
    fn new(items: Vec<(FileId, Item)>, out: &mut Diagnostics) -> Sorted {
        let mut sorted = Sorted {
            manifest: None,
            defaults: Vec::new(),
            choices: Vec::new(),
            params: Vec::new(),
            facts: Vec::new(),
            unmodelled: Vec::new(),
            outcomes: Vec::new(),
            intended: Vec::new(),
            institutions: Vec::new(),
            procedures: Vec::new(),
            duties: Vec::new(),
            prohibitions: Vec::new(),
            properties: Vec::new(),
        };
        let templates = expand::templates(&items, out);
        for (_, item) in &items {
            let head = match item {
                Item::Defaults(item) => &item.head,
                Item::Template(item) => &item.head,
                Item::Scenario(item) => &item.head,
                _ => continue,
            };
            if head.only.is_some() {
                let place = head.places.of("only").unwrap_or(head.id.span);
                let message = format!("`only` of `{}` is not implemented yet", head.id.text);
                out.push(Diagnostic::at(Code::NotImplemented, place, message));
            }
        }
        for (file, item) in items {
            match item {
                Item::Constitution(item) => match &sorted.manifest {
                    Some(first) => out.push(
                        Diagnostic::at(
                            Code::RepeatedId,
                            item.id.span,
                            "a folder has one `Constitution`, here is another",
                        )
                        .also(first.id.span, "the first one"),
                    ),
                    None => sorted.manifest = Some(item),
                },
                Item::Defaults(item) => sorted.defaults.push((file, item)),
                Item::Choice(item) => sorted.choices.push((file, item)),
                Item::Param(item) => sorted.params.push((file, item)),
                Item::Fact(item) => sorted.facts.push((file, item)),
                Item::Unmodelled(item) => sorted.unmodelled.push((file, item)),
                Item::Outcome(item) => sorted.outcomes.push((file, item)),
                Item::Intended(item) => sorted.intended.push((file, item)),
                Item::Institution(item) => sorted.institutions.push((file, item)),
                Item::Procedure(item) => sorted.procedures.push((file, expand(item, &templates, out))),
                Item::Duty(item) => sorted.duties.push((file, item)),
                Item::Prohibition(item) => sorted.prohibitions.push((file, item)),
                Item::Property(item) => sorted.properties.push((file, item)),
                Item::Template(_) | Item::Scenario(_) => {}
                Item::Composition(item) => not_implemented(out, &item.head.id, "Composition"),
                Item::Overlay(item) => not_implemented(out, &item.head.id, "Overlay"),
                Item::Reform(item) => not_implemented(out, &item.head.id, "Reform"),
            }
        }
        macro_rules! in_order_of_names {
            ($($list:ident $(.$through:ident)*),* $(,)?) => {$(
                sorted.$list.sort_by(|(_, a), (_, b)| a$(.$through)*.head.id.text.cmp(&b$(.$through)*.head.id.text));
            )*};
        }
        in_order_of_names!(
            choices,
            params,
            facts,
            unmodelled,
            outcomes,
            intended,
            institutions,
            procedures.item,
            duties,
            prohibitions,
            properties
        );
        sorted
    }
}

fn not_implemented(out: &mut Diagnostics, name: &Name, what: &str) {
    out.push(Diagnostic::at(Code::NotImplemented, name.span, format!("`{what}` is not implemented yet")));
}

/// Where names are looked up: the file gives the defaults, the procedure its own stages and steps.
#[derive(Clone, Copy)]
pub struct Scope<'s> {
    /// The file that a name stands in.
    pub(crate) file: FileId,
    /// The procedure whose stages and steps need no prefix.
    pub(crate) procedure: Option<usize>,
    /// Of a template's use: its own names come first.
    pub(crate) prefix: Option<&'s str>,
}

impl Scope<'_> {
    /// Returns the scope of a whole file.
    pub fn of_file(file: FileId) -> Scope<'static> {
        Scope { file, procedure: None, prefix: None }
    }
}

pub(crate) struct Resolver<'r> {
    pub(crate) sorted: &'r Sorted,
    pub(crate) names: &'r Names,
    pub(crate) out: &'r mut Diagnostics,
    /// What is read, but not analysed yet: what it is, and where it stands.
    not_analysed: BTreeMap<&'static str, Vec<Span>>,
}

impl Resolver<'_> {
    /// Refuses a field that cannot be followed yet.
    pub(crate) fn refuse(&mut self, head: &surface::Head, field: &str) {
        let place = head.places.of(field).unwrap_or(head.id.span);
        let message = format!("`{field}` of `{}` is not implemented yet", head.id.text);
        self.out.push(Diagnostic::at(Code::NotImplemented, place, message));
    }

    /// Refuses a condition of existence on an item that has none yet. Dates of force are refused by the checks.
    pub(crate) fn exists_always(&mut self, head: &surface::Head) {
        if head.only.is_some() {
            self.refuse(head, "only");
        }
    }

    /// Returns the condition of existence of an item without dates of force.
    pub(crate) fn exists(&mut self, head: &surface::Head) -> crate::resolved::Guard {
        let scope = Scope::of_file(head.id.span.file);
        head.only.as_ref().map_or(crate::resolved::Guard::always(), |only| self.guard(only, scope))
    }

    /// Remembers that something is kept for the record alone.
    pub(crate) fn for_the_record(&mut self, what: &'static str, place: Span) {
        self.not_analysed.entry(what).or_default().push(place);
    }

    /// One note for each kind of thing, at its first place.
    fn note_not_analysed(self) {
        for (what, mut places) in self.not_analysed {
            places.sort();
            let message =
                format!("{what} is kept for the record: neither a search nor a replay asks for it yet");
            let mut note = Diagnostic::at(Code::NotAnalysed, places[0], message);
            if places.len() > 1 {
                note = note.help(format!("it stands in {} places", places.len()));
            }
            self.out.push(note);
        }
    }

    fn works(&mut self, manifest: &surface::Constitution) -> Vec<Work> {
        let mut works: Vec<Work> = manifest
            .works
            .iter()
            .map(|work| Work {
                id: work.id.text.clone(),
                title: head::text(&work.title, manifest, self.out),
                edition: work.edition.text.clone(),
                urn: work.urn.as_ref().map(|urn| urn.text.clone()),
                kind: work.kind.clone(),
                lang: work.lang.iter().map(|language| language.text.clone()).collect(),
            })
            .collect();
        works.sort_by(|a, b| a.id.cmp(&b.id));
        works
    }

    pub(crate) fn day(&mut self, name: Option<&Name>, otherwise: &str) -> Day {
        let first = || otherwise.parse().unwrap_or(Day(0));
        let Some(name) = name else { return first() };
        name.text.parse().unwrap_or_else(|_| {
            self.out.push(
                Diagnostic::at(Code::BadDate, name.span, format!("`{}` is not a date", name.text))
                    .help("write year, month and day, as in 2021-07-01"),
            );
            first()
        })
    }

    fn choice(&mut self, item: &surface::Choice) -> Choice {
        self.exists_always(&item.head);
        let mut options = Table::default();
        for (index, option) in item.options.iter().enumerate() {
            options.add(&option.id, index, "option", self.out);
        }
        if item.options.len() < 2 {
            let message =
                format!("`{}` leaves no choice: it has {} option", item.head.id.text, item.options.len());
            let diagnostic = Diagnostic::at(Code::OneOption, item.head.id.span, message);
            self.out.push(diagnostic.help("add the other option, or leave the choice out"));
        }
        Choice {
            rule: self.rule(crate::resolved::RuleKind::Choice, &item.head.id.text),
            kind: item.kind.clone(),
            options: item
                .options
                .iter()
                .map(|option| ChoiceOption {
                    id: option.id.text.clone(),
                    title: option.title.as_ref().map_or_else(
                        || Text(vec![(String::new(), option.id.text.clone())]),
                        |title| self.text(title),
                    ),
                    why: option.why.clone(),
                })
                .collect(),
            default: crate::resolved::OptionId(
                options.find(Code::UnknownOption, "option", &item.default, self.out).unwrap_or(0),
            ),
        }
    }

    fn param(&mut self, item: &surface::Param) -> Param {
        self.exists_always(&item.head);
        let scope = Scope::of_file(FileId(0));
        let set_by = item.set_by.iter().filter_map(|step| self.names.step(step, scope, self.out)).collect();
        let mut range = item.range.clone();
        range.sort_unstable();
        range.dedup();
        if !item.set_by.is_empty() && range.is_empty() {
            let message = format!("`{}` can be changed, but its range is not given", item.head.id.text);
            self.out.push(
                Diagnostic::at(Code::MissingRange, item.head.id.span, message)
                    .help("list the values that it may take: range: [..]"),
            );
        }
        if !range.is_empty() && !range.contains(&item.value) {
            let message = format!("the value {} of `{}` is not in its range", item.value, item.head.id.text);
            let place = |field| item.head.places.of(field).unwrap_or(item.head.id.span);
            let diagnostic = Diagnostic::at(Code::ValueOutsideRange, place("value"), message);
            self.out.push(diagnostic.also(place("range"), "the range"));
            range.push(item.value);
            range.sort_unstable();
        }
        if range.is_empty() || item.set_by.is_empty() {
            range = vec![item.value];
        }
        Param {
            rule: self.rule(crate::resolved::RuleKind::Param, &item.head.id.text),
            value: item.value,
            range,
            set_by,
        }
    }

    fn fact(&mut self, item: &surface::Fact) -> Fact {
        Fact {
            only: self.exists(&item.head),
            rule: self.rule(crate::resolved::RuleKind::Fact, &item.head.id.text),
            initial: item.initial.unwrap_or(false),
            set_by: item
                .set_by
                .iter()
                .filter_map(|step| self.names.step(step, Scope::of_file(FileId(0)), self.out))
                .collect(),
        }
    }

    fn outcome(&mut self, file: FileId, item: &surface::Outcome) -> Outcome {
        let scope = Scope::of_file(file);
        let mut when = self.guard(&item.when, scope);
        if item.vital == Some(true) {
            // It would be lost from the start under the options that leave it out.
            self.exists_always(&item.head);
        } else if let Some(only) = &item.head.only {
            when = crate::resolved::Guard::All(vec![self.guard(only, scope), when]);
        }
        Outcome {
            rule: self.rule(crate::resolved::RuleKind::Outcome, &item.head.id.text),
            when,
            vital: item.vital.unwrap_or(false),
            grave: item.grave.unwrap_or(false),
            amendment: item.amendment.unwrap_or(false),
        }
    }

    pub(crate) fn text(&mut self, text: &surface::Text) -> Text {
        match &self.sorted.manifest {
            Some(manifest) => head::text(text, manifest, self.out),
            None => Text::default(),
        }
    }
}
