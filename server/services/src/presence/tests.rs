//! What becomes of people as tabs, processes and time come and go (TR-9).

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use domain::{AccountId, Availability, AvailabilityTally, OrganizationId, TeamNews};
use tokio::sync::mpsc;

use super::{
    BEHIND, News,
    registry::{ALIVE, DEAD, GRACE, LOOKED, Registry},
    words::Word,
};

const MOMENT: Duration = Duration::from_millis(1);

/// Not yet this long.
const fn almost(time: Duration) -> Duration {
    time.saturating_sub(MOMENT)
}

fn account(number: u128) -> AccountId {
    format!("{number:032x}").parse().unwrap()
}

fn acme() -> OrganizationId {
    format!("{:032x}", 900).parse().unwrap()
}

fn here(availability: Availability) -> HashMap<OrganizationId, Availability> {
    HashMap::from([(acme(), availability)])
}

fn is_there(registry: &Registry, number: u128) -> bool {
    registry.availability(acme(), account(number)) != Availability::Offline
}

/// A process in which the first `count` accounts have a tab open.
fn process(number: u64, count: u128) -> Registry {
    let mut registry = Registry::new(number);
    for number in 1..=count {
        registry.open(account(number));
        registry.is_in(account(number), here(Availability::Online));
    }
    registry
}

/// `to` hears what `from` says at its next round; what `to` says back at once is heard, too.
fn pass(from: &mut Registry, to: &mut Registry, now: Instant) {
    let mut said = from.round(now, true);
    while !said.is_empty() {
        let mut answers: Vec<String> = Vec::new();
        for word in &said {
            answers.extend(to.hear(word, now));
        }
        said = answers.iter().flat_map(|answer| from.hear(answer, now)).collect();
    }
}

fn follow(registry: &mut Registry) -> (TeamNews, mpsc::Receiver<News>) {
    let (sender, receiver) = mpsc::channel(BEHIND);
    (registry.follow(acme(), &sender), receiver)
}

fn news(receiver: &mut mpsc::Receiver<News>) -> Option<TeamNews> {
    match receiver.try_recv() {
        Ok(News::Of(organization, news)) => {
            assert_eq!(organization, acme());
            let mut news = (*news).clone();
            news.people.sort_by_key(|(account, _)| *account);
            Some(news)
        }
        Ok(News::Missed) => panic!("it was not behind"),
        Err(_) => None,
    }
}

#[test]
fn tr_9_the_last_of_several_tabs_counts_and_a_reload_is_no_going_away() {
    let now = Instant::now();
    let mut registry = process(1, 1);
    registry.open(account(1));
    registry.close(account(1), now);
    registry.round(now + GRACE, true);
    assert!(is_there(&registry, 1), "one tab is left");
    registry.close(account(1), now);
    registry.round(now + almost(GRACE), true);
    assert!(is_there(&registry, 1), "they may be on their way to the next page");
    registry.open(account(1));
    registry.round(now + 2 * GRACE, true);
    assert!(is_there(&registry, 1), "they came back");
    registry.close(account(1), now + 2 * GRACE);
    registry.round(now + 3 * GRACE, true);
    assert!(!is_there(&registry, 1));
    assert_eq!(registry.tally(acme()), AvailabilityTally::default());
}

#[test]
fn tr_9_a_page_whose_stream_is_held_back_counts_while_it_asks() {
    let start = Instant::now();
    let mut registry = Registry::new(1);
    let mut now = start;
    for _ in 0..5 {
        registry.look(account(1), here(Availability::Away), true, now);
        now += almost(LOOKED);
        registry.round(now, true);
        assert_eq!(registry.availability(acme(), account(1)), Availability::Away);
    }
    registry.open(account(1));
    registry.round(now + LOOKED, true);
    assert!(is_there(&registry, 1), "a stream followed");
    registry.close(account(1), now);
    registry.round(now + GRACE, true);
    assert!(!is_there(&registry, 1));
}

#[test]
fn tr_9_what_is_chosen_is_seen_and_what_is_left_is_not() {
    let mut registry = process(1, 2);
    registry.is_in(account(1), here(Availability::Busy));
    assert_eq!(registry.tally(acme()), AvailabilityTally { online: 1, busy: 1, away: 0 });
    registry.is_in(account(1), here(Availability::Offline));
    assert_eq!(registry.tally(acme()), AvailabilityTally { online: 1, busy: 0, away: 0 });
    assert_eq!(registry.first_here(acme(), 6), [account(2)]);
    registry.is_in(account(2), HashMap::new());
    assert_eq!(registry.tally(acme()), AvailabilityTally::default());
    registry.is_in(account(3), here(Availability::Online));
    assert!(!is_there(&registry, 3), "nobody is there without a tab");
}

#[test]
fn tr_9_the_first_of_many_are_always_the_same() {
    let registry = process(1, 40);
    assert_eq!(registry.first_here(acme(), 3), [account(1), account(2), account(3)]);
    assert_eq!(registry.first_here(acme(), 50).len(), 40);
}

#[test]
fn tr_9_many_flips_are_told_once_and_a_new_follower_hears_the_last_of_them() {
    let now = Instant::now();
    let mut registry = process(1, 3);
    registry.round(now, true);
    let (first, mut follower) = follow(&mut registry);
    assert_eq!((first.tally.online, first.people.len()), (3, 3), "they came a moment ago");
    for availability in [Availability::Busy, Availability::Away, Availability::Busy] {
        registry.is_in(account(1), here(availability));
    }
    registry.is_in(account(2), here(Availability::Away));
    registry.round(now, true);
    let told = news(&mut follower).unwrap();
    assert_eq!(told.people, [(account(1), Availability::Busy), (account(2), Availability::Away)]);
    assert_eq!(told.tally, AvailabilityTally { online: 1, busy: 1, away: 1 });
    registry.round(now, true);
    assert_eq!(news(&mut follower), None, "nothing became of anybody");
    registry.round(now + Duration::from_secs(10), true);
    let (late, _) = follow(&mut registry);
    assert_eq!((late.tally, late.people), (told.tally, Vec::new()), "the page knows that");
}

