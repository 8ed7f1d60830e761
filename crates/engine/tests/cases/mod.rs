//! How many cases the properties are tried on, and the states that they are tried on.

use proptest::prelude::*;
use solon_engine::model::Model;

/// How many models each property is tried on: `SOLON_CASES`, or 1,000.
pub fn config() -> ProptestConfig {
    let cases = std::env::var("SOLON_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(1_000);
    ProptestConfig {
        cases,
        failure_persistence: None,
        max_shrink_iters: 20_000,
        max_global_rejects: 100 * cases,
        ..ProptestConfig::default()
    }
}

/// Returns the values of all fields in all combinations.
#[allow(dead_code, reason = "not every test lists them")]
pub fn all_states(model: &Model) -> Vec<Vec<u8>> {
    model.fields.iter().fold(vec![Vec::new()], |states, field| {
        let longer = |state: Vec<u8>| (0..field.size).map(move |value| [state.as_slice(), &[value]].concat());
        states.into_iter().flat_map(longer).collect()
    })
}
