//! The pages of `docs/findings/` and `docs/diagnostics/`. A test holds this table and the folders equal.

use crate::args::Lang;
use crate::report::sentence::{Sentence as S, capital};
use solon_engine::finding::{self, NOT_RUN};
use solon_rules::diagnostic;

macro_rules! pages {
    ($($folder:literal / $id:literal),* $(,)?) => {
        &[$(($id, include_str!(concat!("../../../docs/", $folder, "/", $id, ".md")))),*]
    };
}

/// The pages, by the id of the finding or diagnostic.
pub const PAGES: &[(&str, &str)] = pages![
    "diagnostics" / "abort-standing",
    "diagnostics" / "acting-beside-holder",
    "diagnostics" / "acting-incompatible",
    "diagnostics" / "acts-for-itself",
    "diagnostics" / "after-without-law",
    "diagnostics" / "appointment-circle",
    "diagnostics" / "bad-date",
    "diagnostics" / "bad-id",
    "diagnostics" / "bar-always",
    "diagnostics" / "bar-covers-window",
    "diagnostics" / "bars-law",
    "diagnostics" / "bars-nothing",
    "diagnostics" / "body-twice",
    "diagnostics" / "broken-seats",
    "diagnostics" / "casting-by-voters",
    "diagnostics" / "circular-effects",
    "diagnostics" / "circular-outcome",
    "diagnostics" / "circular-seats",
    "diagnostics" / "clock-on-end",
    "diagnostics" / "count-above-seats",
    "diagnostics" / "count-below-one",
    "diagnostics" / "dead-branch",
    "diagnostics" / "duty-always-barred",
    "diagnostics" / "duty-meets-bar",
    "diagnostics" / "duty-of-another",
    "diagnostics" / "duty-to-nothing",
    "diagnostics" / "duty-without-deadline",
    "diagnostics" / "empty-file",
    "diagnostics" / "empty-period",
    "diagnostics" / "empty-window",
    "diagnostics" / "end-in-standing",
    "diagnostics" / "events-out-of-order",
    "diagnostics" / "excluded-kinds",
    "diagnostics" / "extend-without-clock",
    "diagnostics" / "fact-never-set",
    "diagnostics" / "file-too-large",
    "diagnostics" / "gate-outlasts-stage",
    "diagnostics" / "half-or-more",
    "diagnostics" / "idle-limit",
    "diagnostics" / "idle-no-quorum",
    "diagnostics" / "idle-override",
    "diagnostics" / "idle-pause",
    "diagnostics" / "idle-quorum",
    "diagnostics" / "impossible-condition",
    "diagnostics" / "impossible-share",
    "diagnostics" / "impossible-status",
    "diagnostics" / "invalid-utf8",
    "diagnostics" / "joint-parts",
    "diagnostics" / "kind-never-given",
    "diagnostics" / "law-among-others",
    "diagnostics" / "law-conflict",
    "diagnostics" / "law-loop",
    "diagnostics" / "law-needs-nobody",
    "diagnostics" / "law-waits-after",
    "diagnostics" / "law-without-cause",
    "diagnostics" / "longer-than-term",
    "diagnostics" / "malformed-character",
    "diagnostics" / "malformed-number",
    "diagnostics" / "missing-cite",
    "diagnostics" / "missing-colon",
    "diagnostics" / "missing-comma",
    "diagnostics" / "missing-field",
    "diagnostics" / "missing-language",
    "diagnostics" / "missing-manifest",
    "diagnostics" / "missing-range",
    "diagnostics" / "missing-rounding",
    "diagnostics" / "missing-silence",
    "diagnostics" / "missing-template-value",
    "diagnostics" / "missing-value",
    "diagnostics" / "mixed-decision",
    "diagnostics" / "nested-too-deeply",
    "diagnostics" / "never-happened",
    "diagnostics" / "never-opened",
    "diagnostics" / "no-members",
    "diagnostics" / "no-seats",
    "diagnostics" / "no-sessions",
    "diagnostics" / "no-sponsors",
    "diagnostics" / "no-term",
    "diagnostics" / "no-way-out",
    "diagnostics" / "nobody-acts",
    "diagnostics" / "not-analysed",
    "diagnostics" / "not-implemented",
    "diagnostics" / "not-linked",
    "diagnostics" / "not-set-by",
    "diagnostics" / "not-units",
    "diagnostics" / "number-in-id",
    "diagnostics" / "one-option",
    "diagnostics" / "only-without-choice",
    "diagnostics" / "out-of-range",
    "diagnostics" / "override-circle",
    "diagnostics" / "pause-without-end",
    "diagnostics" / "petition-base",
    "diagnostics" / "quorum-above-seats",
    "diagnostics" / "quorum-base",
    "diagnostics" / "quote-language",
    "diagnostics" / "repeated-field",
    "diagnostics" / "repeated-id",
    "diagnostics" / "blank-text",
    "diagnostics" / "repeated-key",
    "diagnostics" / "result-without-vote",
    "diagnostics" / "role-before-bind",
    "diagnostics" / "seats-depend-on-state",
    "diagnostics" / "seats-twice",
    "diagnostics" / "seats-unknown",
    "diagnostics" / "silence-elsewhere",
    "diagnostics" / "silence-without-period",
    "diagnostics" / "start-without-stage",
    "diagnostics" / "status-never-given",
    "diagnostics" / "step-from-end",
    "diagnostics" / "step-goes-nowhere",
    "diagnostics" / "step-or-fact",
    "diagnostics" / "stray-token",
    "diagnostics" / "tally-above-seats",
    "diagnostics" / "tie-impossible",
    "diagnostics" / "time-in-condition",
    "diagnostics" / "to-beside-carried",
    "diagnostics" / "too-many-errors",
    "diagnostics" / "too-many-files",
    "diagnostics" / "too-many-positions",
    "diagnostics" / "too-many-values",
    "diagnostics" / "touches-nothing",
    "diagnostics" / "unclosed-delimiter",
    "diagnostics" / "unknown-choice",
    "diagnostics" / "unknown-counter",
    "diagnostics" / "unknown-escape",
    "diagnostics" / "unknown-fact",
    "diagnostics" / "unknown-field",
    "diagnostics" / "unknown-function",
    "diagnostics" / "unknown-institution",
    "diagnostics" / "unknown-kind",
    "diagnostics" / "unknown-language",
    "diagnostics" / "unknown-option",
    "diagnostics" / "unknown-outcome",
    "diagnostics" / "unknown-param",
    "diagnostics" / "unknown-procedure",
    "diagnostics" / "unknown-role",
    "diagnostics" / "unknown-rule",
    "diagnostics" / "unknown-seats",
    "diagnostics" / "unknown-stage",
    "diagnostics" / "unknown-status",
    "diagnostics" / "unknown-step",
    "diagnostics" / "unknown-template-value",
    "diagnostics" / "unknown-template",
    "diagnostics" / "unknown-word",
    "diagnostics" / "unknown-work",
    "diagnostics" / "unreachable-stage",
    "diagnostics" / "unterminated-comment",
    "diagnostics" / "unterminated-text",
    "diagnostics" / "unused-option",
    "diagnostics" / "vacancy-without-end",
    "diagnostics" / "value-outside-range",
    "diagnostics" / "vote-without-result",
    "diagnostics" / "wrong-arguments",
    "diagnostics" / "wrong-value",
    "findings" / "appointment-blocked",
    "findings" / "captured-check",
    "findings" / "check-switched-off",
    "findings" / "circular-dependency",
    "findings" / "clock-under-control",
    "findings" / "clock-without-keeper",
    "findings" / "contradiction",
    "findings" / "dead-rule",
    "findings" / "deadline-trap",
    "findings" / "deadlock",
    "findings" / "dormant-entrenchment",
    "findings" / "endless-caretaker",
    "findings" / "frozen",
    "findings" / "gatekeeper",
    "findings" / "hidden-veto",
    "findings" / "hold-up",
    "findings" / "majority-unreachable",
    "findings" / "matter-never-ends",
    "findings" / "no-progress-loop",
    "findings" / "no-return",
    "findings" / "own-cause",
    "findings" / "paralysis",
    "findings" / "perverse-silence",
    "findings" / "property",
    "findings" / "quorum-unreachable",
    "findings" / "quorum-weapon",
    "findings" / "race",
    "findings" / "reading-decides",
    "findings" / "self-punishing-check",
    "findings" / "succession-gap",
    "findings" / "toothless-deadline",
    "findings" / "unchecked-power",
];

