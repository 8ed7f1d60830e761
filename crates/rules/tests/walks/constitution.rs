//! Random well-formed constitutions, as rule files.

use crate::draw::Draw;
use proptest::prelude::*;
use std::fmt::Write;

/// The declarations of a rule file, and the lists within its procedures.
#[derive(Clone, Debug)]
pub struct Text {
    head: Vec<String>,
    procedures: Vec<Procedure>,
}

#[derive(Clone, Debug)]
struct Procedure {
    head: String,
    stages: Vec<String>,
    steps: Vec<String>,
}

impl Text {
    pub fn in_order(&self) -> String {
        self.written(&mut |_| {})
    }

    /// Returns the same declarations in another order.
    pub fn shuffled(&self, seed: u64) -> String {
        let mut random = seed | 1;
        self.written(&mut |items| {
            for at in (1..items.len()).rev() {
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                items.swap(at, (random % (at as u64 + 1)) as usize);
            }
        })
    }

    fn written(&self, reorder: &mut dyn FnMut(&mut Vec<String>)) -> String {
        let mut items = self.head.clone();
        for procedure in &self.procedures {
            let (mut stages, mut steps) = (procedure.stages.clone(), procedure.steps.clone());
            reorder(&mut stages);
            reorder(&mut steps);
            items.push(format!(
                "{}\n        stages: [\n{}        ],\n        steps: [\n{}        ],\n    ),\n",
                procedure.head,
                stages.concat(),
                steps.concat()
            ));
        }
        reorder(&mut items);
        format!("[\n{}]\n", items.concat())
    }
}

pub fn text() -> impl Strategy<Value = Text> {
    Draw::of(150).prop_map(|mut draw| written(&mut draw))
}

const HOLDERS: [&str; 5] = [
    "\"head\"",
    "\"minister\"",
    "Vote(of: \"house\", pass: Simple)",
    "Vote(of: \"house\", pass: AtLeast(2, 3, Seats))",
    "AnyOf([\"head\", \"minister\"])",
];

fn written(draw: &mut Draw) -> Text {
    let cite = |text: &str| format!("cite: \"Art. {text}\"");
    let works = "works: [Work(id: \"text\", title: \"Text\", kind: Constitution, edition: \"2020-01-01\", lang: [\"en\"])]";
    let mut head = vec![
        format!(
            "    Constitution(id: \"random\", title: \"Random\", languages: [\"en\"], {works}, start: \"2020-01-01\"),\n"
        ),
        format!(
            "    Defaults(id: \"counting\", {}, work: \"text\", counting: Counting(first: Next, round: Clamp, last: Stays), quorum: {{\"house\": MoreThan(1, 2, Seats)}}),\n",
            cite("1")
        ),
        format!("    Institution(id: \"head\", title: \"the Head\", kind: Office, {}),\n", cite("2")),
        format!("    Institution(id: \"minister\", title: \"the Minister\", kind: Office, {}),\n", cite("3")),
        format!(
            "    Institution(id: \"house\", title: \"the House\", kind: Chamber, n: {}, {}),\n",
            3 + draw.below(8),
            cite("4")
        ),
    ];
    let names = ["bill", "treaty", "inquiry"];
    let n_procedures = 1 + draw.below(3);
    let n_stages: Vec<usize> = (0..n_procedures).map(|_| 1 + draw.below(3)).collect();
    let mut procedures = Vec::new();
    for (number, &n) in n_stages.iter().enumerate() {
        let id = names[number];
        let mut stages = Vec::new();
        for stage in 0..n {
            let mut text =
                format!("            Stage(id: \"s{stage}\", title: \"stage {stage}\", {}", cite("5"));
            let silence = [
                "".to_owned(),
                "To(\"dead\")".to_owned(),
                "NotStated".to_owned(),
                "Breach(late: Valid)".to_owned(),
                format!("To(\"s{}\")", (stage + 1) % n),
            ][draw.below(5)]
            .clone();
            if !silence.is_empty() {
                let _ = write!(text, ", within: Days({}), on_silence: {silence}", 1 + draw.below(30));
            }
            stages.push(text + "),\n");
        }
        stages.push(format!("            Stage(id: \"done\", title: \"done\", end: Done, {}),\n", cite("5")));
        stages
            .push(format!("            Stage(id: \"dead\", title: \"dead\", end: Failed, {}),\n", cite("5")));
        let mut steps = Vec::new();
        let n_steps = n + 2 + draw.below(3);
        for step in 0..n_steps {
            let holder = draw.one(&HOLDERS);
            let mut text = format!(
                "            Step(id: \"t{step}\", title: \"takes step {step}\", {}, by: {holder}",
                cite("6")
            );
            // The first step opens the matter; the next ones leave one stage each, so that all can be reached.
            if step > 0 {
                let _ = write!(text, ", from: [\"s{}\"]", if step <= n { step - 1 } else { draw.below(n) });
            }
            let ends = ["done", "dead"];
            let to = match step {
                0 => "s0".to_owned(),
                _ if step < n => format!("s{step}"),
                _ => ends[draw.below(2)].to_owned(),
            };
            let _ = if holder.starts_with("Vote") {
                write!(text, ", carried: \"{to}\", failed: \"dead\"")
            } else {
                write!(text, ", to: \"{to}\"")
            };
            if n_procedures > 1 && draw.one_in(3) {
                let other = (number + 1) % n_procedures;
                let stage = ["s0", "done"][draw.below(2)];
                let not = draw.one_in(2);
                let guard = format!("In(\"{}\", [\"{stage}\"])", names[other]);
                let _ =
                    if not { write!(text, ", when: Not({guard})") } else { write!(text, ", when: {guard}") };
            }
            if draw.one_in(4) {
                let effect =
                    ["Set(\"minister\", Vacant)", "Set(\"minister\", InOffice)", "Set(\"head\", Vacant)"]
                        [draw.below(3)];
                let _ = write!(text, ", effects: [{effect}]");
            }
            steps.push(text + "),\n");
        }
        procedures.push(Procedure {
            head: format!("    Procedure(id: \"{id}\", title: \"{id}\", {},", cite("5")),
            stages,
            steps,
        });
    }
    for (number, id) in names.iter().enumerate().take(n_procedures) {
        let vital = if draw.one_in(2) { ", vital: true" } else { "" };
        head.push(format!(
            "    Outcome(id: \"o{number}\", title: \"outcome {number}\", when: In(\"{id}\", [\"done\"]){vital}, {}),\n",
            cite("7")
        ));
    }
    Text { head, procedures }
}
