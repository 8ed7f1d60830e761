//! Text: quotations, names, and clauses that are left out.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::resolved::{Constitution, RuleKind};

pub(super) fn check(constitution: &Constitution, out: &mut Diagnostics) {
    for rule in constitution.rules.iter().filter(|rule| rule.kind != RuleKind::Gate) {
        quotes(constitution, rule, out);
        if let Some(part) = number_of_article(&rule.name) {
            let message = format!("`{part}` names a place in the text, and articles are renumbered");
            let help = "say what the rule is about; its article stands in `cite`";
            out.push(Diagnostic::at(Code::NumberInId, rule.span, message).help(help));
        }
    }
    for clause in constitution.unmodelled.iter().filter(|clause| clause.touches.is_empty()) {
        let rule = constitution.rule(clause.rule);
        let message = format!("`{}` is left out, and does not say which rules it could change", rule.name);
        out.push(
            Diagnostic::at(Code::TouchesNothing, rule.span, message)
                .help("add touches: [\"rule\"], so that findings can name the clause"),
        );
    }
}

/// The decisive words are those of an authentic language.
fn quotes(constitution: &Constitution, rule: &crate::resolved::Rule, out: &mut Diagnostics) {
    for cite in &rule.cites {
        let Some(work) = cite.work.map(|work| &constitution.works[work]) else { continue };
        let authentic = cite.quote.iter().any(|(language, _)| work.lang.contains(language));
        if cite.quote.is_empty() || work.lang.is_empty() || authentic {
            continue;
        }
        let given: Vec<&str> = cite.quote.iter().map(|(language, _)| language.as_str()).collect();
        let message = format!(
            "the words are quoted in {}, but `{}` is authentic in {}",
            super::listed(given),
            work.id,
            super::listed(work.lang.iter().map(String::as_str))
        );
        out.push(Diagnostic::at(Code::QuoteLanguage, cite.span, message));
    }
}

/// Returns the part of an id that is the number of an article.
fn number_of_article(name: &str) -> Option<&str> {
    const WORDS: [&str; 10] =
        ["art", "article", "sec", "section", "par", "para", "paragraph", "clause", "cl", "subsection"];
    let id = name.split('.').next_back()?;
    let mut at = 0;
    let mut before: Option<(usize, &str)> = None;
    for part in id.split('-') {
        let letters = part.trim_end_matches(|c: char| c.is_ascii_digit());
        let has_number = letters.len() < part.len();
        if has_number && WORDS.contains(&letters) {
            return Some(part);
        }
        if let Some((start, word)) = before.filter(|_| has_number && letters.is_empty())
            && WORDS.contains(&word)
        {
            return Some(&id[start..at + part.len()]);
        }
        before = Some((at, part));
        at += part.len() + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::number_of_article;

    #[test]
    fn only_numbers_of_articles_are_found_in_an_id() {
        assert_eq!(number_of_article("art-54-2"), Some("art-54"));
        assert_eq!(number_of_article("bill.section3"), Some("section3"));
        assert_eq!(number_of_article("bill.veto-article-12"), Some("article-12"));
        for name in ["bill.sign", "two-thirds", "party-2021", "part-2", "kz-07", "heart-2", "s-5"] {
            assert_eq!(number_of_article(name), None, "{name}");
        }
    }
}
