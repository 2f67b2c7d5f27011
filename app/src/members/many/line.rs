//! One of those with whom something is to be done: who it is, and what becomes of them or why nothing does.

use domain::{MemberProblem, Namesakes};
use leptos::prelude::*;

use crate::{
    text::{
        members::{self, list, many as words},
        told_apart,
    },
    ui::{Avatar, AvatarSize, ButtonSize, Icon, IconName, LinkButton, Name},
};

/// Somebody who was chosen.
pub(in crate::members) struct Person {
    /// Of the member or the invitation, as it was chosen.
    pub id: String,
    /// What they are called, or the address of somebody who is invited.
    pub name: String,
    /// The address of a member: two people may be called alike.
    pub email: Option<String>,
    /// Their role, in words.
    pub about: Option<String>,
    /// Whether they are invited.
    pub pending: bool,
    /// Whether that is me.
    pub me: bool,
    /// Whether it is done with them; else they are left out, and it is said why.
    pub included: bool,
    /// The lines that tell it.
    pub effects: AnyView,
}

impl Person {
    /// What those are called with whom it is done.
    pub fn included(people: &[Self]) -> Vec<String> {
        let namesakes = Self::namesakes(people);
        people.iter().filter(|person| person.included).map(|person| person.label(&namesakes)).collect()
    }

    /// Those of them who are called alike.
    pub(super) fn namesakes(people: &[Self]) -> Namesakes {
        Namesakes::among(people.iter().map(|person| (person.name.as_str(), &person.id)))
    }

    /// What they are called within a sentence (FIELD-23).
    fn label(&self, namesakes: &Namesakes) -> String {
        told_apart(&self.name, self.email.as_deref().filter(|_| namesakes.has(&self.name)))
    }

    /// Their line. What `off` says takes them off the list: it leads to the same page without them.
    pub(super) fn line(
        self,
        off: &'static str,
        without: Option<String>,
        namesakes: &Namesakes,
    ) -> impl IntoView + use<> {
        let off_name = words::off(off, &self.label(namesakes));
        let Self { name, email, about, pending, me, included, effects, .. } = self;
        view! {
            <li data-state=(!included).then_some("kept")>
                <span class="person">
                    <Avatar name=name.clone() size=AvatarSize::Large pending/>
                    <span>
                        <b>
                            <Name text=name verbatim=pending/>
                            {me.then(|| view! { " " <span class="quiet">{list::YOU}</span> })}
                        </b>
                        {email.map(|email| view! { <small><Name text=email verbatim=true/></small> })}
                        <small>{about}</small>
                    </span>
                </span>
                <ul>{effects}</ul>
                {match without {
                    Some(href) => view! {
                        <LinkButton size=ButtonSize::Small href aria_label=off_name attr:data-noscroll="true">
                            {off}
                        </LinkButton>
                    }
                    .into_any(),
                    None => view! { <span></span> }.into_any(),
                }}
            </li>
        }
    }
}

/// A line below somebody's name: what the act means for them.
#[component]
pub(in crate::members) fn Consequence(
    icon: IconName,
    /// Whether it needs a second look.
    #[prop(optional)]
    grave: bool,
    children: Children,
) -> impl IntoView {
    view! { <li class=grave.then_some("grave")><Icon name=icon/><span>{children()}</span></li> }
}

/// Why it cannot be done with somebody.
pub(in crate::members) fn left_out(problem: MemberProblem) -> AnyView {
    view! { <Consequence icon=IconName::Info>{members::member_problem(problem)}</Consequence> }.into_any()
}