#[test]
fn tr_9_who_does_not_read_is_told_that_something_was_missed() {
    let now = Instant::now();
    let mut registry = process(1, 1);
    let (_, mut follower) = follow(&mut registry);
    for flip in 0..2 * BEHIND {
        registry.is_in(account(1), here(if flip % 2 == 0 { Availability::Busy } else { Availability::Away }));
        registry.round(now, true);
    }
    let told: Vec<News> = std::iter::from_fn(|| follower.try_recv().ok()).collect();
    assert_eq!(told.len(), BEHIND);
    assert_eq!(told.iter().position(|news| *news == News::Missed), Some(BEHIND - 1));
}

#[test]
fn tr_9_processes_know_each_others_people() {
    let now = Instant::now();
    let (mut one, mut two) = (process(1, 200), process(2, 0));
    // One began long before the other.
    one.round(now, true);
    pass(&mut two, &mut one, now);
    assert_eq!(two.tally(acme()).online, 200, "they told all");
    one.is_in(account(7), here(Availability::Busy));
    one.is_in(account(8), HashMap::new());
    pass(&mut one, &mut two, now);
    assert_eq!(two.availability(acme(), account(7)), Availability::Busy);
    assert!(!is_there(&two, 8));
    assert_eq!(two.tally(acme()), one.tally(acme()));
}

#[test]
fn tr_9_who_has_tabs_at_two_processes_is_there_until_both_are_closed() {
    let now = Instant::now();
    let (mut one, mut two) = (process(1, 1), process(2, 1));
    pass(&mut one, &mut two, now);
    pass(&mut two, &mut one, now);
    two.close(account(1), now);
    pass(&mut two, &mut one, now + GRACE);
    assert!(is_there(&one, 1) && is_there(&two, 1));
    one.close(account(1), now + GRACE);
    pass(&mut one, &mut two, now + 2 * GRACE);
    assert!(!is_there(&one, 1) && !is_there(&two, 1));
}

#[test]
fn tr_9_a_process_that_dies_takes_its_people_along_and_one_that_lives_does_not() {
    let start = Instant::now();
    let (mut one, mut two) = (process(1, 5), process(2, 0));
    let mut deaf = process(3, 0);
    let mut said = 0;
    pass(&mut one, &mut two, start);
    pass(&mut deaf, &mut one, start);
    // It has nothing to say, and says so.
    for second in 1..60 {
        let now = start + Duration::from_secs(second);
        for word in one.round(now, true) {
            two.hear(&word, now);
            said += 1;
        }
        two.round(now, true);
        assert!(is_there(&two, 5), "{second}");
    }
    assert!((5..=6).contains(&said), "{said}");
    let last = start + 5 * ALIVE;
    two.round(last + almost(DEAD), true);
    assert!(is_there(&two, 5));
    two.round(last + DEAD + ALIVE, true);
    assert!(!is_there(&two, 5));
    assert_eq!(two.tally(acme()), AvailabilityTally::default());
    // Who hears nobody judges nobody.
    deaf.round(last + DEAD, false);
    deaf.round(last + DEAD + MOMENT, true);
    assert!(is_there(&deaf, 5));
    // Dead or not, it is heard again.
    pass(&mut one, &mut two, last + 3 * DEAD);
    assert!(is_there(&two, 5));
}

#[test]
fn tr_9_what_was_missed_is_told_again_and_nobody_flickers() {
    let now = Instant::now();
    let (mut one, mut two) = (process(1, 100), process(2, 0));
    pass(&mut one, &mut two, now);
    two.round(now, true);
    let (_, mut follower) = follow(&mut two);
    // These words were lost.
    one.is_in(account(1), HashMap::new());
    one.is_in(account(2), here(Availability::Away));
    one.round(now, true);
    one.was_not_heard();
    let words = one.round(now, true);
    assert!(words.len() >= 4 && words.iter().all(|word| word.len() < 8_000), "{words:?}");
    for word in &words {
        two.hear(word, now);
        two.round(now, true);
    }
    let mut told: Vec<(AccountId, Availability)> = Vec::new();
    while let Some(news) = news(&mut follower) {
        told.extend(news.people);
    }
    told.sort_by_key(|(account, _)| *account);
    assert_eq!(told, [(account(1), Availability::Offline), (account(2), Availability::Away)]);
    assert_eq!(two.tally(acme()), one.tally(acme()));
}

#[test]
fn other_processes_read_what_we_say() {
    let people = vec![(acme(), account(1), Some(Availability::Away)), (acme(), account(2), None)];
    for word in [Word::Hello, Word::Alive, Word::Begin, Word::People(people), Word::End] {
        assert_eq!(Word::decode(&word.encode(u64::MAX)), Some((u64::MAX, word)));
    }
    assert_eq!(Word::decode("[1,\"weather\",[]]"), None);
    assert_eq!(Word::decode("rain"), None);
    let mut registry = process(1, 1);
    let own = Word::People(vec![(acme(), account(9), Some(Availability::Online))]).encode(1);
    registry.hear(&own, Instant::now());
    assert!(!is_there(&registry, 9), "its own words are no news");
}
