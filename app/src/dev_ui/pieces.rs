//! What is read, and what floats.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{Availability, TileColor};
use leptos::prelude::*;

use crate::ui::{
    ActionBar, Avatar, AvatarSize, Badge, BadgeTone, Button, ButtonKind, DescriptionItem, DescriptionList, Dialog,
    EffectChange, EffectLine, Effects, Empty, Field, FormError, IconName, Kbd, LocalTime, Menu, MenuItem, MenuLine,
    MenuLink, Meter, Notice, NoticeTone, Panel, Person, Presence, Row, RowActions, Rows, Skeleton, SkeletonWidth, Step,
    StepList, StepState, Steps, Tab, Table, Tabs, Tile, TileSize, TimeShape,
};

/// The gallery's now: Saturday, 22 November 2025, 09:41:02 UTC.
const NOW: DateTime<Utc> = match DateTime::from_timestamp(1_763_804_462, 0) {
    Some(now) => now,
    None => DateTime::UNIX_EPOCH,
};

const PRESENCES: [(&str, Availability); 4] = [
    ("Online", Availability::Online),
    ("Busy", Availability::Busy),
    ("Away", Availability::Away),
    ("Offline", Availability::Offline),
];

#[component]
pub(super) fn Meters() -> impl IntoView {
    view! {
        <section>
            <h2>"Meter"</h2>
            <div class="col">
                <Meter held=0_u32 included=150/>
                <Meter held=128_u32 promised=12_u32 included=150/>
                <Meter held=128_u32 promised=36_u32 included=150/>
                <Meter held=150_u32 included=150/>
            </div>
        </section>
    }
}

#[component]
pub(super) fn Marks() -> impl IntoView {
    let badges = [
        ("Invited", BadgeTone::Accent),
        ("Expired", BadgeTone::Warn),
        ("Draft", BadgeTone::Outline),
        ("Cancelled", BadgeTone::Plain),
        ("This browser", BadgeTone::Ok),
        ("Refused", BadgeTone::Danger),
    ];
    view! {
        <section>
            <h2>"Tile, avatar, presence, badge, key"</h2>
            <div class="col">
                <div class="flow">
                    {["Harbour", "Northlight", "Quill", "Tidewater", "Oakline", "Birch"]
                        .into_iter()
                        .zip(TileColor::ALL)
                        .map(|(name, color)| view! { <Tile name color /> })
                        .collect_view()}
                    <Tile name="Quill" color=TileColor::ALL[0] pending=true />
                    <Tile name="Harbour" color=TileColor::ALL[0] size=TileSize::Large />
                    <Tile name="Quill" color=TileColor::ALL[0] size=TileSize::Large pending=true />
                    <Tile name="Northlight" color=TileColor::ALL[1] size=TileSize::ExtraLarge />
                </div>
                <div class="flow">
                    <Avatar name="Mina Okafor" />
                    <Avatar name="Mina Okafor" size=AvatarSize::Medium />
                    <Avatar name="Mina Okafor" size=AvatarSize::Large />
                    <Avatar name="Mina Okafor" size=AvatarSize::ExtraLarge />
                    {PRESENCES
                        .map(|(_, presence)| {
                            view! { <Avatar name="Jonas Lindqvist" size=AvatarSize::Large presence /> }
                        })
                        .into_iter()
                        .collect_view()}
                    <Avatar name="" pending=true />
                    <Avatar name="" size=AvatarSize::Large pending=true />
                </div>
                <div class="two">
                    <Person name="Mina Okafor" line=|| "Owner · Online" presence=Availability::Online />
                    <Person name="priya@harbourfinch.example" line=|| "Invited as admin · 7 days left" pending=true />
                </div>
                <div class="flow">
                    {PRESENCES
                        .map(|(word, state)| {
                            view! {
                                <span class="flow">
                                    <Presence state />
                                    {word}
                                </span>
                            }
                        })
                        .into_iter()
                        .collect_view()}
                </div>
                <div class="flow">
                    {badges.map(|(word, tone)| view! { <Badge tone>{word}</Badge> }).into_iter().collect_view()}
                    <Kbd>"Ctrl K"</Kbd>
                    <Kbd>"⌘ K"</Kbd>
                </div>
            </div>
        </section>
    }
}

