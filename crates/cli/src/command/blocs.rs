//! `--bloc`: seats that are cast together.

use crate::report::names::Names;
use crate::report::powers::Naming;
use solon_engine::play::{Bloc, Players};
use solon_rules::diagnostic::nearest;

/// A bloc that cannot be.
pub struct BlocError {
    /// What is wrong.
    pub message: String,
    /// What would work.
    pub help: Option<String>,
}

fn error<T>(message: String, help: Option<String>) -> Result<T, BlocError> {
    Err(BlocError { message, help })
}

/// Reads the blocs, and makes them players; returns their names as well.
///
/// # Errors
/// [`BlocError`] if one of them is not written as it must be, has a name that is taken, or asks for seats that nobody has.
pub fn with_blocs<'m>(
    names: &Names<'_>,
    players: Players<'m>,
    asked: &[String],
) -> Result<(Vec<String>, Players<'m>), BlocError> {
    let named = Naming { names, players: &players, blocs: &[] };
    let ids: Vec<String> = (0..players.all().len()).map(|player| named.id(player)).collect();
    let bodies = names.constitution.institutions.iter().map(|body| names.rule(body.rule).name.as_str());
    let mut taken: Vec<String> = ids.iter().map(String::as_str).chain(bodies).map(str::to_owned).collect();
    let mut left: Vec<u32> = (0..ids.len()).map(|player| players.n_seats(player)).collect();
    let (mut all, mut blocs) = (Vec::new(), Vec::new());
    for text in asked {
        let Some((name, seats)) = text.split_once('=').filter(|(name, _)| !name.is_empty()) else {
            let help = "write --bloc NAME=HOLDER:SEATS,HOLDER:SEATS".to_owned();
            return error(format!("`{text}` names no bloc and its seats"), Some(help));
        };
        if taken.iter().any(|taken| taken == name) {
            return error(format!("the name `{name}` is taken"), None);
        }
        taken.push(name.to_owned());
        let mut bloc = Bloc::new();
        for part in seats.split(',') {
            let (player, n) = seats_of(part, &ids)?;
            if n == 0 || n > left[player] {
                let message = format!("`{name}` cannot have {n} seats of `{}`", ids[player]);
                return error(message, Some(format!("{} are left", left[player])));
            }
            left[player] -= n;
            match bloc.iter_mut().find(|(other, _)| *other == player) {
                Some((_, seats)) => *seats += n,
                None => bloc.push((player, n)),
            }
        }
        all.push(name.to_owned());
        blocs.push(bloc);
    }
    match players.with_blocs(&blocs) {
        Some(players) => Ok((all, players)),
        None => error("with these blocs more than 128 would play".to_owned(), None),
    }
}

/// Reads a holder and a number of its seats; an office has one.
fn seats_of(part: &str, ids: &[String]) -> Result<(usize, u32), BlocError> {
    let (holder, n) = part.split_once(':').unwrap_or((part, "1"));
    let Some(player) = ids.iter().position(|id| id == holder) else {
        let close = nearest(holder, ids.iter().map(String::as_str));
        let message = format!("`{holder}` is no institution or group of seats that acts");
        return error(message, close.map(|name| format!("did you mean `{name}`?")));
    };
    match n.parse() {
        Ok(n) => Ok((player, n)),
        Err(_) => error(format!("`{n}` is no number of seats"), None),
    }
}
