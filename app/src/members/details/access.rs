//! What is granted to the member, by whom and when; and what their role gives without (TR-2).

use domain::{Grant, paths};
use leptos::prelude::*;

use crate::{
    members::context::DetailsContext,
    text::members::{self, details as words},
    ui::{Icon, IconName, LocalTime, Sentence, TimeShape},
};

/// The section.
#[component]
pub(super) fn Access(context: DetailsContext) -> impl IntoView {
    let view = context.view;
    let takes_grants = Memo::new(move |_| view.read().member.role.takes_grants());
    let counted = move || {
        let given = view.read().member.grants.iter().count();
        takes_grants.get().then(|| words::of(given, Grant::ALL.len()))
    };
    view! {
        <section class="block" aria-labelledby="member-permissions">
            <div class="block-head">
                <h2 id="member-permissions">{words::PERMISSIONS} " " <small>{counted}</small></h2>
                <a class="link" href=context.slug.with_value(paths::who_can_do_what)>{words::WHO_CAN}</a>
            </div>
            <Show
                when=move || takes_grants.get()
                fallback=move || view! { <p class="hint">{move || words::by_role(view.read().member.role)}</p> }
            >
                <ul class="rows rows-grants">
                    {Grant::ALL.into_iter().map(|grant| view! { <Line grant context/> }).collect_view()}
                </ul>
            </Show>
        </section>
    }
}

#[component]
fn Line(grant: Grant, context: DetailsContext) -> impl IntoView {
    let view = context.view;
    let has = Memo::new(move |_| view.read().member.grants.contains(grant));
    let how = Memo::new(move |_| view.read().granted.iter().find(|granted| granted.grant == grant).cloned());
    view! {
        <li data-has=move || has.get().then_some("true")>
            {move || view! { <Icon name=if has.get() { IconName::Check } else { IconName::Minus }/> }}
            <div class="grow"><b>{members::grant(grant)}</b><small>{members::about_grant(grant)}</small></div>
            <small>
                {move || match (has.get(), how.get()) {
                    (false, _) => words::NOT_GRANTED.into_any(),
                    (true, None) => words::GRANTED.into_any(),
                    (true, Some(how)) => {
                        let by = how.by.clone().filter(|_| !how.by_me);
                        let text = words::granted_by(by.as_deref(), how.by_me);
                        let names: Vec<String> = by.into_iter().collect();
                        let now = view.read_untracked().now;
                        view! {
                            <Sentence text names/> " " <LocalTime at=how.at shape=TimeShape::Relative now/>
                        }
                        .into_any()
                    }
                }}
            </small>
        </li>
    }
}
