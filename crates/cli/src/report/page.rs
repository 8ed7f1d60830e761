//! Lines of text: wrapped at a fixed width, so that the output does not depend on the terminal.

/// The width of a page, in characters.
const WIDTH: usize = 100;

/// Collects lines.
#[derive(Debug, Default)]
pub struct Page {
    text: String,
}

impl Page {
    /// Returns an empty page.
    pub fn new() -> Page {
        Page::default()
    }

    /// Adds an empty line, unless there is one already.
    pub fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// Adds a line as it is.
    pub fn line(&mut self, text: &str) {
        self.text += text;
        self.text.push('\n');
    }

    /// Adds a paragraph, indented by so many columns.
    pub fn paragraph(&mut self, indent: usize, text: &str) {
        self.hanging(indent, indent, text);
    }

    /// Adds a paragraph whose first line is indented otherwise than the rest.
    pub fn hanging(&mut self, first: usize, rest: usize, text: &str) {
        let mut line = " ".repeat(first);
        let mut width = first;
        let mut empty = true;
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let length = word.chars().count();
            if !empty && width + 1 + length > WIDTH {
                self.line(&line);
                line = " ".repeat(rest);
                width = rest;
                empty = true;
            }
            if !empty {
                line.push(' ');
                width += 1;
            }
            line += word;
            width += length;
            empty = false;
        }
        if !empty {
            self.line(&line);
        }
    }

    /// Adds a paragraph after a label that keeps its spaces; further lines are indented by `rest`.
    pub fn labelled(&mut self, first: usize, label: &str, rest: usize, text: &str) {
        let start = first + label.chars().count() + 1;
        let mut own = Page::new();
        own.hanging(start, rest, text);
        let padded = format!("{}{label} ", " ".repeat(first));
        self.text += &padded;
        self.text += own.text.get(start..).unwrap_or("\n");
    }

    /// Adds a point of a list.
    pub fn point(&mut self, indent: usize, text: &str) {
        self.hanging(indent, indent + 2, &format!("- {text}"));
    }

    /// Returns the text.
    pub fn finish(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_wrapped_by_characters() {
        let mut page = Page::new();
        page.hanging(0, 2, &"слово ".repeat(20));
        let text = page.finish();
        assert_eq!(text.lines().count(), 2);
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH));
        assert!(text.lines().nth(1).is_some_and(|line| line.starts_with("  слово")));
    }
}
