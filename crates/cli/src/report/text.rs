//! The report of `solon check` for people: a page that stands without knowledge of the tool.

use super::json::{CheckReport, EventView, FindingView, Named};
use super::lanes::lanes;
use super::page::Page;
use super::sentence::{Heading, Marker, Occurrence, Sentence as S, capital};
use crate::args::Lang;
use crate::paint::Paint;
use solon_engine::finding::{Code, Severity};

/// How the report is written.
#[derive(Clone, Copy)]
pub struct Style {
    /// In which language.
    pub lang: Lang,
    /// With which colours.
    pub paint: Paint,
    /// Whether lanes are drawn above each story.
    pub lanes: bool,
}

/// Writes the report. `quiet` leaves out everything but the findings and how many there are.
pub fn check(report: &CheckReport, style: Style, quiet: bool) -> String {
    let Style { lang, paint, lanes } = style;
    let writer = Writer { lang, paint, lanes };
    let mut page = Page::new();
    if !quiet {
        writer.opening(&mut page, report);
    }
    writer.summary(&mut page, report);
    if !quiet {
        writer.overview(&mut page, report);
    }
    for finding in report.findings.iter().filter(|finding| finding.intended.is_none()) {
        page.gap();
        writer.finding(&mut page, finding);
    }
    if report.findings.iter().any(|finding| finding.intended.is_some()) {
        page.gap();
        page.line(&paint.bold(&writer.heading(Heading::Intended)));
        for finding in report.findings.iter().filter(|finding| finding.intended.is_some()) {
            page.gap();
            writer.finding(&mut page, finding);
        }
    }
    writer.list(
        &mut page,
        Heading::Unmatched,
        report
            .unmatched_intentions
            .iter()
            .map(|intention| format!("{}: {}", intention.rule, intention.sentence)),
    );
    writer.list(&mut page, Heading::Undecided, undecided(report, lang).into_iter());
    if !quiet {
        writer.closing(&mut page, report);
    }
    page.finish()
}

/// Writes the lines of a story: numbered, dated, with what each event changed.
pub fn story(page: &mut Page, lang: Lang, indent: usize, events: &[EventView]) {
    let digits = events.len().to_string().len();
    for (index, event) in events.iter().enumerate() {
        self::event(page, lang, indent, (index + 1, digits), event);
    }
}

/// Writes one event with its number, which is right-aligned to so many digits.
pub fn event(
    page: &mut Page,
    lang: Lang,
    indent: usize,
    (number, digits): (usize, usize),
    event: &EventView,
) {
    let marker = match event.kind {
        "time" | "duty-broken" => Some(Marker::Time),
        "law" => Some(Marker::Law),
        "world" => Some(Marker::World),
        _ => None,
    };
    let marker = marker.map(|marker| S::Marker(marker).say(lang) + " ").unwrap_or_default();
    let articles = match event.articles.join(", ") {
        assumed if assumed.is_empty() && event.assumed => format!(" [{}]", S::Assumption.say(lang)),
        none if none.is_empty() => none,
        articles => format!(" [{articles}]"),
    };
    let number = format!("{number:>digits$}.");
    let inner = indent + digits + 13;
    // The number is set apart, so that its padding survives the wrapping.
    page.labelled(indent, &number, inner, &format!("{} {marker}{}.{articles}", event.date, event.text));
    for vote in &event.votes {
        page.hanging(inner, inner + 2, &format!("{}.", capital(vote)));
    }
    for change in &event.changes {
        page.hanging(inner, inner + 2, &format!("→ {change}."));
    }
    if !event.violates.is_empty() {
        let rules: Vec<&str> = event.violates.iter().map(|rule| rule.title.as_str()).collect();
        let rules = S::And(&rules).say(lang);
        page.hanging(
            inner,
            inner + 2,
            &format!("! {}", S::from(Occurrence::Violates { rules: &rules }).say(lang)),
        );
    }
}

struct Writer {
    lang: Lang,
    paint: Paint,
    lanes: bool,
}

impl Writer {
    fn heading(&self, heading: Heading<'_>) -> String {
        S::Heading(heading).say(self.lang)
    }

