//! Where the verification mail is: written, handed over, waiting to be opened (SU-6).

use leptos::prelude::*;

use super::api::{MailView, WaitingView};
use crate::{
    text::waiting as text,
    ui::{LocalTime, Stop, StopState, TimeShape, Trail},
};

/// The delivery trail of the newest mail.
#[component]
pub fn DeliveryTrail(
    /// What the last poll said.
    view: RwSignal<WaitingView>,
) -> impl IntoView {
    let mail = Memo::new(move |_| view.read().mail.clone());
    let handing = Signal::derive(move || match mail.get() {
        MailView::Queued { .. } => StopState::Now,
        MailView::HandedOver { .. } => StopState::Done,
        MailView::Refused { .. } | MailView::Dropped => StopState::Failed,
    });
    let handing_title = Signal::derive(move || {
        match mail.get() {
            MailView::Queued { next_try: None } => text::HANDING,
            MailView::Queued { next_try: Some(_) } => text::QUEUED,
            MailView::HandedOver { .. } => text::HANDED,
            MailView::Refused { .. } => text::REFUSED,
            MailView::Dropped => text::DROPPED,
        }
        .to_owned()
    });
    let waiting = Signal::derive(move || match mail.get() {
        MailView::HandedOver { .. } => StopState::Now,
        _ => StopState::Todo,
    });
    view! {
        <Trail label=text::TRAIL announce=handing_title>
            <Stop
                state=StopState::Done title=text::WRITTEN.to_owned()
                time=move || view! { {move || view! { <LocalTime at=view.read().mailed_at shape=TimeShape::Seconds/> }} }
            />
            <Stop
                state=handing title=handing_title
                time=move || view! {
                    {move || match mail.get() {
                        MailView::HandedOver { at } => Some(view! { <LocalTime at shape=TimeShape::Seconds/> }),
                        _ => None,
                    }}
                }
                note=move || view! {
                    {move || match mail.get() {
                        MailView::Queued { next_try: Some(at) } => {
                            view! { {text::NEXT_TRY} <LocalTime at shape=TimeShape::Seconds/> "." }.into_any()
                        }
                        MailView::Refused { reason } => text::refused(&reason).into_any(),
                        _ => ().into_any(),
                    }}
                }
            />
            <Stop
                state=waiting title=text::WAITING.to_owned()
                note=move || view! {
                    {text::GOOD_UNTIL}
                    {move || view! { <LocalTime at=view.read().expires_at shape=TimeShape::Weekday/> }}
                    "."
                }
            />
        </Trail>
    }
}
