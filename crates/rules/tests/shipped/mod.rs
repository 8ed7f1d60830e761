//! The constitutions that are shipped, read from their folders.

use solon_rules::{Rules, compile, source::Source};
use std::path::Path;

/// Returns the rules of a folder below `rules/`.
pub fn rules(folder: &str) -> Rules {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules").join(folder);
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "ron"));
    files.sort();
    let mut source = Source::default();
    for file in files {
        source.add(file.display().to_string(), std::fs::read_to_string(&file).unwrap());
    }
    compile(&source).rules.unwrap()
}