    fn opening(&self, page: &mut Page, report: &CheckReport) {
        let Some(constitution) = &report.constitution else { return };
        page.line(&self.paint.bold(&constitution.title));
        for work in &constitution.works {
            page.hanging(
                0,
                2,
                &self.heading(Heading::Edition { title: &work.title, edition: &work.edition }),
            );
        }
        page.gap();
        for option in &report.options {
            let taken = Heading::Taken {
                choice: &option.title,
                option: &option.option_title,
                by_default: option.by_default,
            };
            page.hanging(0, 2, &format!("{}.", self.heading(taken)));
        }
        for change in &report.changes {
            page.hanging(
                0,
                2,
                &format!("{}.", self.heading(Heading::Changed { param: &change.title, value: change.value })),
            );
        }
        if !report.open_readings.is_empty() {
            let explored = !report.undecided.iter().any(|undecided| undecided.code == "H3");
            page.hanging(0, 2, &self.heading(Heading::Open { n: report.open_readings.len(), explored }));
            for reading in &report.open_readings {
                page.point(
                    2,
                    &self.heading(Heading::Options { choice: &reading.title, n: reading.options.len() }),
                );
            }
        }
        page.gap();
    }

    fn summary(&self, page: &mut Page, report: &CheckReport) {
        let counts = &report.counts;
        let of = [
            (Severity::Error, counts.error),
            (Severity::Warning, counts.warning),
            (Severity::Note, counts.note),
        ];
        let parts: Vec<String> = of
            .into_iter()
            .filter(|(_, n)| *n > 0)
            .map(|(severity, n)| S::Findings { severity, n }.say(self.lang))
            .collect();
        let complete = report.search.as_ref().is_some_and(|search| search.complete);
        let counted = if parts.is_empty() { self.heading(Heading::NothingFound) } else { parts.join(", ") };
        let counted = counted.trim_end_matches('.');
        let open = report.findings.iter().filter(|finding| finding.leaves_open);
        let open = ranges(&open.map(|finding| finding.number).collect::<Vec<_>>());
        let summary = Heading::Summary { counts: counted, intended: counts.intended, complete, open: &open };
        page.paragraph(0, &self.heading(summary));
    }

    /// Which checks found something, with the numbers of their findings; only if there is much to find one's way in.
    fn overview(&self, page: &mut Page, report: &CheckReport) {
        const FEW: usize = 5;
        if report.findings.len() <= FEW {
            return;
        }
        let mut checks: Vec<(&str, Vec<&FindingView>)> = Vec::new();
        for finding in &report.findings {
            match checks.iter_mut().find(|(code, _)| *code == finding.code) {
                Some((_, findings)) => findings.push(finding),
                None => checks.push((finding.code, vec![finding])),
            }
        }
        let line = |(code, findings): (&str, Vec<&FindingView>)| {
            let numbers: Vec<usize> = findings.iter().map(|finding| finding.number).collect();
            let holders = if ASKS_WHO.contains(&code) { of_holders(&findings) } else { String::new() };
            format!("{} {} ({code} {}){holders}", self.question(code), ranges(&numbers), findings[0].id)
        };
        self.list(page, Heading::Overview, checks.into_iter().map(line));
    }

    /// What a check asks, as a sentence.
    fn question(&self, code: &str) -> String {
        let code = Code::ALL.into_iter().find(|known| known.code() == code);
        code.map(|code| capital(&S::Question(code).say(self.lang))).unwrap_or_default()
    }

