//! `solon explain`: a rule, an article's rules, or the code of a finding or diagnostic, in plain words.

use super::{Done, Outcome, bad_setting, compiled, unreadable};
use crate::args::{Common, Explain, Format};
use crate::exit::Exit;
use crate::input;
use crate::pages;
use crate::paint::Paint;
use crate::report::json::{self, EXPLAIN, ExplainReport};
use crate::report::names::Names;
use crate::report::page::Page;
use crate::report::plain;
use crate::report::sentence::capital;
use crate::setting::setting;
use solon_engine::model::RuleId;
use solon_rules::Rules;
use solon_rules::diagnostic::nearest;
use std::path::Path;

pub fn run(common: &Common, args: &Explain) -> Outcome {
    let topic = args.second.as_ref().unwrap_or(&args.first);
    if let Some(page) = pages::page(topic, common.lang) {
        return Ok(done(common, topic, Some(page), Vec::new()));
    }
    if args.second.is_none() {
        let known = pages::ids();
        let message = format!("no finding or diagnostic has the code `{topic}`");
        let help = match nearest(topic, known.iter().copied()) {
            Some(near) => format!("the nearest code is `{near}`"),
            None => format!("for a rule or an article, name the folder too: `solon explain DIR \"{topic}\"`"),
        };
        return Err(Box::new(Done::refused(common, &message, Some(&help))));
    }
    let source = input::load(Path::new(&args.first)).map_err(unreadable(common))?;
    let (_, rules) = compiled(common, &source)?;
    let setting = setting(&rules, &args.taken).map_err(bad_setting(common))?;
    let lowered = rules.lower(&setting);
    let names = Names { constitution: &rules.constitution, lowered: &lowered, lang: common.lang };
    let found = find(&rules, topic);
    if found.is_empty() {
        let known = rules.constitution.rules.iter().map(|rule| rule.name.as_str());
        let help =
            nearest(topic, known.chain(pages::ids())).map(|near| format!("the nearest name is `{near}`"));
        let message = format!("nothing here is named `{topic}`, and no rule cites it");
        return Err(Box::new(Done::refused(common, &message, help.as_deref())));
    }
    let views = found.into_iter().map(|rule| plain::explain(&names, &source, rule)).collect();
    Ok(done(common, topic, None, views))
}

fn done(common: &Common, topic: &str, page: Option<String>, rules: Vec<json::ExplainedView>) -> Done {
    let report =
        ExplainReport { schema: EXPLAIN, language: common.lang.id(), topic: topic.to_owned(), page, rules };
    let out = match common.format {
        Format::Json => json::write(&report),
        Format::Text | Format::Promela => text(&report, Paint::stdout(common.color)),
    };
    Done::found(out, Exit::Clean)
}

/// The rules that bear a name, or else those that cite an article.
fn find(rules: &Rules, topic: &str) -> Vec<RuleId> {
    let named = rules.names.rules_named(topic);
    if !named.is_empty() {
        return named;
    }
    let sought = Article::of(topic);
    let all = rules.constitution.rules.iter().enumerate();
    all.filter(|(_, rule)| rule.cites.iter().any(|cite| Article::of(&cite.at).covers(&sought)))
        .map(|(index, _)| RuleId(index as u32))
        .collect()
}

/// An article as its parts: `Art. 44(2)` is `44`, `2`. Without parts, the words themselves.
#[derive(Debug, PartialEq, Eq)]
struct Article(Vec<String>);

impl Article {
    fn of(text: &str) -> Article {
        let lower = text.trim().to_lowercase();
        let bare = ["article", "art.", "art", "статья", "ст."]
            .iter()
            .find_map(|word| lower.strip_prefix(word))
            .unwrap_or(&lower);
        let parts = bare.split(|c: char| !(c.is_alphanumeric() || c == '-')).filter(|part| !part.is_empty());
        Article(parts.map(str::to_owned).collect())
    }

    /// Tells whether a citation of this is meant by a question about `sought`: it is the same, a part of it, or
    /// the whole of which it is a part.
    fn covers(&self, sought: &Article) -> bool {
        !self.0.is_empty()
            && !sought.0.is_empty()
            && self.0.iter().zip(&sought.0).all(|(own, other)| own == other)
    }
}

fn text(report: &ExplainReport, paint: Paint) -> String {
    let mut page = Page::new();
    if let Some(text) = &report.page {
        text.lines().for_each(|line| page.line(line));
    }
    for rule in &report.rules {
        page.gap();
        page.line(&paint.bold(&format!("{}: {}", rule.rule, capital(&rule.title))));
        page.line(&format!("   {}, {}", rule.kind, rule.place));
        for line in &rule.lines {
            let mut parts = line.text.lines();
            page.hanging(3, 6, &format!("{}: {}", line.label, parts.next().unwrap_or_default()));
            parts.for_each(|part| page.hanging(6, 6, part));
        }
    }
    page.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_covers_its_paragraphs_and_the_other_way_round() {
        let covers = |own: &str, sought: &str| Article::of(own).covers(&Article::of(sought));
        assert!(covers("Art. 44", "Art. 44(2)"));
        assert!(covers("Art. 44(2)", "44"));
        assert!(covers("Art. I s.7 cl.2", "art. i s.7"));
        assert!(!covers("Art. 44(2)", "Art. 44(3)"));
        assert!(!covers("Art. 44", "Art. 4"));
    }

    #[test]
    fn each_article_that_a_rule_cites_leads_to_the_rule() {
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules");
        let mut n_cites = 0;
        let folders = std::fs::read_dir(shipped).unwrap().map(|entry| entry.unwrap().path());
        for folder in folders.filter(|path| path.is_dir()) {
            // The folder of examples holds no rules itself.
            let Ok(source) = input::load(&folder) else { continue };
            let rules = solon_rules::compile(&source).rules.unwrap();
            let folder = folder.display();
            n_cites += rules.constitution.rules.iter().map(|rule| rule.cites.len()).sum::<usize>();
            for (index, rule) in rules.constitution.rules.iter().enumerate() {
                for cite in &rule.cites {
                    assert!(find(&rules, &cite.at).contains(&RuleId(index as u32)), "{folder}: {}", cite.at);
                    // The article as a whole: up to the first parenthesis, as `Art. 155` of `Art. 155(2)`.
                    let article = cite.at.split('(').next().unwrap();
                    assert!(find(&rules, article).contains(&RuleId(index as u32)), "{folder}: {article}");
                }
            }
        }
        assert!(n_cites > 3_000, "{n_cites}");
    }
}
