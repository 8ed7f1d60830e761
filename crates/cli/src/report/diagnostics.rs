//! What is wrong with the files, on a terminal: the place, the line, other places, and what would help.

use super::json::{DiagnosticView, LabelView};
use crate::paint::Paint;
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Level, Renderer, Snippet};
use solon_rules::diagnostic::{Diagnostic, Label, Severity};
use solon_rules::source::{FileId, Source, Span};
use std::ops::Range;

/// Lines are cut to this width; the same everywhere, so that the output does not depend on the terminal.
const WIDTH: usize = 120;

/// Renders all diagnostics, and how many there are.
pub fn text(source: &Source, found: &[Diagnostic], paint: Paint) -> String {
    if found.is_empty() {
        return String::new();
    }
    let renderer = if paint.is_on() { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(WIDTH);
    let mut out = String::new();
    // What stops the work comes first; within a severity the order of the source stays.
    let mut found: Vec<&Diagnostic> = found.iter().collect();
    found.sort_by_key(|diagnostic| diagnostic.severity());
    for diagnostic in &found {
        out += &one(source, diagnostic, &renderer);
        out += "\n\n";
    }
    out += &summary(&found);
    out
}

fn one(source: &Source, diagnostic: &Diagnostic, renderer: &Renderer) -> String {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let primary = diagnostic.primary();
    let mut files: Vec<FileId> = vec![primary.file];
    for label in &diagnostic.labels {
        if !files.contains(&label.span.file) {
            files.push(label.span.file);
        }
    }
    let mut group = level
        .primary_title(&*diagnostic.message)
        .id(diagnostic.code.id())
        .elements(Vec::<Snippet<'_, Annotation<'_>>>::new());
    for file in files {
        let mut snippet = Snippet::source(source.text(file)).path(source.name(file)).fold(true);
        // The header names the first label that is added.
        let here = diagnostic.labels.iter().enumerate().filter(|(_, label)| label.span.file == file);
        for (index, label) in here {
            let kind = if index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
            let annotation = kind.span(range(source, label));
            snippet = snippet.annotation(if label.text.is_empty() {
                annotation
            } else {
                annotation.label(&*label.text)
            });
        }
        group = group.element(snippet);
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(&**help));
    }
    renderer.render(&[group])
}

/// The bytes to mark: one character at least, of the first line only.
fn range(source: &Source, label: &Label) -> Range<usize> {
    let text = source.text(label.span.file);
    let start = (label.span.start as usize).min(text.len());
    let end = (label.span.end as usize).clamp(start, text.len());
    let line_end =
        text.get(start..).and_then(|rest| rest.find(['\n', '\r'])).map_or(text.len(), |at| start + at);
    start..end.min(line_end).max(start)
}

fn summary(found: &[&Diagnostic]) -> String {
    let count = |severity| found.iter().filter(|diagnostic| diagnostic.severity() == severity).count();
    let counts = [
        (count(Severity::Error), "error"),
        (count(Severity::Warning), "warning"),
        (count(Severity::Note), "note"),
    ];
    let parts: Vec<String> = counts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, noun)| format!("{count} {noun}{}", if count == 1 { "" } else { "s" }))
        .collect();
    format!("{}\n", parts.join(", "))
}

/// The same for programs.
pub fn views(source: &Source, found: &[Diagnostic]) -> Vec<DiagnosticView> {
    found
        .iter()
        .map(|diagnostic| DiagnosticView {
            id: diagnostic.code.id(),
            severity: match diagnostic.severity() {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "note",
            },
            message: diagnostic.message.clone(),
            labels: diagnostic.labels.iter().map(|label| place(source, label)).collect(),
            help: diagnostic.help.clone(),
        })
        .collect()
}

fn place(source: &Source, label: &Label) -> LabelView {
    let (line, column) = source.position(label.span);
    let (end_line, end_column) = source.position(Span { start: label.span.end, ..label.span });
    LabelView {
        file: source.name(label.span.file).to_owned(),
        line,
        column,
        end_line,
        end_column,
        text: label.text.clone(),
    }
}
