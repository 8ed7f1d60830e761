//! `tests/verdicts/<id>/bad*.cures`: what the remedies of the report mean in the rule file. Each, applied alone, clears the
//! finding. `leaves` names the finding that a partial one leaves, since nothing follows if a duty is broken.

use super::{Folder, code, err, out, root, solon};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// One remedy: what to replace, and the finding that is left.
#[derive(Default)]
struct Cure {
    name: String,
    leaves: Option<String>,
    old: Vec<String>,
    new: Vec<String>,
}

fn read(path: &Path) -> Vec<Cure> {
    let mut all: Vec<Cure> = Vec::new();
    for line in std::fs::read_to_string(path).unwrap().lines().filter(|line| !line.is_empty()) {
        if let Some(name) = line.strip_prefix("# ") {
            all.push(Cure { name: name.to_owned(), ..Cure::default() });
            continue;
        }
        let cure = all.last_mut().unwrap();
        if let Some(id) = line.strip_prefix("leaves: ") {
            cure.leaves = Some(id.to_owned());
        } else if let Some(old) = line.strip_prefix("- ") {
            cure.old.push(old.to_owned());
        } else {
            cure.new.push(line.strip_prefix("+ ").unwrap_or_else(|| panic!("{line}")).to_owned());
        }
    }
    all
}

fn applied(text: &str, cure: &Cure) -> String {
    assert_eq!(cure.old.len(), cure.new.len(), "{}", cure.name);
    cure.old.iter().zip(&cure.new).fold(text.to_owned(), |text, (old, new)| {
        assert_eq!(text.matches(old.as_str()).count(), 1, "{}: {old}", cure.name);
        text.replacen(old.as_str(), new, 1)
    })
}

fn check(file: &str) -> Value {
    let checked = solon(&["check", file, "--quiet", "--format", "json"]);
    assert_ne!(code(&checked), 2, "{file}: {}{}", out(&checked), err(&checked));
    let report: Value = serde_json::from_str(&out(&checked)).unwrap();
    assert_eq!(report["search"]["complete"], true, "{file}");
    report
}

fn has(report: &Value, id: &str) -> bool {
    report["findings"].as_array().unwrap().iter().any(|finding| finding["id"] == id)
}

#[test]
fn each_remedy_clears_its_finding() {
    let folder = Folder::new("cures");
    let mut n = 0;
    for check_folder in std::fs::read_dir(root().join("tests/verdicts")).unwrap() {
        let check_folder = check_folder.unwrap().path();
        let Ok(files) = std::fs::read_dir(&check_folder) else { continue };
        let id = check_folder.file_name().unwrap().to_str().unwrap().to_owned();
        let is_bad = |path: &PathBuf| {
            let name = path.file_name().unwrap().to_str().unwrap();
            name.starts_with("bad") && name.ends_with(".ron")
        };
        for bad in files.map(|file| file.unwrap().path()).filter(is_bad) {
            let text = std::fs::read_to_string(&bad).unwrap();
            let cures = read(&bad.with_extension("cures"));
            assert!(!cures.is_empty(), "{}", bad.display());
            for cure in cures {
                let file = folder.path("cured.ron");
                std::fs::write(&file, applied(&text, &cure)).unwrap();
                let report = check(file.to_str().unwrap());
                let what = format!("{}: {}", bad.display(), cure.name);
                assert!(!has(&report, &id), "{what}: {:#}", report["findings"]);
                if let Some(left) = &cure.leaves {
                    assert!(has(&report, left), "{what} leaves {left}: {:#}", report["findings"]);
                    let of_left = |finding: &&Value| finding["id"] == **left;
                    let finding = report["findings"].as_array().unwrap().iter().find(of_left).unwrap();
                    assert_eq!(finding["good_faith"], "defiant", "{what}");
                }
                n += 1;
            }
        }
    }
    assert!(n >= 20, "{n}");
}
