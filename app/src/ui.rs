//! The design system: every piece pages are made of.
//!
//! A piece knows no route and no server function. Its state lives in attributes (`disabled`,
//! `aria-busy`, `data-state`), its look in `style/ui/<the same name>.css`, and every word a person
//! reads comes in as a prop, except the few built-in ones in [`words`]. What the server renders and
//! what the browser hydrates first are the same; anything only a browser knows comes in an effect.

mod action_bar;
mod avatar;
mod badge;
mod button;
mod check;
mod checks;
pub mod clock;
mod description_list;
mod dialog;
mod document_title;
mod effects;
mod empty;
mod field;
mod field_parts;
mod hydrated;
mod icon;
mod kbd;
mod logo;
mod menu;
mod meter;
mod name;
mod notice;
mod password_field;
mod presence;
mod radio_cards;
mod rows;
mod search_field;
mod select;
mod skeleton;
mod steady;
mod step_list;
mod steps;
mod suspended;
mod switch;
mod table;
mod tabs;
mod text_area;
mod tile;
mod time;
mod time_words;
pub mod words;

pub use action_bar::ActionBar;
pub use avatar::{Avatar, AvatarSize, Person, initials};
pub use badge::{Badge, BadgeTone};
pub use button::{Button, ButtonKind, ButtonSize, IconButton, LinkButton};
pub use check::{Check, Radio};
pub use checks::Checks;
pub use description_list::{DescriptionItem, DescriptionList};
pub use dialog::{Dialog, Panel};
pub use document_title::DocumentTitle;
pub use effects::{EffectChange, EffectLine, Effects};
pub use empty::Empty;
pub use field::Field;
pub use field_parts::FieldCheck;
pub use hydrated::use_hydrated;
pub use icon::{Icon, IconName};
pub use kbd::Kbd;
pub use logo::{Logo, Wordmark};
pub use menu::{Menu, MenuItem, MenuLine, MenuLink};
pub use meter::Meter;
pub use name::{Name, Sentence, isolated};
pub use notice::{FormError, Notice, NoticeTone};
pub use password_field::PasswordField;
pub use presence::Presence;
pub use radio_cards::{RadioCard, RadioCards};
pub use rows::{Row, RowActions, Rows};
pub use search_field::SearchField;
pub use select::Select;
pub use skeleton::{Skeleton, SkeletonWidth};
pub use steady::keep_order;
pub use step_list::{Step, StepList, StepState};
pub use steps::Steps;
pub use suspended::suspended;
pub use switch::Switch;
pub use table::Table;
pub use tabs::{Tab, Tabs};
pub use text_area::TextArea;
pub use tile::{Tile, TileSize};
pub use time::{LocalTime, local_day, minutes_ahead};
pub use time_words::TimeShape;
