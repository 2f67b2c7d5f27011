//! Where the verification mail is: written, handed over, waiting to be opened (SU-6).

use domain::DeliveryState;
use leptos::prelude::*;

use super::api::sign_up::WaitingView;
use crate::{
    text::waiting as text,
    ui::{LocalTime, Step, StepList, StepState, TimeShape},
};

/// The steps that the newest mail went through.
#[component]
pub fn DeliverySteps(
    /// What the last poll said.
    view: RwSignal<WaitingView>,
) -> impl IntoView {
    let mail = Memo::new(move |_| view.read().mail.clone());
    let handing = Signal::derive(move || match mail.get() {
        DeliveryState::Queued { .. } | DeliveryState::PutOff { .. } => StepState::Now,
        DeliveryState::HandedOver { .. } => StepState::Done,
        DeliveryState::Refused { .. } | DeliveryState::Dropped => StepState::Failed,
    });
    let handing_title = Signal::derive(move || {
        match mail.get() {
            DeliveryState::Queued { next_try: None } => text::HANDING,
            DeliveryState::Queued { next_try: Some(_) } | DeliveryState::PutOff { .. } => text::QUEUED,
            DeliveryState::HandedOver { .. } => text::HANDED,
            DeliveryState::Refused { .. } => text::REFUSED,
            DeliveryState::Dropped => text::DROPPED,
        }
        .to_owned()
    });
    let waiting = Signal::derive(move || match mail.get() {
        DeliveryState::HandedOver { .. } => StepState::Now,
        _ => StepState::Todo,
    });
    view! {
        <StepList label=text::STEPS announce=handing_title>
            <Step
                state=StepState::Done title=text::WRITTEN.to_owned()
                time=move || view! { {move || view! { <LocalTime at=view.read().mailed_at shape=TimeShape::Seconds/> }} }
            />
            <Step
                state=handing title=handing_title
                time=move || view! {
                    {move || match mail.get() {
                        DeliveryState::HandedOver { at } => Some(view! { <LocalTime at shape=TimeShape::Seconds/> }),
                        _ => None,
                    }}
                }
                note=move || view! {
                    {move || match mail.get() {
                        DeliveryState::Queued { next_try: Some(at) } => {
                            view! { {text::NEXT_TRY} <LocalTime at shape=TimeShape::Seconds/> "." }.into_any()
                        }
                        DeliveryState::PutOff { until } => {
                            view! { {text::PUT_OFF} <LocalTime at=until shape=TimeShape::Seconds/> "." }.into_any()
                        }
                        DeliveryState::Refused { reason } => text::refused(&reason).into_any(),
                        _ => ().into_any(),
                    }}
                }
            />
            <Step
                state=waiting title=text::WAITING.to_owned()
                note=move || view! {
                    {text::GOOD_UNTIL}
                    {move || view! { <LocalTime at=view.read().expires_at shape=TimeShape::Weekday/> }}
                    "."
                }
            />
        </StepList>
    }
}
