//! Reads rule files.

use solon_rules::source::Source;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Why files could not be read.
#[derive(Debug, Error)]
pub enum InputError {
    /// Nothing is there.
    #[error("there is no folder or file `{}`", .0.display())]
    Missing(PathBuf),
    /// It is there and cannot be read.
    #[error("`{}` cannot be read: {}", .0.display(), reason(.1))]
    Unreadable(PathBuf, std::io::Error),
    /// No rules are in it.
    #[error("the folder `{}` has no file that ends in .ron", .0.display())]
    Empty(PathBuf),
}

impl InputError {
    /// Returns a command that would work.
    pub fn help(&self) -> Option<String> {
        match self {
            // A folder can be written; that a file is missing it would not mend.
            InputError::Missing(path) if path.extension().is_some() => None,
            InputError::Missing(path) | InputError::Empty(path) => {
                Some(format!("`solon init {}` writes a small constitution to start from", path.display()))
            }
            InputError::Unreadable(..) => None,
        }
    }
}

/// Says in plain words why something cannot be read or written.
pub fn reason(error: &std::io::Error) -> String {
    use std::io::ErrorKind as Kind;
    match error.kind() {
        Kind::NotFound => "it does not exist".into(),
        Kind::PermissionDenied => "permission denied".into(),
        Kind::AlreadyExists => "it exists already".into(),
        Kind::NotADirectory => "a part of the path is no folder".into(),
        Kind::IsADirectory => "it is a folder".into(),
        Kind::StorageFull => "the disk is full".into(),
        Kind::ReadOnlyFilesystem => "the disk is read-only".into(),
        _ => error.to_string(),
    }
}

/// Reads a constitution: all .ron files of a folder in the order of their names, or a single file.
///
/// # Errors
/// [`InputError`] if nothing is there, something cannot be read, or the folder has no rules.
pub fn load(path: &Path) -> Result<Source, InputError> {
    let mut source = Source::new();
    add(&mut source, path)?;
    Ok(source)
}

/// Adds the .ron files of a folder, or a single file. The files of folders inside it are left out.
///
/// # Errors
/// As [`load`].
pub fn add(source: &mut Source, path: &Path) -> Result<(), InputError> {
    let unreadable = |path: &Path, error| InputError::Unreadable(path.to_owned(), error);
    if !path.try_exists().map_err(|error| unreadable(path, error))? {
        return Err(InputError::Missing(path.to_owned()));
    }
    let files = if path.is_dir() {
        list(path).map_err(|error| unreadable(path, error))?
    } else {
        vec![path.to_owned()]
    };
    if files.is_empty() {
        return Err(InputError::Empty(path.to_owned()));
    }
    let real = |path: &Path| path.canonicalize().ok();
    let known: Vec<PathBuf> = source.files().filter_map(|file| real(Path::new(source.name(file)))).collect();
    for file in files {
        // A file is read once, also if its folder was read before.
        if real(&file).is_some_and(|file| known.contains(&file)) {
            continue;
        }
        let bytes = std::fs::read(&file).map_err(|error| unreadable(&file, error))?;
        source.add_bytes(file.display().to_string(), bytes);
    }
    Ok(())
}

/// Lists the .ron files of a folder by name.
fn list(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "ron") && path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
