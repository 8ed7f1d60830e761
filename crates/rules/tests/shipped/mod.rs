//! The constitutions that are shipped, read from their folders, for tests and benchmarks.

use solon_rules::{Rules, compile, source::Source};
use std::path::Path;

/// Returns the rules of a folder below `rules/`.
#[allow(dead_code, reason = "benchmarks are given folders")]
pub fn rules(folder: &str) -> Rules {
    at(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules").join(folder))
}

/// Returns the folders of the shipped constitutions below `rules/`, the teaching ones last.
#[allow(dead_code, reason = "some tests name theirs")]
pub fn folders() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules");
    let below = |parent: &str| {
        let entries = std::fs::read_dir(root.join(parent))
            .expect("a folder")
            .map(|entry| entry.expect("a file").path());
        let mut names: Vec<String> = entries
            .filter(|path| path.is_dir() && !path.ends_with("examples"))
            .map(|path| format!("{parent}{}", path.file_name().expect("a name").display()))
            .collect();
        names.sort();
        names
    };
    [below(""), below("examples/")].concat()
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
