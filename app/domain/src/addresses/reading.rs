//! Reading around an `@`.

use std::ops::Range;

use super::{
    EntryProblem, Spot, around, collect,
    words::{divides, is_glue, is_letter, is_of_domain, is_sign, leads, opener},
};
use crate::{
    EmailAddress, EmailProblem,
    normal_form::usual_form,
    unicode::{is_glued, is_invisible},
    web_address::is_top_level,
};

/// Characters beyond which nothing is a domain.
const LONGEST: usize = 256;
/// Signs within a domain, beyond which it is none.
const SIGNS: usize = 32;

/// An `@` within a word, before anything is decided.
struct Piece {
    /// The word: all up to a blank or a bracket.
    word: Range<usize>,
    /// What may be its local part and its domain: up to the neighbours within the word.
    bounds: Range<usize>,
    at: usize,
    /// Another address ends where this begins.
    abuts: bool,
    /// Two or more `@` with nothing between them that divides.
    chained: bool,
}

/// Names of what holds an address in links and forms, before `=`.
pub(super) const FIELDS: [&str; 8] = ["email", "e-mail", "mail", "to", "cc", "bcc", "from", "reply-to"];

/// Reads around every `@` of the text, in their order, and where one may be escaped.
pub(super) fn spots(text: &[char]) -> Vec<Spot> {
    let pieces: Vec<Piece> = words(text).into_iter().flat_map(|word| pieces(text, &word)).collect();
    let shared = shared_sign(text, &pieces);
    let alone = matches!(pieces.as_slice(), [only] if text.iter().enumerate().all(|(place, c)|
        only.word.contains(&place) || c.is_whitespace() || is_invisible(*c)));
    let mut spots: Vec<Spot> = Vec::with_capacity(pieces.len());
    for piece in &pieces {
        let follows = piece.abuts && spots.last().is_some_and(|spot| spot.address.is_ok());
        spots.push(Reader { text, piece, shared, alone, follows }.read());
    }
    spots
}

/// The words that hold an `@`, or one that is escaped.
fn words(text: &[char]) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = 0;
    for place in 0..=text.len() {
        if text.get(place).is_none_or(|c| divides(*c)) {
            let word = text.get(start..place).unwrap_or_default();
            if word.contains(&'@') || escaped_at(word).is_some() {
                words.push(start..place);
            }
            start = place + 1;
        }
    }
    words
}

/// Where a word holds an `@` that some program wrote otherwise: `anna=40x.example` and `anna%40x.example`.
fn escaped_at(word: &[char]) -> Option<usize> {
    if word.starts_with(&['=', '?']) {
        // A name, as mail writes it (RFC 2047).
        return None;
    }
    let places = word.windows(3).enumerate().skip(1);
    let mut escaped = places.filter(|(_, three)| matches!(three, ['=' | '%', '4', '0'])).map(|(place, _)| place);
    escaped.find(|place| {
        let local = word.get(place - 1).is_some_and(|c| is_letter(*c));
        let after: Vec<char> = word.iter().skip(place + 3).copied().take_while(|c| is_of_domain(*c)).collect();
        local && after.contains(&'.')
    })
}

fn pieces(text: &[char], word: &Range<usize>) -> Vec<Piece> {
    let ats: Vec<usize> = word.clone().filter(|place| text.get(*place) == Some(&'@')).collect();
    if ats.is_empty() {
        let at = text.get(word.clone()).and_then(escaped_at).map_or(word.start, |place| word.start + place);
        return vec![Piece { word: word.clone(), bounds: word.clone(), at, abuts: false, chained: true }];
    }
    let mut pieces: Vec<Piece> = Vec::new();
    let mut start = word.start;
    let mut first: Option<usize> = None;
    for (number, &at) in ats.iter().enumerate() {
        let begins = first.unwrap_or(at);
        let end = match ats.get(number + 1) {
            None => word.end,
            Some(next) => {
                let Some(place) = division(text, at + 1..*next) else {
                    first = Some(begins);
                    continue;
                };
                place
            }
        };
        pieces.push(Piece {
            word: word.clone(),
            bounds: start..end,
            at: begins,
            abuts: start > word.start,
            chained: first.take().is_some(),
        });
        start = end;
    }
    pieces
}

/// Where, between two `@`, the domain of the first ends: behind the longest that there is.
fn division(text: &[char], between: Range<usize>) -> Option<usize> {
    let signs = || between.clone().filter(|place| text.get(*place).is_some_and(|c| !is_of_domain(*c)));
    let near: Vec<usize> = signs().take(SIGNS).collect();
    let sound = near.into_iter().rev().find(|place| {
        let domain = between.start..trimmed_end(text, between.start..*place);
        // What is not seen divides only behind a domain that there is.
        let hidden = text.get(*place).is_some_and(|c| is_invisible(*c));
        is_domain(text, domain.clone()).is_ok() && (!hidden || ends_in_root(text, domain))
    });
    sound.or_else(|| signs().next())
}