#[component]
pub(super) fn Trails() -> impl IntoView {
    let clock = move || view! { <LocalTime at=NOW shape=TimeShape::Seconds /> };
    view! {
        <section>
            <h2>"Steps, step list"</h2>
            <div class="col">
                <div class="row-actions">
                    <Steps label="Signing up" labels=&["Account", "Inbox", "Workspace"] current=1 />
                </div>
                <div class="two">
                    <StepList label="Waiting">
                        <Step state=StepState::Done title="Mail written" time=clock />
                        <Step state=StepState::Done title="Handed to the mail server" time=clock />
                        <Step
                            state=StepState::Now
                            title="Waiting for you to open it"
                            note=move || view! {
                                "The link is good until "
                                <LocalTime at=NOW + TimeDelta::days(2) shape=TimeShape::Weekday />
                                "."
                            }
                        />
                    </StepList>
                    <StepList label="Queued">
                        <Step state=StepState::Done title="Mail written" time=clock />
                        <Step
                            state=StepState::Now
                            title="Queued"
                            note=|| "The mail server isn’t answering. Next try at 09:42."
                        />
                        <Step state=StepState::Todo title="Waiting for you to open it" />
                    </StepList>
                    <StepList label="Refused">
                        <Step state=StepState::Done title="Mail written" time=clock />
                        <Step
                            state=StepState::Failed
                            title="Refused"
                            note=|| "No mailbox at that address. Use a different one."
                        />
                    </StepList>
                </div>
            </div>
        </section>
    }
}

#[component]
pub(super) fn Notices() -> impl IntoView {
    let refused = Some("That email and password don’t go together.".to_owned());
    view! {
        <section>
            <h2>"Notice"</h2>
            <div class="col">
                <Notice still=true>
                    "You were made " <b>"viewer"</b> " in Website by Jonas, a moment ago."
                </Notice>
                <Notice tone=NoticeTone::Ok still=true>"Password changed. Every other browser was signed out."</Notice>
                <Notice tone=NoticeTone::Warn icon=IconName::Offline still=true>
                    "Can’t reach the server. Trying again in 4 seconds; nothing is lost."
                </Notice>
                <Notice tone=NoticeTone::Danger icon=IconName::Lock still=true>
                    "You need " <b>"Manage members"</b> " for that. Mina or Jonas can grant it."
                </Notice>
                <FormError error=refused>
                    "Try again, or " <a href="#">"reset your password"</a> "."
                </FormError>
            </div>
        </section>
    }
}

#[component]
pub(super) fn Lists() -> impl IntoView {
    view! {
        <section>
            <h2>"Rows, facts"</h2>
            <div class="col">
                <Rows>
                    <Row
                        lead=|| view! { <Tile name="Harbour & Finch" color=TileColor::ALL[0] size=TileSize::Large /> }
                        title="Harbour & Finch"
                        href="#"
                        line=|| "Owner · last here yesterday"
                    >
                        <Kbd>"Enter"</Kbd>
                    </Row>
                    <Row
                        lead=|| view! { <Tile name="Tidewater Library" color=TileColor::ALL[3] size=TileSize::Large /> }
                        title="Tidewater Library"
                        badge=|| view! { <Badge tone=BadgeTone::Warn>"2 days left"</Badge> }
                        line=|| "Emil Nowak invites you as member"
                    >
                        <RowActions>
                            <Button kind=ButtonKind::Quiet>"Decline"</Button>
                            <Button>"Accept"</Button>
                        </RowActions>
                    </Row>
                </Rows>
                <DescriptionList in_card=true>
                    <DescriptionItem label="Address" verbatim=true>"mina@harbourfinch.example"</DescriptionItem>
                    <DescriptionItem label="Name">"Mina Okafor"</DescriptionItem>
                    <DescriptionItem label="Started">
                        <LocalTime at=NOW shape=TimeShape::Weekday />
                    </DescriptionItem>
                </DescriptionList>
            </div>
        </section>
    }
}

#[component]
pub(super) fn Times() -> impl IntoView {
    let shapes = [
        ("Seconds", TimeShape::Seconds),
        ("Clock", TimeShape::Clock),
        ("Weekday", TimeShape::Weekday),
        ("Date", TimeShape::Date),
        ("ShortDate", TimeShape::ShortDate),
        ("Relative", TimeShape::Relative),
        ("ShortRelative", TimeShape::ShortRelative),
    ];
    view! {
        <section>
            <h2>"Time"</h2>
            <DescriptionList>
                {shapes
                    .map(|(label, shape)| view! {
                        <DescriptionItem label>
                            <LocalTime at=NOW - TimeDelta::minutes(12) shape now=NOW />
                        </DescriptionItem>
                    })
                    .into_iter()
                    .collect_view()}
            </DescriptionList>
        </section>
    }
}

