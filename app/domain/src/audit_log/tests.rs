use super::*;
use crate::member_list::search;

fn read(query: &[(&str, &str)]) -> Result<AuditQuery, Vec<(&'static str, AuditFilterProblem)>> {
    let get = |name: &str| query.iter().find(|(known, _)| *known == name).map(|(_, word)| (*word).to_owned());
    AuditQuery::read(get).map_err(|RefusedAuditQuery(filters)| filters)
}

fn time(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

const SOMEBODY: &str = "00000000-0000-0000-0000-000000000007";

// ST-4, FIELD-65: what is looked at is an address, and read again it is the same.
#[test]
fn st_4_what_is_looked_at_is_an_address() {
    let place = format!("{SOMEBODY}.2026-11-28T12:00:00.123456Z");
    for (query, address) in [
        (vec![], String::new()),
        (vec![(FIND, " a&b "), (TIME, "")], "?find=a%26b".to_owned()),
        (vec![(PERSON, SOMEBODY), (KIND, "project-members")], format!("?person={SOMEBODY}&kind=project-members")),
        (vec![(TIME, "30d"), (ZONE, "-210")], "?time=30d&zone=-210".into()),
        (vec![(FROM, "2026-07-01"), (ZONE, "120..60")], "?time=dates&from=2026-07-01&zone=120..60".into()),
        (vec![(ZONE, "-300..-300")], "?zone=-300".into()),
        (vec![(FROM, "2026-11-01")], "?time=dates&from=2026-11-01".into()),
        (
            vec![(TIME, "dates"), (TO, "2026-11-01"), (FROM, "2026-11-01")],
            "?time=dates&from=2026-11-01&to=2026-11-01".into(),
        ),
        (vec![(TIME, "dates")], String::new()),
        // What was chosen beside days that are left over counts.
        (vec![(TIME, "7d"), (FROM, "2026-11-01")], "?time=7d".into()),
        (vec![(AFTER, place.as_str())], format!("?after={}", place.replace(':', "%3A"))),
        (vec![(BEFORE, place.as_str()), (AFTER, "x")], format!("?before={}", place.replace(':', "%3A"))),
        (vec![(AFTER, "x.2026-11-28T12:00:00Z")], String::new()),
    ] {
        let read_query = read(&query).unwrap();
        assert_eq!(search(read_query.words()), address, "{query:?}");
        let words = read_query.words();
        let again: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(read(&again), Ok(read_query), "{query:?}");
    }
}

// ST-4, INP-8: a filter of any shape is refused at its field, and all of them at once.
#[test]
fn st_4_what_is_no_filter_is_told_at_its_field() {
    use AuditFilterProblem::{NoDate, NoKind, NoPerson, NoTime, NoZone, Reversed};
    for (field, word, problem) in [
        (PERSON, "mina", NoPerson),
        (PERSON, "'; --", NoPerson),
        (KIND, "everything", NoKind),
        (KIND, "Members", NoKind),
        (TIME, "31d", NoTime),
        (FROM, "28.11.2026", NoDate),
        (FROM, "2026-02-30", NoDate),
        (FROM, "0001-01-01", NoDate),
        (TO, "+12026-01-01", NoDate),
        (TO, "\0", NoDate),
        (ZONE, "900", NoZone),
        (ZONE, "-841", NoZone),
        (ZONE, "9999999999999", NoZone),
        (ZONE, "60..", NoZone),
        (ZONE, "60..900", NoZone),
        (ZONE, "60..60..60", NoZone),
    ] {
        assert_eq!(read(&[(field, word)]), Err(vec![(field, problem)]), "{field}={word}");
    }
    assert_eq!(read(&[(FROM, "2026-11-02"), (TO, "2026-11-01")]), Err(vec![(TO, Reversed)]));
    let all = read(&[(KIND, "x"), (TO, "x"), (PERSON, "x")]).unwrap_err();
    assert_eq!(all.iter().map(|(field, _)| *field).collect::<Vec<_>>(), [PERSON, KIND, TO]);
    assert!(read(&[(ZONE, "840"), (FROM, "1970-01-01"), (TO, "9998-12-31")]).is_ok());
}

// ST-4: days begin at midnight where somebody is.
#[test]
fn st_4_days_are_those_of_a_zone() {
    let now = time("2026-11-28T23:30:00Z");
    let zone = |word| AuditZone::read(word).unwrap();
    let (utc, berlin, new_york) = (AuditZone::default(), zone("60"), zone("-300"));
    let since = |span, zone| AuditTime::Last(span).bounds(now, zone).since.unwrap();
    assert_eq!(since(AuditSpan::Today, utc), time("2026-11-28T00:00:00Z"));
    assert_eq!(since(AuditSpan::Today, berlin), time("2026-11-28T23:00:00Z"));
    assert_eq!(since(AuditSpan::Today, new_york), time("2026-11-28T05:00:00Z"));
    assert_eq!(since(AuditSpan::Week, berlin), time("2026-11-21T23:30:00Z"));
    assert_eq!(since(AuditSpan::Month, utc), time("2026-10-29T23:30:00Z"));
    assert_eq!(since(AuditSpan::Quarter, utc), time("2026-08-30T23:30:00Z"));
    let day = date("2026-11-20").unwrap();
    let bounds = AuditTime::Dates { from: Some(day), to: Some(day) }.bounds(now, berlin);
    assert_eq!(bounds.since.zip(bounds.until), Some((time("2026-11-19T23:00:00Z"), time("2026-11-20T23:00:00Z"))));
    assert_eq!(AuditTime::Dates { from: None, to: Some(day) }.bounds(now, utc).since, None);
    // Each end goes by the clocks of its own day.
    let summer = AuditTime::Dates { from: date("2026-07-01"), to: Some(day) }.bounds(now, zone("120..60"));
    assert_eq!(summer.since.zip(summer.until), Some((time("2026-06-30T22:00:00Z"), time("2026-11-20T23:00:00Z"))));
    let put_back = AuditTime::Last(AuditSpan::Today).bounds(time("2026-10-25T22:30:00Z"), zone("120..60"));
    assert_eq!(put_back.since, Some(time("2026-10-24T22:00:00Z")));
    assert_eq!(AuditTime::Any.bounds(now, utc), AuditBounds::default());
}
