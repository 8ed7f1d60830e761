//! Titles, sources, and the rule table.

use super::{Resolver, Scope};
use crate::decode::{Name, Places};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::resolved::{Cite, Guard, Rule, RuleKind, Text};
use crate::source::FileId;
use crate::surface::{self, Head};
use solon_engine::model::RuleId;
use std::collections::BTreeMap;

/// Returns a text with its languages in the manifest's order; reports languages that the manifest lacks or that are
/// missing here.
pub(crate) fn text(text: &surface::Text, manifest: &surface::Constitution, out: &mut Diagnostics) -> Text {
    let first = manifest.languages.first().map_or("", |language| &language.text);
    match text {
        surface::Text::Plain(name) => Text(vec![(first.to_owned(), name.text.clone())]),
        surface::Text::Languages(map) => {
            for (language, _) in &map.0 {
                if !manifest.languages.iter().any(|known| known.text == language.text) {
                    let message = format!("the manifest does not list the language `{}`", language.text);
                    let diagnostic = Diagnostic::at(Code::UnknownLanguage, language.span, message);
                    out.push(
                        diagnostic.help(format!("add \"{}\" to `languages` of the manifest", language.text)),
                    );
                }
            }
            let given: BTreeMap<&str, &str> =
                map.0.iter().map(|(language, text)| (language.text.as_str(), text.as_str())).collect();
            for language in &manifest.languages {
                if let Some((present, _)) = map.0.first()
                    && !given.contains_key(language.text.as_str())
                {
                    let message = format!("the title is missing in the language `{}`", language.text);
                    let diagnostic = Diagnostic::at(Code::MissingLanguage, present.span, message);
                    out.push(diagnostic.help(format!("add \"{}\": \"..\"", language.text)));
                }
            }
            Text(
                manifest
                    .languages
                    .iter()
                    .filter_map(|language| {
                        given
                            .get(language.text.as_str())
                            .map(|&text| (language.text.clone(), text.to_owned()))
                    })
                    .collect(),
            )
        }
    }
}

impl<'r> Resolver<'r> {
    pub(crate) fn rule(&mut self, kind: RuleKind, name: &str) -> RuleId {
        // Every head of a rule was entered when the names were collected.
        self.names.rule(kind, name).unwrap_or(RuleId(0))
    }

    /// Builds the rule table, and checks every head on the way.
    pub(crate) fn rules(&mut self) -> Vec<Rule> {
        let mut heads: BTreeMap<(String, RuleKind), Described> = BTreeMap::new();
        let sorted = self.sorted;
        macro_rules! describe {
            ($($list:ident $kind:ident;)*) => {$(
                for (file, item) in &sorted.$list {
                    let described = self.describe(*file, &item.head, None);
                    heads.insert((item.head.id.text.clone(), RuleKind::$kind), described);
                }
            )*};
        }
        describe! {
            choices Choice; params Param; facts Fact; outcomes Outcome; duties Duty; prohibitions Prohibition;
            properties Property; intended Other; unmodelled Other; defaults Other; institutions Institution;
        }
        for (file, item) in &sorted.institutions {
            for seats in &item.seats {
                let name = format!("{}.{}", item.head.id.text, seats.head.id.text);
                let described = self.describe(*file, &seats.head, None);
                heads.insert((name, RuleKind::Seats), described);
            }
        }
        for (file, expanded) in &sorted.procedures {
            let procedure = &expanded.item;
            let qualified = |id: &str| format!("{}.{id}", procedure.head.id.text);
            let described = self.describe(*file, &procedure.head, None);
            heads.insert((procedure.head.id.text.clone(), RuleKind::Procedure), described);
            for kind in &procedure.kinds {
                let described = self.describe(*file, &kind.head, None);
                heads.insert((qualified(&kind.head.id.text), RuleKind::Kind), described);
            }
            for (_, stage) in &expanded.stages {
                let described = self.describe(*file, &stage.head, None);
                heads.insert((qualified(&stage.head.id.text), RuleKind::Stage), described);
            }
            for (_, step) in &expanded.steps {
                let described = self.describe(*file, &step.head, step.failed_title.as_ref());
                for (gate, refusal) in super::names::gate_names(&step.needs) {
                    for name in [Some(gate), refusal].into_iter().flatten() {
                        let name = format!("{}:{name}", qualified(&step.head.id.text));
                        heads.insert((name, RuleKind::Gate), described.clone());
                    }
                }
                heads.insert((qualified(&step.head.id.text), RuleKind::Step), described);
            }
        }
        let rules: Vec<_> =
            self.names.rules().map(|(name, kind, span)| (name.to_owned(), kind, span)).collect();
        rules
            .into_iter()
            .map(|(name, kind, span)| {
                let described = heads.remove(&(name.clone(), kind)).unwrap_or_default();
                let title = if described.title.0.is_empty() {
                    Text(vec![(String::new(), name.clone())])
                } else {
                    described.title
                };
                Rule {
                    title,
                    failed_title: described.failed_title,
                    cites: described.cites,
                    assumption: described.assumption,
                    note: described.note,
                    name,
                    kind,
                    span,
                    places: described.places,
                }
            })
            .collect()
    }