    fn finding(&self, page: &mut Page, finding: &FindingView) {
        let severity = match finding.severity {
            "error" => self.paint.red(&self.severity(Severity::Error)),
            "warning" => self.paint.yellow(&self.severity(Severity::Warning)),
            _ => self.paint.blue(&self.severity(Severity::Note)),
        };
        let trace = finding.trace_id.iter().map(|id| format!(", {id}")).collect::<String>();
        let id = format!("({} {}{trace})", finding.code, finding.id);
        let question = self.question(finding.code);
        let title = self.paint.bold(&format!("{}.", finding.number));
        page.hanging(0, 3, &format!("{title} {severity} {question} {id}"));
        page.paragraph(3, &finding.sentence);
        if let Some(why) = &finding.intended {
            page.paragraph(3, &self.heading(Heading::MeantBecause { why }));
        }
        if !finding.articles.is_empty() {
            page.hanging(
                3,
                5,
                &format!("{}{}", self.heading(Heading::Articles), finding.articles.join(", ")),
            );
        }
        if !finding.readings.is_empty() {
            if let [only] = &finding.readings[..] {
                page.hanging(3, 5, &S::OnlyIf { readings: only }.say(self.lang));
            } else {
                page.line(&format!("   {}", self.heading(Heading::OnlyIfOneOf)));
                finding.readings.iter().for_each(|case| page.point(5, case));
            }
        }
        if !finding.told_under.is_empty() {
            let readings: Vec<&str> = finding.told_under.iter().map(String::as_str).collect();
            let readings = S::And(&readings).say(self.lang);
            let others = finding.under == "all";
            page.hanging(3, 5, &S::ToldUnder { readings: &readings, others }.say(self.lang));
        }
        if finding.under == "not_decided" {
            page.hanging(3, 5, &S::OthersUndecided.say(self.lang));
        }
        finding.taken.iter().for_each(|taken| page.hanging(3, 5, taken));
        if !finding.trace.is_empty() {
            page.line(&format!("   {}", self.heading(Heading::Story)));
            self.story(page, &finding.trace, &finding.trace_holders, &finding.end);
        }
        for other in &finding.more_traces {
            page.line(&format!("   {}", self.heading(Heading::OtherStory { id: &other.trace_id })));
            self.story(page, &other.trace, &other.trace_holders, &other.end);
        }
        if !finding.way_on.is_empty() {
            page.line(&format!("   {}", self.heading(Heading::WayOn)));
            finding.way_on.iter().for_each(|act| page.point(5, act));
        }
        if !finding.consequences.is_empty() {
            page.line(&format!("   {}", self.heading(Heading::Consequences)));
            finding.consequences.iter().for_each(|consequence| page.point(5, consequence));
        }
        page.paragraph(3, &finding.proof_sentence);
        for line in &finding.rests_on {
            page.hanging(3, 5, line);
        }
        if !finding.unmodelled.is_empty() {
            let titles: Vec<&str> = finding.unmodelled.iter().map(|clause| clause.title.as_str()).collect();
            page.hanging(3, 5, &format!("{}.", S::LeftOut { titles: &titles }.say(self.lang)));
        }
        for cure in &finding.cures {
            page.hanging(3, 5, &format!("{}{}.", self.heading(Heading::Remedy), cure.text));
            if !cure.edit.is_empty() {
                page.hanging(5, 7, &format!("{}{}", self.heading(Heading::Edit), cure.edit));
            }
        }
    }

    fn story(&self, page: &mut Page, trace: &[EventView], holders: &[Named], end: &[String]) {
        if self.lanes {
            lanes(page, self.lang, holders, &trace.iter().collect::<Vec<_>>());
        }
        story(page, self.lang, 5, trace);
        if !end.is_empty() {
            page.hanging(3, 5, &format!("{}{}.", self.heading(Heading::AtTheEnd), end.join("; ")));
        }
    }

    fn severity(&self, severity: Severity) -> String {
        format!("{}.", capital(&S::SeverityIs(severity).say(self.lang)))
    }

    fn list(&self, page: &mut Page, heading: Heading<'_>, points: impl Iterator<Item = String>) {
        let points: Vec<String> = points.collect();
        if points.is_empty() {
            return;
        }
        page.gap();
        page.line(&self.paint.bold(&self.heading(heading)));
        for point in points {
            page.point(2, &point);
        }
    }