/// Returns the page of a finding's code or id, or of a diagnostic's id; a few words if it has no page.
pub fn page(topic: &str, lang: Lang) -> Option<String> {
    let id = id(topic)?;
    if let Some((_, page)) = PAGES.iter().find(|(known, _)| *known == id) {
        return Some((*page).to_owned());
    }
    if let Some(code) = finding::Code::ALL.into_iter().find(|code| code.id() == id) {
        return Some(format!("{} {id}\n\n{}\n", code.code(), capital(&S::Question(code).say(lang))));
    }
    if let Some((code, _, needs)) = NOT_RUN.iter().find(|(_, known, _)| *known == id) {
        return Some(format!("{code} {id}\n\n{}\n", S::NotBuilt { needs }.say(lang)));
    }
    let code = diagnostic::Code::ALL.iter().find(|code| code.id() == id)?;
    Some(format!("{id}\n\n{}\n", code.meaning()))
}

/// Returns the id that a code or an id means.
fn id(topic: &str) -> Option<&'static str> {
    let same = |known: &str| known.eq_ignore_ascii_case(topic);
    let findings = finding::Code::ALL.into_iter().map(|code| (code.code(), code.id()));
    let not_run = NOT_RUN.iter().map(|&(code, id, _)| (code, id));
    if let Some((_, id)) = findings.chain(not_run).find(|(code, id)| same(code) || same(id)) {
        return Some(id);
    }
    diagnostic::Code::ALL.iter().map(|code| code.id()).find(|id| same(id))
}

/// Returns all ids and codes.
pub fn ids() -> Vec<&'static str> {
    let mut all = Vec::new();
    for code in finding::Code::ALL {
        all.extend([code.code(), code.id()]);
    }
    for (code, id, _) in NOT_RUN {
        all.extend([*code, *id]);
    }
    all.extend(diagnostic::Code::ALL.iter().map(|code| code.id()));
    all
}

#[cfg(test)]
mod tests {
    use super::PAGES;
    use std::path::Path;

    #[test]
    fn every_page_of_the_folders_is_built_in() {
        let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
        for folder in ["findings", "diagnostics"] {
            let Ok(entries) = std::fs::read_dir(docs.join(folder)) else { continue };
            for entry in entries.flatten() {
                let name = entry.file_name().to_string_lossy().into_owned();
                let Some(id) = name.strip_suffix(".md").filter(|id| *id != "README") else { continue };
                assert!(
                    PAGES.iter().any(|(known, _)| *known == id),
                    "docs/{folder}/{id}.md is missing in the table of crates/cli/src/pages.rs"
                );
            }
        }
    }
}