    fn describe(&mut self, file: FileId, head: &Head, failed: Option<&surface::Text>) -> Described {
        check_id(&head.id, self.out);
        if head.cite.is_none() && head.assumption.is_none() {
            let message = format!("`{}` cites no article", head.id.text);
            self.out.push(
                Diagnostic::at(Code::MissingCite, head.id.span, message)
                    .help("add cite: \"Art. ..\", or assumption: \"why the rule stands here\""),
            );
        }
        Described {
            title: head.title.as_ref().map(|title| self.text(title)).unwrap_or_default(),
            failed_title: failed.map(|title| self.text(title)),
            cites: self.cites(file, head.cite.as_ref()),
            assumption: head.assumption.as_ref().map(|why| why.value.clone()),
            note: head.note.clone(),
            places: head.places.clone(),
        }
    }

    fn cites(&mut self, file: FileId, cites: Option<&surface::Cites>) -> Vec<Cite> {
        let Some(cites) = cites else { return Vec::new() };
        let default = self.default_work(file);
        cites
            .0
            .iter()
            .map(|cite| match cite {
                surface::Cite::At(at) => Cite {
                    work: default,
                    at: at.text.clone(),
                    quote: Vec::new(),
                    recalled: false,
                    span: at.span,
                },
                surface::Cite::Cite { work, at, quote, basis } => Cite {
                    work: match work {
                        Some(work) => self.names.works.find(Code::UnknownWork, "work", work, self.out),
                        None => default,
                    },
                    at: at.text.clone(),
                    quote: quote
                        .0
                        .iter()
                        .map(|(language, text)| (language.text.clone(), text.clone()))
                        .collect(),
                    recalled: *basis == Some(surface::Basis::Recalled),
                    span: at.span,
                },
            })
            .collect()
    }

    fn default_work(&mut self, file: FileId) -> Option<usize> {
        let work = self.default(file, |defaults| defaults.work.as_ref());
        match work {
            Some(work) => self.names.works.find(Code::UnknownWork, "work", work, self.out),
            None => (!self.sorted.manifest.as_ref()?.works.is_empty()).then_some(0),
        }
    }

    /// Returns a default: of the file if it gives one, else of the folder's other files.
    pub(crate) fn default<T>(
        &self,
        file: FileId,
        of: impl Fn(&'r surface::Defaults) -> Option<T>,
    ) -> Option<T> {
        let sorted: &'r super::Sorted = self.sorted;
        let all = &sorted.defaults;
        let own = all.iter().filter(|(at, _)| *at == file);
        own.chain(all.iter()).find_map(|(_, defaults)| of(defaults))
    }

    /// Resolves `only` and `in_force` into one condition.
    pub(crate) fn only(&mut self, head: &Head, scope: Scope<'_>) -> Guard {
        let mut parts = Vec::new();
        if let Some(only) = &head.only {
            check_only(only, head, self.out);
            parts.push(self.guard(only, scope));
        }
        match &head.in_force {
            None => {}
            Some(surface::Force::NotCommenced) => parts.push(Guard::never()),
            Some(surface::Force::Force { from, until, running }) => {
                if *running == Some(surface::Running::Keep) {
                    let message = "`running: Keep` is not implemented yet";
                    self.out.push(Diagnostic::at(Code::NotImplemented, head.id.span, message));
                }
                let from = from.as_ref().and_then(|point| self.point(point, scope)).map(Box::new);
                let until = until.as_ref().and_then(|point| self.point(point, scope)).map(Box::new);
                parts.push(Guard::Within(from, until));
            }
        }
        if parts.len() == 1 { parts.remove(0) } else { Guard::All(parts) }
    }
}

#[derive(Clone, Default)]
struct Described {
    title: Text,
    failed_title: Option<Text>,
    cites: Vec<Cite>,
    assumption: Option<String>,
    note: Option<String>,
    places: Places,
}

fn check_id(id: &Name, out: &mut Diagnostics) {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let sound = !id.text.is_empty()
        && id.text.chars().all(plain)
        && id.text.starts_with(|c: char| c.is_ascii_lowercase())
        && !id.text.ends_with('-');
    if !sound {
        out.push(
            Diagnostic::at(Code::BadId, id.span, format!("`{}` is not an id", id.text))
                .help("use lower-case words joined by hyphens, as in \"upper-chamber\""),
        );
    }
}

fn check_only(guard: &surface::Guard, head: &Head, out: &mut Diagnostics) {
    use surface::Guard as G;
    match guard {
        G::Chosen(..) => {}
        G::All(parts) | G::Any(parts) => parts.iter().for_each(|part| check_only(part, head, out)),
        G::Not(part) => check_only(part, head, out),
        _ => out.push(
            Diagnostic::at(
                Code::OnlyWithoutChoice,
                head.places.of("only").unwrap_or(head.id.span),
                format!("`only` of `{}` may ask for `Chosen` alone", head.id.text),
            )
            .help("conditions on the state belong in `when`"),
        ),
    }
}
