//! The constitutions that are shipped, read from their folders, for tests and benchmarks.

use solon_rules::{Rules, compile, source::Source};
use std::path::Path;

/// Returns the rules of a folder below `rules/`.
#[allow(dead_code, reason = "benchmarks are given folders")]
pub fn rules(folder: &str) -> Rules {
    at(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules").join(folder))
}

/// Returns the rules of a folder.
pub fn at(folder: &Path) -> Rules {
    let mut files: Vec<_> =
        std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("a file").path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "ron"));
    files.sort();
    let mut source = Source::default();
    for file in files {
        source.add_bytes(file.display().to_string(), std::fs::read(&file).expect("a file"));
    }
    compile(&source).rules.expect("files without errors")
}
