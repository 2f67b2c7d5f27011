//! Addresses whose host is all but one that everybody knows: typed in haste, most likely. Only ever an offer.

/// Hosts that many have their address at. What is all but one of these is most likely one of these.
const POPULAR: [&str; 21] = [
    "gmail.com",
    "hotmail.com",
    "outlook.com",
    "yahoo.com",
    "icloud.com",
    "web.de",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "aol.com",
    "t-online.de",
    "freenet.de",
    "posteo.de",
    "mailbox.org",
    "proton.me",
    "protonmail.com",
    "fastmail.com",
    "comcast.net",
    "hotmail.co.uk",
    "yahoo.co.uk",
    "seznam.cz",
];

/// Hosts that are what they say, however near to a popular one.
const OTHERS: [&str; 41] = [
    "mail.com",
    "email.com",
    "ymail.com",
    "fmail.com",
    "mail.de",
    "mail.ru",
    "list.ru",
    "inbox.ru",
    "gmx.at",
    "gmx.ch",
    "gmx.com",
    "gmx.fr",
    "gmx.eu",
    "yahoo.de",
    "yahoo.fr",
    "yahoo.ca",
    "yahoo.es",
    "yahoo.it",
    "yahoo.co.in",
    "yahoo.co.jp",
    "yahoo.com.br",
    "yahoo.com.au",
    "hotmail.de",
    "hotmail.fr",
    "hotmail.it",
    "hotmail.es",
    "hotmail.ch",
    "outlook.de",
    "outlook.fr",
    "outlook.es",
    "outlook.it",
    "outlook.at",
    "outlook.jp",
    "live.com",
    "aim.com",
    "web.com",
    "we.de",
    "wp.pl",
    "pm.me",
    "proton.ch",
    "me.com",
];

/// From this length on two slips are more likely than another host.
const LONG: usize = 8;

/// The address that was most likely meant; none where what was typed may well be right.
///
/// ```
/// assert_eq!(domain::did_you_mean("mina@gmial.com").as_deref(), Some("mina@gmail.com"));
/// assert_eq!(domain::did_you_mean("mina@harbourfinch.example"), None);
/// ```
pub fn did_you_mean(typed: &str) -> Option<String> {
    let (local, host) = typed.trim().rsplit_once('@')?;
    let host = host.to_lowercase();
    let known = POPULAR.iter().chain(&OTHERS).any(|known| *known == host);
    if local.is_empty() || local.contains(char::is_whitespace) || known {
        return None;
    }
    let host: Vec<char> = host.chars().collect();
    let near = POPULAR.iter().filter_map(|popular| {
        let slips = slips(&host, &popular.chars().collect::<Vec<_>>());
        let likely =
            slips == 1 || (slips == 2 && host.len() >= LONG && popular.chars().next() == host.first().copied());
        likely.then_some((slips, popular))
    });
    // The fewest slips; of as many, the more popular one.
    let (_, meant) = near.min_by_key(|(slips, _)| *slips)?;
    Some(format!("{local}@{meant}"))
}

/// How many letters were left out, added, mistaken or swapped with the next one.
fn slips(typed: &[char], meant: &[char]) -> usize {
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=meant.len()).collect();
    for (i, letter) in typed.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, other) in meant.iter().enumerate() {
            let mistaken = last[j] + usize::from(letter != other);
            let mut fewest = mistaken.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && typed[i - 1] == *other && *letter == meant[j - 1] {
                fewest = fewest.min(before_last[j - 1] + 1);
            }
            row.push(fewest);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    // FIELD-63
    #[test]
    fn near_misses_of_well_known_hosts_are_offered() {
        for (typed, meant) in [
            ("gmial.com", "gmail.com"),
            ("gmail.con", "gmail.com"),
            ("gmail.co", "gmail.com"),
            ("gmal.com", "gmail.com"),
            ("gamil.con", "gmail.com"),
            ("GMIAL.com", "gmail.com"),
            ("hotmial.com", "hotmail.com"),
            ("hotmail.cmo", "hotmail.com"),
            ("yaho.com", "yahoo.com"),
            ("outlok.com", "outlook.com"),
            ("icloud.co", "icloud.com"),
            ("gmx.ed", "gmx.de"),
            ("wbe.de", "web.de"),
            ("web.ed", "web.de"),
            ("t-onlin.de", "t-online.de"),
        ] {
            assert_eq!(did_you_mean(&format!("mina+x@{typed}")), Some(format!("mina+x@{meant}")), "{typed}");
        }
    }

    // FIELD-63
    #[test]
    fn what_may_well_be_right_is_left_alone() {
        for typed in ["", "mina", "@gmial.com", "mi na@gmial.com", "mina@"] {
            assert_eq!(did_you_mean(typed), None, "{typed}");
        }
        let hosts =
            ["harbourfinch.example", "company.com", "snail.com", "mall.com", "de", "gmail.com.example", "bücher.de"];
        for host in POPULAR.iter().chain(&OTHERS).chain(&hosts) {
            assert_eq!(did_you_mean(&format!("mina@{host}")), None, "{host}");
        }
    }
}
