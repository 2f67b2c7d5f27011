//! Lists whose order stands still while somebody looks at them.

/// `now` in the order of `before`: what was there keeps its place, what is new comes last.
///
/// A list that is sorted anew under the pointer loses the click that is under way.
pub fn keep_order<T, K: PartialEq>(before: &[K], now: Vec<T>, key: impl Fn(&T) -> K) -> Vec<T> {
    let place = |item: &T| {
        let key = key(item);
        before.iter().position(|before| *before == key).unwrap_or(before.len())
    };
    let mut now = now;
    // Stable, so that what is new keeps its own order.
    now.sort_by_cached_key(place);
    now
}

#[cfg(test)]
mod tests {
    use super::keep_order;

    // FIELD-28
    #[test]
    fn what_was_there_keeps_its_place_and_what_is_new_comes_last() {
        let kept = |before: &[char], now: &str| keep_order(before, now.chars().collect(), |letter| *letter);
        assert_eq!(kept(&['a', 'b', 'c'], "cab"), ['a', 'b', 'c']);
        assert_eq!(kept(&['a', 'b'], "zbya"), ['a', 'b', 'z', 'y']);
        assert_eq!(kept(&['a', 'b', 'c'], "ca"), ['a', 'c']);
        assert_eq!(kept(&[], "ba"), ['b', 'a']);
    }
}