#[component]
pub(super) fn Menus() -> impl IntoView {
    let chosen = RwSignal::new(Availability::Online);
    view! {
        <section>
            <h2>"Menu"</h2>
            <div class="flow">
                <Button popovertarget="menu-row" icon=IconName::More>"A row’s menu"</Button>
                <Menu id="menu-row" label="A row’s menu">
                    <MenuLink href="#" icon=IconName::Edit>"Edit"</MenuLink>
                    <MenuItem icon=IconName::Mail>"Resend invitation"</MenuItem>
                    <MenuItem icon=IconName::Link>"Copy link"</MenuItem>
                    <MenuItem icon=IconName::Key disabled=true>"Send password reset"</MenuItem>
                    <MenuLine />
                    <MenuLink href="#" icon=IconName::Trash danger=true>"Revoke access"</MenuLink>
                </Menu>
                <Button popovertarget="menu-presence" icon=IconName::Person>"Availability"</Button>
                <Menu id="menu-presence" label="Availability">
                    {PRESENCES
                        .map(|(word, state)| view! {
                            <MenuItem
                                lead=move || view! { <Presence state /> }
                                chosen=Signal::derive(move || chosen.get() == state)
                                on_click=move || chosen.set(state)
                            >
                                {word}
                            </MenuItem>
                        })
                        .into_iter()
                        .collect_view()}
                </Menu>
            </div>
        </section>
    }
}

#[component]
pub(super) fn Dialogs() -> impl IntoView {
    let dialog = RwSignal::new(false);
    let panel = RwSignal::new(false);
    view! {
        <section>
            <h2>"Dialog, panel, action bar, toast"</h2>
            <div class="col">
                <div class="flow">
                    <Button kind=ButtonKind::Warning on_click=move || dialog.set(true)>"Delete organization…"</Button>
                    <Button on_click=move || panel.set(true)>"New project…"</Button>
                </div>
                <Dialog
                    id="dialog"
                    title="Delete Harbour & Finch?"
                    open=dialog
                    footer=move || view! {
                        <Button on_click=move || dialog.set(false)>"Cancel"</Button>
                        <Button kind=ButtonKind::Danger disabled=true>"Delete organization"</Button>
                    }
                >
                    <p>"124 members lose access at once. Until 29 November an owner can undo it."</p>
                    <Field name="sure" label="Type Harbour & Finch to go on" />
                </Dialog>
                <Panel
                    id="panel"
                    title="New project"
                    open=panel
                    footer=move || view! {
                        <Button kind=ButtonKind::Primary on_click=move || panel.set(false)>"Create project"</Button>
                    }
                >
                    <Field name="project" label="Name" autofocus=true />
                </Panel>
                <ActionBar
                    label="Selection" count=3_usize words="3 selected" hint="Tick some." clear="Clear"
                    beside=view! { <Button kind=ButtonKind::Quiet>"Show"</Button> }.into_any()
                >
                    <Button kind=ButtonKind::Warning>"Revoke access"</Button>
                </ActionBar>
            </div>
        </section>
    }
}

#[component]
pub(super) fn Waiting() -> impl IntoView {
    view! {
        <section>
            <h2>"Waiting"</h2>
            <div class="col">
                <Table caption="Members, being loaded" busy=true>
                    <tbody>
                        {[(); 3]
                            .map(|()| view! {
                                <tr>
                                    <td>
                                        <Skeleton />
                                    </td>
                                    <td>
                                        <Skeleton width=SkeletonWidth::Long />
                                    </td>
                                    <td>
                                        <Skeleton width=SkeletonWidth::Short />
                                    </td>
                                </tr>
                            })
                            .into_iter()
                            .collect_view()}
                    </tbody>
                </Table>
            </div>
        </section>
    }
}

#[component]
pub(super) fn Empties() -> impl IntoView {
    view! {
        <section>
            <h2>"Empty"</h2>
            <div class="two">
                <Empty title="Nobody by that name" action=|| view! { <Button>"Clear search"</Button> }>
                    "No member’s name or email contains “marla”."
                </Empty>
                <Empty title="No project yet">"Mina, Jonas or Priya can add you."</Empty>
            </div>
            <h2>"Tabs, what changes"</h2>
            <div class="two">
                <Tabs label="Website">
                    <Tab href="#overview">"Overview"</Tab>
                    <Tab href="#members" current=true>"Members"</Tab>
                </Tabs>
                <Effects>
                    <EffectLine change=EffectChange::Loses what="9 people">"no longer work in it"</EffectLine>
                    <EffectLine change=EffectChange::Gains what="Manage members">"from now on"</EffectLine>
                    <EffectLine change=EffectChange::Keeps what="Everything stays">"as it is"</EffectLine>
                    <EffectLine change=EffectChange::Undo what="For 7 days">"you can undo it"</EffectLine>
                </Effects>
            </div>
        </section>
    }
}
