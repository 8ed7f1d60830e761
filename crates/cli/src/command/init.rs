//! `solon init`: writes a small constitution that passes the check.

use super::{Done, Outcome, refused};
use crate::args::{Common, Init};
use crate::exit::Exit;
use crate::input::reason;
use std::path::{Path, PathBuf};

/// The files: where they go, and what they say.
const FILES: &[(&str, &str)] = &[
    ("constitution.ron", include_str!("../../init/constitution.ron")),
    ("institutions.ron", include_str!("../../init/institutions.ron")),
    ("bill.ron", include_str!("../../init/bill.ron")),
    ("scenarios/first-law.ron", include_str!("../../init/scenarios/first-law.ron")),
];

pub fn run(common: &Common, args: &Init) -> Outcome {
    let dir = &args.dir;
    let failed = |path: &Path, error: &std::io::Error| {
        refused(common, &format!("`{}` cannot be written: {}", path.display(), reason(error)))
    };
    let existed = dir.try_exists().map_err(|error| failed(dir, &error))?;
    if existed {
        let is_empty = match std::fs::read_dir(dir) {
            Ok(mut entries) => entries.next().is_none(),
            Err(error) => return Err(failed(dir, &error)),
        };
        if !is_empty {
            let message = format!("the folder `{}` is not empty", dir.display());
            return Err(Box::new(Done::refused(
                common,
                &message,
                Some("name a folder that does not exist yet"),
            )));
        }
    }
    let mut written = Vec::new();
    if let Err((path, error)) = write(dir, &mut written) {
        undo(dir, existed, &written);
        return Err(failed(&path, &error));
    }
    let dir = dir.display();
    let out = format!(
        "{}\nsolon check {dir}\nsolon run {dir}\n",
        written.iter().map(|path| format!("wrote {}", path.display())).collect::<Vec<_>>().join("\n")
    );
    Ok(Done::found(out, Exit::Clean))
}

fn write(dir: &Path, written: &mut Vec<PathBuf>) -> Result<(), (PathBuf, std::io::Error)> {
    std::fs::create_dir_all(dir.join("scenarios")).map_err(|error| (dir.to_owned(), error))?;
    for (name, text) in FILES {
        let path = dir.join(name);
        // Noted before it is written, so that half a file is taken away as well.
        written.push(path.clone());
        std::fs::write(&path, text).map_err(|error| (path, error))?;
    }
    Ok(())
}

/// Takes away what was written. What cannot be taken away is left; the first error is the one to report.
fn undo(dir: &Path, existed: bool, written: &[PathBuf]) {
    for path in written {
        let _ = std::fs::remove_file(path);
    }
    let _ = std::fs::remove_dir(dir.join("scenarios"));
    if !existed {
        let _ = std::fs::remove_dir(dir);
    }
}
