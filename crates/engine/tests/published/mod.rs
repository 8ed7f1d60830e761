//! Published power indices: the game that each source means, and its figures as printed.
//!
//! "Looked up" says that the figure was read in the place named; "recalled" that it was written down from memory, before it was
//! computed here. Figures given by a source as fractions or percentages stand as decimals of the same precision.

use solon_engine::index::{Game, Group};

/// What a figure measures, for one member.
#[derive(Clone, Copy, Debug)]
pub enum Figure {
    ShapleyShubik,
    BanzhafAbsolute,
    BanzhafNormalised,
    Johnston,
    /// Coleman's power to prevent action: the share of the winning coalitions that the member makes win.
    ColemanPrevent,
    /// Coleman's power to initiate action: the share of the losing coalitions that the member would make win.
    ColemanInitiate,
}

use Figure::{BanzhafAbsolute, BanzhafNormalised, ColemanInitiate, ColemanPrevent, Johnston, ShapleyShubik};

/// A voting body and what has been printed about it.
pub struct Body {
    pub name: &'static str,
    /// Who the members of each group are.
    pub members: &'static [&'static str],
    pub game: Game,
    /// Group, what is measured, and the figure as printed.
    pub figures: Vec<(usize, Figure, &'static str)>,
}

/// One row for a group: its figures in the order of the columns.
fn row<const N: usize>(
    group: usize,
    columns: [Figure; N],
    printed: [&'static str; N],
) -> Vec<(usize, Figure, &'static str)> {
    columns.into_iter().zip(printed).map(|(figure, printed)| (group, figure, printed)).collect()
}

/// A game in which each member has a number of votes, and so many votes are needed. Each entry is how many members have how many.
fn weighted(members: &[(u32, usize)], needed: usize) -> Game {
    let groups = members.iter().map(|(n, _)| Group::of_every_count(*n)).collect();
    let votes =
        |counts: &[usize]| counts.iter().zip(members).map(|(count, (_, votes))| count * votes).sum::<usize>();
    Game::new(groups, |counts| votes(counts) >= needed).unwrap()
}

pub fn bodies() -> Vec<Body> {
    vec![
        security_council(),
        community_of_six(),
        community_of_six_without_proposal(),
        federal_system(),
        federal_system_with_vice_president(),
        seven_provinces_with_half_the_people(),
        regional_vetoes(),
        victoria_charter(),
        county_board("Nassau County 1958", &[(2, 9), (1, 7), (1, 3), (2, 1)], 16, [1, 1, 0, 0]),
        county_board("Nassau County 1964", &[(2, 31), (1, 28), (1, 21), (2, 2)], 58, [1, 1, 0, 0]),
        three_parties(),
    ]
}

/// The Security Council of the United Nations since 1965, on matters that are not procedural: nine of fifteen, among them the
/// five permanent members (Charter, Art. 27(3)); an abstention counts as a no.
///
/// # Source
/// Shapley-Shubik: 4/2145 for each of the ten, hence 421/2145 for each of the five (looked up:
/// <https://gonitsora.com/veto-starting-to-sound-really-good>); 0.1963 and 0.001865, and Banzhaf 0.1669 and 0.0165 (848 and 84
/// of 5080 swings): recalled from Felsenthal and Machover, "The Measurement of Voting Power" (1998), and many textbooks.
fn security_council() -> Body {
    let groups = vec![Group::new(5, [5]), Group::of_every_count(10)];
    let columns = [ShapleyShubik, ShapleyShubik, BanzhafNormalised, BanzhafAbsolute];
    Body {
        name: "UN Security Council",
        members: &["permanent", "elected"],
        game: Game::new(groups, |regimes| regimes[0] == 1 && regimes[1] >= 4).unwrap(),
        figures: [
            row(0, columns, ["0.196", "0.1963", "0.1669", "0.05176"]),
            row(1, columns, ["0.0019", "0.001865", "0.0165", "0.00513"]),
        ]
        .concat(),
    }
}

/// The Council of the European Economic Community from 1958 to 1972, on a proposal of the Commission: 12 of 17 votes (Treaty,
/// Art. 148(2), first case).
///
/// # Source
/// Banzhaf: looked up, <https://libraries.io/pypi/powerindex/0.2.0>, where the figures end in the rounding of the machine;
/// that Luxembourg has no power, also <http://108.161.137.60/piglix/Qualified_Majority_Voting>. Shapley-Shubik: recalled from
/// Felsenthal and Machover, "The Measurement of Voting Power" (1998).
fn community_of_six() -> Body {
    let columns = [ShapleyShubik, BanzhafNormalised];
    Body {
        name: "EEC 1958",
        members: &["Germany, France, Italy", "Belgium, Netherlands", "Luxembourg"],
        game: weighted(&[(3, 4), (2, 2), (1, 1)], 12),
        figures: [
            row(0, columns, ["0.2333", "0.2380952380952381"]),
            row(1, columns, ["0.1500", "0.1428571428571429"]),
            row(2, columns, ["0.0000", "0.0"]),
        ]
        .concat(),
    }
}

/// The same Council where there is no proposal of the Commission: 12 of 17 votes of at least four of the six members (Treaty,
/// Art. 148(2), second case). No printed figure was found: only that Luxembourg has power here, and none there.
fn community_of_six_without_proposal() -> Body {
    let groups = [3, 2, 1].map(Group::of_every_count).into();
    let wins = |counts: &[usize]| {
        4 * counts[0] + 2 * counts[1] + counts[2] >= 12 && counts.iter().sum::<usize>() >= 4
    };
    Body {
        name: "EEC 1958, without a proposal",
        members: &["Germany, France, Italy", "Belgium, Netherlands", "Luxembourg"],
        game: Game::new(groups, wins).unwrap(),
        figures: vec![],
    }
}

/// The legislature of the United States as a game of 536: majorities of 435 and of 100 with the President, or two thirds of both;
/// everybody votes, and the Vice President is left out, so that a tie in the Senate is a defeat.
///
/// # Source
/// Recalled from Taylor, "Mathematics and Politics" (1995), ch. 4 and 9: President 0.16047 (Shapley-Shubik), 0.038 (Banzhaf) and
/// 77 per cent (Johnston).
fn federal_system() -> Body {
    let groups = vec![Group::new(435, [218, 290]), Group::new(100, [51, 67]), Group::new(1, [1])];
    let wins =
        |regimes: &[usize]| regimes[0] >= 1 && regimes[1] >= 1 && regimes[2] == 1 || regimes[..2] == [2, 2];
    Body {
        name: "United States",
        members: &["Representative", "Senator", "President"],
        game: Game::new(groups, wins).unwrap(),
        figures: row(2, [ShapleyShubik, BanzhafNormalised, Johnston], ["0.16047", "0.038", "0.77"]),
    }
}

/// The same with the Vice President as the 537th member, whose vote decides a tie in the Senate (fifty of a hundred and he make a
/// majority there; he has no vote on two thirds). No printed figure was found; the order of the members is tested elsewhere.
fn federal_system_with_vice_president() -> Body {
    let groups = vec![
        Group::new(435, [218, 290]),
        Group::new(100, [50, 51, 67]),
        Group::new(1, [1]),
        Group::new(1, [1]),
    ];
    let wins = |regimes: &[usize]| match regimes {
        [house, senate, vice_president, president] => {
            let majorities = *house >= 1 && senate + vice_president >= 2;
            majorities && *president == 1 || *house == 2 && *senate == 3
        }
        _ => false,
    };
    Body {
        name: "United States with the Vice President",
        members: &["Representative", "Senator", "Vice President", "President"],
        game: Game::new(groups, wins).unwrap(),
        figures: vec![],
    }
}

/// The general amending formula of Canada (Constitution Act, 1982, s. 38(1)): Parliament, as one member, and two thirds of the
/// ten provinces with half of the population of all. Populations of the census of 1996, in thousands, recalled.
///
/// # Source
/// Looked up: <http://sfu.ca/~aheard/324/reg_veto.html>, after Heard and Swartz, "The regional veto formula and its effects on
/// Canada's constitutional amendment process", Canadian Journal of Political Science 30 (1997) 339.
fn seven_provinces_with_half_the_people() -> Body {
    const THOUSANDS: [usize; 10] = [10_754, 7_139, 3_725, 2_697, 1_114, 990, 909, 738, 552, 135];
    let groups = vec![Group::new(1, [1]); 11];
    let wins = |votes: &[usize]| {
        let people: usize = votes[1..].iter().zip(THOUSANDS).map(|(vote, people)| vote * people).sum();
        votes[0] == 1 && votes[1..].iter().sum::<usize>() >= 7 && 2 * people >= THOUSANDS.iter().sum()
    };
    let columns = [ColemanPrevent, ColemanInitiate];
    let atlantic = (7..=10).flat_map(|group| row(group, columns, ["0.439", "0.036"]));
    let rows = [
        row(0, columns, ["1.00", "0.083"]),
        row(1, columns, ["0.656", "0.054"]),
        row(2, columns, ["0.529", "0.044"]),
        row(3, columns, ["0.529", "0.044"]),
        row(4, columns, ["0.465", "0.039"]),
        row(5, columns, ["0.452", "0.038"]),
        row(6, columns, ["0.452", "0.038"]),
        atlantic.collect(),
    ];
    Body {
        name: "Canada, seven provinces with half the people",
        members: &[
            "Parliament",
            "Ontario",
            "Quebec",
            "British Columbia",
            "Alberta",
            "Manitoba",
            "Saskatchewan",
            "Nova Scotia",
            "New Brunswick",
            "Newfoundland",
            "Prince Edward Island",
        ],
        game: Game::new(groups, wins).unwrap(),
        figures: rows.concat(),
    }
}

/// The same under the Act respecting constitutional amendments (S.C. 1996, c. 1): Ontario, Quebec, British Columbia, two of the
/// three Prairie provinces and two of the four Atlantic provinces, each with half of the people of its region. On the census of
/// 1996 that is Alberta with one other Prairie province, and two of Nova Scotia, New Brunswick and Newfoundland; the general
/// formula is then met as well.
///
/// # Source
/// Looked up: the same page.
fn regional_vetoes() -> Body {
    let groups = vec![Group::new(5, [5]), Group::new(2, [1]), Group::new(3, [2]), Group::new(1, [])];
    let columns = [ColemanPrevent, ColemanInitiate];
    Body {
        name: "Canada, regional vetoes",
        members: &[
            "Parliament, Ontario, Quebec, British Columbia, Alberta",
            "Manitoba, Saskatchewan",
            "Nova Scotia, New Brunswick, Newfoundland",
            "Prince Edward Island",
        ],
        game: Game::new(groups, |regimes| regimes[..3] == [1, 1, 1]).unwrap(),
        figures: [
            row(0, columns, ["1.000", "0.012"]),
            row(1, columns, ["0.333", "0.004"]),
            row(2, columns, ["0.500", "0.006"]),
            row(3, columns, ["0.000", "0.000"]),
        ]
        .concat(),
    }
}

/// The amending formula of the Victoria Charter (1971): Ontario and Quebec; two of the four Atlantic provinces; and two of the
/// four Western provinces with half of the people of the West, that is British Columbia with one other, or the three others.
///
/// # Source
/// Recalled from Straffin, "Power indices in politics", in Brams, Lucas and Straffin (eds.), "Political and Related Models"
/// (1983).
fn victoria_charter() -> Body {
    let groups = vec![Group::new(2, [2]), Group::new(1, [1]), Group::new(3, [1, 3]), Group::new(4, [2])];
    let west = |regimes: &[usize]| regimes[1] == 1 && regimes[2] >= 1 || regimes[2] == 2;
    let columns = [ShapleyShubik, BanzhafNormalised];
    Body {
        name: "Canada, Victoria Charter",
        members: &[
            "Ontario, Quebec",
            "British Columbia",
            "Alberta, Saskatchewan, Manitoba",
            "an Atlantic province",
        ],
        game: Game::new(groups, |regimes| regimes[0] == 1 && regimes[3] == 1 && west(regimes)).unwrap(),
        figures: [
            row(0, columns, ["0.3155", "0.2178"]),
            row(1, columns, ["0.1250", "0.1634"]),
            row(2, columns, ["0.0417", "0.0545"]),
            row(3, columns, ["0.0298", "0.0594"]),
        ]
        .concat(),
    }
}

/// The Board of Supervisors of Nassau County, by weights and quota: any two of the three largest districts carry, and the others
/// are dummies.
///
/// # Source
/// Looked up: that three districts are dummies in 1958 and in 1964, "For All Practical Purposes" (10th ed.), ch. 11, example 3
/// and exercise 35 (<http://digfir-published.macmillanusa.com/fapp10e/asset/ch11/supp_wins/examples/example_3.html>), and for
/// 1964 <http://milefoot.com/math/discrete/socialchoice/nassaucountypower.htm>. The thirds follow.
fn county_board(name: &'static str, members: &[(u32, usize)], needed: usize, powerful: [u8; 4]) -> Body {
    let printed = |powerful| if powerful == 1 { "0.333" } else { "0.000" };
    let figures = powerful.into_iter().enumerate().flat_map(|(group, powerful)| {
        row(group, [ShapleyShubik, BanzhafNormalised, Johnston], [printed(powerful); 3])
    });
    let figures = figures.collect();
    let members_of_group = &["Hempstead, two supervisors", "the third district", "the fourth", "the others"];
    Body { name, members: members_of_group, game: weighted(members, needed), figures }
}

/// Three parties with 3, 2 and 1 votes, of which 4 are needed.
///
/// # Source
/// Johnston's index: looked up, the example of `johnstonIndex` in the manual of the R package CoopGame 0.2.2
/// (<https://search.r-project.org/CRAN/refmans/CoopGame/html/johnstonIndex.html>).
fn three_parties() -> Body {
    Body {
        name: "3, 2 and 1 votes, 4 needed",
        members: &["3 votes", "2 votes", "1 vote"],
        game: weighted(&[(1, 3), (1, 2), (1, 1)], 4),
        figures: [
            row(0, [Johnston], ["0.6666667"]),
            row(1, [Johnston], ["0.1666667"]),
            row(2, [Johnston], ["0.1666667"]),
        ]
        .concat(),
    }
}