/// The sign that stands before every address of a list, which then is its bullet or the border of its columns.
fn shared_sign(text: &[char], pieces: &[Piece]) -> Option<char> {
    let mut signs = pieces.iter().filter(|piece| !piece.abuts).map(|piece| {
        let local = text.get(piece.bounds.start..piece.at).unwrap_or_default();
        let border = local.contains(&'|').then_some('|');
        border.or_else(|| local.first().copied().filter(|c| is_bullet(*c)))
    });
    let first = signs.next()??;
    let (mut others, mut count) = (true, 1);
    for sign in signs {
        others &= sign == Some(first);
        count += 1;
    }
    (others && count > 1).then_some(first)
}

fn is_bullet(c: char) -> bool {
    c.is_ascii() && !is_letter(c) && !matches!(c, '.' | '_' | '+' | '@' | '\\')
}

fn trimmed_end(text: &[char], domain: Range<usize>) -> usize {
    let mut end = domain.end;
    while end > domain.start && text.get(end - 1).is_some_and(|c| matches!(c, '.' | '-' | '。') || is_invisible(*c)) {
        end -= 1;
    }
    end
}

/// Whether mail could go there, by the parser.
fn is_domain(text: &[char], domain: Range<usize>) -> Result<(), EmailProblem> {
    if domain.len() > LONGEST {
        return Err(EmailProblem::TooLong);
    }
    let invisible = |place: Option<usize>| place.and_then(|place| text.get(place)).is_some_and(|c| is_invisible(*c));
    if invisible(Some(domain.start)) {
        return Err(EmailProblem::Invisible);
    }
    format!("a@{}", collect(text, domain)).parse::<EmailAddress>().map(drop)
}

fn ends_in_root(text: &[char], domain: Range<usize>) -> bool {
    let domain = collect(text, domain).to_lowercase();
    domain.rsplit(['.', '。']).next().is_some_and(is_top_level)
}

struct Reader<'a> {
    text: &'a [char],
    piece: &'a Piece,
    shared: Option<char>,
    alone: bool,
    /// An address ends where the piece begins: signs between the two only divide them.
    follows: bool,
}