    fn closing(&self, page: &mut Page, report: &CheckReport) {
        self.list(
            page,
            Heading::Properties,
            report.answers.iter().map(|answer| match answer.finding {
                Some(number) => format!("{number}: {}", answer.sentence),
                None => answer.sentence.clone(),
            }),
        );
        let clean = report
            .clean
            .iter()
            .map(|check| format!("{} ({} {})", capital(&check.question), check.code, check.id));
        self.list(page, Heading::Clean, clean);
        self.list(page, Heading::Agreeing, report.agreeing_readings.iter().cloned());
        let mut by_need: Vec<(&str, Vec<String>)> = Vec::new();
        for check in &report.not_run {
            let name = format!("{} {}", check.code, check.id);
            match by_need.iter_mut().find(|(needs, _)| *needs == check.needs) {
                Some((_, names)) => names.push(name),
                None => by_need.push((&check.needs, vec![name])),
            }
        }
        let not_run = by_need.into_iter().map(|(needs, names)| format!("{needs}: {}", names.join(", ")));
        self.list(page, Heading::NotRun, not_run);
        let left_out = report.unmodelled.iter().map(|clause| {
            let articles = if clause.articles.is_empty() {
                String::new()
            } else {
                format!(" [{}]", clause.articles.join(", "))
            };
            format!("{}{articles}: {}", clause.title, clause.why)
        });
        self.list(page, Heading::LeftOut, left_out);
        page.gap();
        if let Some(search) = report.search.as_ref().filter(|search| !search.searches.is_empty()) {
            let (states, transitions, n) = (search.states, search.transitions, search.searches.len());
            page.paragraph(0, &self.heading(Heading::Searched { states, transitions, n }));
            page.paragraph(0, &self.heading(Heading::UntimedNote { questions: search.timed.questions }));
            if !report.open_readings.is_empty() {
                page.paragraph(0, &self.heading(Heading::ReadTogether));
            }
        }
        if report.findings.iter().any(|finding| finding.trace_id.is_some()) {
            page.paragraph(0, &self.heading(Heading::ConductNote));
            page.paragraph(0, &self.heading(Heading::SaveTraces));
        }
    }
}

/// The questions of one check that were not decided for one reason are one line.
fn undecided(report: &CheckReport, lang: Lang) -> Vec<String> {
    let mut groups: Vec<(String, &str, Vec<String>)> = Vec::new();
    for undecided in &report.undecided {
        let check = format!("{} {}", undecided.code, undecided.id);
        let rule = undecided.title.as_deref().map(|title| S::Titled { title }.say(lang));
        match groups.iter_mut().find(|(known, why, _)| *known == check && *why == undecided.why) {
            Some((_, _, rules)) => rules.extend(rule),
            None => groups.push((check, &undecided.why, rule.into_iter().collect())),
        }
    }
    let line = |(check, why, rules): (String, &str, Vec<String>)| match rules[..] {
        [] => format!("{check}: {why}"),
        _ => format!("{check}: {why}. {}", rules.join(", ")),
    };
    groups.into_iter().map(line).collect()
}

/// The checks that ask who.
const ASKS_WHO: [&str; 2] = ["B1", "C4"];

/// Each holder with the number of the findings that name him, the most first.
fn of_holders(findings: &[&FindingView]) -> String {
    let mut holders: Vec<(&str, usize)> = Vec::new();
    for holder in findings.iter().flat_map(|finding| &finding.holders) {
        match holders.iter_mut().find(|(title, _)| *title == holder.title) {
            Some((_, n)) => *n += 1,
            None => holders.push((&holder.title, 1)),
        }
    }
    holders.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let each: Vec<String> = holders.iter().map(|(title, n)| format!("{title} {n}")).collect();
    format!(": {}", each.join(", "))
}

/// Writes ascending numbers, runs as ranges: 1-3, 7.
fn ranges(numbers: &[usize]) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for &number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => runs.push((number, number)),
        }
    }
    let run = |(first, last): (usize, usize)| {
        if first == last { first.to_string() } else { format!("{first}-{last}") }
    };
    runs.into_iter().map(run).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    #[test]
    fn runs_of_numbers_are_ranges() {
        assert_eq!(super::ranges(&[1, 2, 3, 7, 9, 10]), "1-3, 7, 9-10");
        assert_eq!(super::ranges(&[]), "");
    }
}
