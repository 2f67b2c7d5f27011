//! People are circles in grey; those still to come are dashed.

use domain::Availability;
use leptos::prelude::*;

use super::{Icon, IconName, Name, Presence};

/// How big a circle is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AvatarSize {
    /// 24 px.
    #[default]
    Small,
    /// 28 px.
    Medium,
    /// 32 px.
    Large,
    /// 48 px: at the head of a page.
    ExtraLarge,
}

impl AvatarSize {
    const fn class(self) -> &'static str {
        match self {
            Self::Small => "avatar",
            Self::Medium => "avatar avatar-md",
            Self::Large => "avatar avatar-lg",
            Self::ExtraLarge => "avatar avatar-xl",
        }
    }
}

/// First letters of the first and the last word of a name.
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric()));
    let first = words.next();
    first.into_iter().chain(words.next_back()).flat_map(char::to_uppercase).collect()
}

/// One person's circle. Their name stands beside it, so screen readers skip it.
#[component]
pub fn Avatar(
    /// Their name.
    #[prop(into)]
    name: String,
    /// How big.
    #[prop(optional)]
    size: AvatarSize,
    /// Invited, not here yet: a dashed circle with a letter in it.
    #[prop(optional)]
    pending: bool,
    /// Whether they are there.
    #[prop(optional, into)]
    presence: Option<Signal<Availability>>,
) -> impl IntoView {
    let dashed = if pending { " avatar-empty" } else { "" };
    view! {
        <span class=format!("{}{dashed}", size.class()) aria-hidden="true">
            {if pending {
                view! { <Icon name=IconName::Mail /> }.into_any()
            } else {
                initials(&name).into_any()
            }}
            {presence.map(|state| view! { <Presence state /> })}
        </span>
    }
}

/// A circle, a name, and a line below it.
#[component]
pub fn Person(
    /// Their name, or their address as long as there is no name.
    #[prop(into)]
    name: String,
    /// The line below.
    #[prop(optional, into)]
    line: Option<ViewFn>,
    /// How big the circle is.
    #[prop(default = AvatarSize::Large)]
    size: AvatarSize,
    /// Invited, not here yet; `name` is an address.
    #[prop(optional)]
    pending: bool,
    /// Whether they are there.
    #[prop(optional, into)]
    presence: Option<Signal<Availability>>,
) -> impl IntoView {
    let avatar = match presence {
        Some(presence) => view! { <Avatar name=name.clone() size pending presence /> }.into_any(),
        None => view! { <Avatar name=name.clone() size pending /> }.into_any(),
    };
    view! {
        <div class="person">
            {avatar}
            <span>
                <b><Name text=name verbatim=pending/></b>
                {line.map(|line| view! { <small>{line.run()}</small> })}
            </span>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_those_of_the_first_and_the_last_word() {
        assert_eq!(initials("Mina Okafor"), "MO");
        assert_eq!(initials("  ana maria da silva "), "AS");
        assert_eq!(initials("Prince"), "P");
        assert_eq!(initials("(Zoë) élise"), "ZÉ");
        assert_eq!(initials("🙂 ·"), "");
        assert_eq!(initials(""), "");
    }
}