impl Reader<'_> {
    fn read(&self) -> Spot {
        let at = self.piece.at;
        match self.address() {
            Ok((run, address)) => Spot { at, run, address: Ok(address) },
            Err(problem) => Spot { at, run: self.none(), address: Err(problem) },
        }
    }

    /// Where there is no address, the word without what divides it from its neighbours.
    fn none(&self) -> Range<usize> {
        let Piece { at, bounds, .. } = self.piece;
        let start = if self.piece.abuts {
            (bounds.start..*at).find(|place| self.is(*place, is_letter)).unwrap_or(*at)
        } else {
            bounds.start
        };
        start..bounds.end.max(at + 1)
    }

    fn is(&self, place: usize, of: impl Fn(char) -> bool) -> bool {
        self.text.get(place).is_some_and(|c| of(*c))
    }

    fn address(&self) -> Result<(Range<usize>, EmailAddress), EntryProblem> {
        if self.piece.chained {
            return Err(EntryProblem::Shape);
        }
        let end = self.domain_end()?;
        let start = self.start(end)?;
        if around::is_torn(self.text, start, end) {
            return Err(EntryProblem::Unclear);
        }
        let address = collect(self.text, start..end).parse().map_err(EntryProblem::from)?;
        Ok((start..end, address))
    }

    /// Where the longest domain behind the `@` ends.
    fn domain_end(&self) -> Result<usize, EntryProblem> {
        let (from, until) = (self.piece.at + 1, self.piece.bounds.end);
        let whole = is_domain(self.text, from..trimmed_end(self.text, from..until));
        let signs = (from + 1..until).filter(|place| self.is(*place, |c| !is_of_domain(c)));
        let near: Vec<usize> = signs.take(SIGNS).collect();
        let mut ends =
            std::iter::once(until).chain(near.into_iter().rev()).map(|end| trimmed_end(self.text, from..end));
        let Some(end) = ends.find(|end| is_domain(self.text, from..*end).is_ok()) else {
            return Err(whole.map_or_else(EntryProblem::from, |()| EntryProblem::Shape));
        };
        let end = self.without_glued(from..end)?;
        let rest = self.text.get(end..until).unwrap_or_default();
        let goes_on = rest.iter().any(|c| is_letter(*c));
        match rest.first() {
            Some(c) if goes_on && is_invisible(*c) => Err(EntryProblem::Invisible),
            // `a@my_host.example`: cut out of it, it would be somebody else's.
            Some(c) if goes_on && (is_glue(*c) && *c != '’' || "_^=#$~`+%".contains(*c)) => Err(EntryProblem::Shape),
            _ => Ok(end),
        }
    }

    /// Words that follow a domain with nothing between, as some scripts are written, are no part of it where it ends in a
    /// top-level domain: `x.com으로`. Where it does not, nobody can tell.
    fn without_glued(&self, domain: Range<usize>) -> Result<usize, EntryProblem> {
        if ends_in_root(self.text, domain.clone()) {
            return Ok(domain.end);
        }
        let mut start = domain.start;
        let dots = domain.clone().filter(|place| self.is(*place, |c| matches!(c, '.' | '。')));
        for end in dots.chain([domain.end]) {
            let label = self.text.get(start..end).unwrap_or_default();
            let odd = label.iter().any(|c| !(is_letter(*c) || *c == '-' || is_invisible(*c))) || is_glued(label);
            if start > domain.start && odd {
                let word = (1..=label.len()).take_while(|length| {
                    label.get(..*length).is_some_and(|word| word.iter().all(|c| is_letter(*c)) && !is_glued(word))
                });
                let end = start + word.last().unwrap_or_default();
                let known = ends_in_root(self.text, domain.start..end);
                return if known { Ok(end) } else { Err(EntryProblem::Unclear) };
            }
            // The full stop of a sentence, where no blank follows it.
            if start > domain.start && self.is(end, |c| c == '。') && ends_in_root(self.text, domain.start..end) {
                return Ok(end);
            }
            start = end + 1;
        }
        Ok(domain.end)
    }

    /// Where the local part begins: without what only leads up to it, as a bullet, a quote, or the head of a field in a link.
    fn start(&self, end: usize) -> Result<usize, EntryProblem> {
        let (at, bounds) = (self.piece.at, &self.piece.bounds);
        let bracketed = around::is_bracketed(self.text, bounds.start, end);
        if bracketed {
            return Ok(bounds.start);
        }
        let wrapped = self.wrapped(end);
        let mut start = wrapped.or_else(|| self.value()).unwrap_or(bounds.start);
        if wrapped.is_some() || start > bounds.start {
            return self.whole(start);
        }
        if self.shared == Some('|') {
            start = (start..at).rfind(|place| self.is(*place, |c| c == '|')).map_or(start, |place| place + 1);
            return self.whole(start);
        }
        let head = (start..at).take_while(|place| {
            self.is(*place, |c| leads(c) || is_bullet(c) || self.piece.abuts && matches!(c, '_' | '+'))
        });
        let head: Vec<char> = head.filter_map(|place| self.text.get(place)).copied().collect();
        let begins = start + head.len();
        // Alone in the field it is what sign-up takes.
        if self.alone && collect(self.text, start..end).parse::<EmailAddress>().is_ok() {
            return self.whole(begins).map(|_| start);
        }
        let signs = || head.iter().filter(|c| !leads(**c));
        let bullet = self.shared.is_some_and(|shared| signs().all(|c| *c == shared));
        let divided = self.follows || self.piece.abuts && signs().all(|c| matches!(c, '/' | '|'));
        if signs().next().is_none() || bullet || divided {
            return self.whole(begins);
        }
        Err(EntryProblem::Unclear)
    }

    /// Whether what stands from `start` on is one word, and no more than a local part.
    fn whole(&self, start: usize) -> Result<usize, EntryProblem> {
        let local = self.text.get(start..self.piece.at).unwrap_or_default();
        // Signs that the parser would read as letters: `℀` is no `a/c` that anybody wrote.
        let disguised = |c: &char| {
            let letters = c.is_alphanumeric() || usual_form(*c).chars().any(char::is_alphanumeric);
            letters && !is_letter(*c) && !self.alone
        };
        let plain: Vec<char> = local.iter().copied().filter(|c| is_letter(*c)).collect();
        // A percent sign is one where it escapes something.
        let sign = |(place, c): (usize, &char)| match c {
            '%' => local.get(place + 1..place + 3).is_some_and(|code| code.iter().all(char::is_ascii_hexdigit)),
            c => is_sign(*c),
        };
        if local.iter().enumerate().any(sign) || local.iter().any(disguised) || is_glued(&plain) {
            return Err(EntryProblem::Unclear);
        }
        Ok(start)
    }

    /// Behind the sign that what follows the domain closes: `{a@x}`, `'a@x'`, `|a@x|`.
    fn wrapped(&self, end: usize) -> Option<usize> {
        let opening = self.text.get(end).filter(|_| end < self.piece.bounds.end).and_then(|c| opener(*c))?;
        let within = self.piece.bounds.start..self.piece.at;
        let begins = |place: usize| place == within.start || !self.is(place - 1, is_letter);
        let open = within
            .clone()
            .rfind(|place| self.is(*place, |c| c == opening) && (matches!(opening, '{' | '|') || begins(*place)))?;
        Some(open + 1)
    }

    /// Behind `?cc=` of links and `email=` of forms.
    fn value(&self) -> Option<usize> {
        let within = self.piece.bounds.start..self.piece.at;
        let sign = within.clone().rfind(|place| self.is(*place, |c| c == '='))?;
        let head = self.text.get(within.start..sign)?;
        let field = head.rsplit(|c| matches!(c, '?' | '&')).next().unwrap_or_default();
        let field: String = field.iter().flat_map(|c| c.to_lowercase()).collect();
        FIELDS.contains(&field.trim_start_matches('-')).then_some(sign + 1)
    }
}

impl From<EmailProblem> for EntryProblem {
    fn from(problem: EmailProblem) -> Self {
        match problem {
            EmailProblem::Invisible => Self::Invisible,
            EmailProblem::Empty | EmailProblem::TooLong | EmailProblem::Shape => Self::Shape,
        }
    }
}
