//! Invitations, and what they give (IN-1, IN-4, IN-6 to IN-9).

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    PEOPLE,
    call::Call,
    dice::Dice,
    permissions::Membership,
    reference::{ARCHIVED, DONE, Invitation, Model, NOT_FOUND, Refused, Verdict, refused, require},
    views::{Row, Seen, email, rows},
    walk::{Fields, Walk, with},
};

pub const WORDS: &[&str] = &[
    "cancelled",
    "declined",
    "drafted",
    "gone",
    "identity-managed",
    "invited",
    "kept",
    "limit-reached",
    "member",
    "resent",
    "too-soon",
    "unbacked",
    "unknown",
    "used",
    "used-by-you",
];

/// Mails that one invited address gets at once from one organization (IN-8).
const MAILS: usize = 5;

const TOO_SOON: Refused = refused(429, "too-soon");
const USED: Refused = refused(410, "used");

calls! {
    /// About invitations.
    InvitationCall in Invitation {
        Invite { person: usize, gives: Membership, draft: bool },
        Edit { invitation: usize, gives: Membership, send: bool },
        Send { invitation: usize },
        Cancel { invitation: usize },
        Accept { invitation: usize },
        Decline { invitation: usize },
    }
}

impl InvitationCall {
    pub fn request(&self, walk: &Walk<'_>, organization: usize) -> (&'static str, Fields) {
        let here = walk.of(organization);
        match *self {
            Self::Invite { person, ref gives, draft } => {
                let more = [("emails", email(person)), ("draft", draft.to_string())];
                ("members/invite", with(with(here, walk.given(gives)), more))
            }
            Self::Edit { invitation, ref gives, send } => {
                let more = [walk.invitation(invitation), ("send", send.to_string())];
                ("members/edit-invitation", with(with(here, walk.given(gives)), more))
            }
            Self::Send { invitation } => ("members/send-invitation", with(here, [walk.invitation(invitation)])),
            Self::Cancel { invitation } => ("members/cancel-invitation", with(here, [walk.invitation(invitation)])),
            Self::Accept { invitation } => ("invitations/accept-mine", vec![walk.invitation(invitation)]),
            Self::Decline { invitation } => ("invitations/decline-mine", vec![walk.invitation(invitation)]),
        }
    }

    pub fn apply(&self, model: &mut Model, who: usize, organization: usize) -> Verdict {
        match *self {
            Self::Invite { person, ref gives, draft } => model.invite(who, organization, person, gives, draft),
            Self::Edit { invitation, ref gives, send } => {
                model.edit_invitation(who, organization, invitation, gives, send)
            }
            Self::Send { invitation } => model.send_invitation(who, organization, invitation),
            Self::Cancel { invitation } => model.cancel_invitation(who, organization, invitation),
            Self::Accept { invitation } => model.accept(who, invitation),
            Self::Decline { invitation } => model.decline(who, invitation),
        }
    }
}

impl Model {
    fn invite(&mut self, who: usize, organization: usize, person: usize, gives: &Membership, draft: bool) -> Verdict {
        let mine = self.inside(organization, who)?;
        require(mine.gives(gives))?;
        self.refuse_more_than_a_member(organization, gives)?;
        self.check_projects(organization, gives)?;
        if self.member(organization, person).is_some() {
            return Ok("member".into());
        }
        let here = |found: &Invitation| (found.organization, found.person) == (organization, person);
        let open = self.invitations.iter().position(|found| here(found) && found.is_open());
        let was_sent = open.is_some_and(|open| self.invitations[open].state == "sent");
        if open.is_some_and(|open| !mine.gives(&self.invitations[open].gives)) || (draft && was_sent) {
            return Ok("kept".into());
        }
        if !draft && !self.take_mail(organization, person) {
            return Ok("limit-reached".into());
        }
        let number = open.unwrap_or(self.invitations.len());
        if open.is_none() {
            let (id, state, gives) = (String::new(), "draft", gives.clone());
            self.invitations.push(Invitation { organization, id, person, gives, by: who, state });
        }
        self.set_invitation(who, number, gives, !draft);
        Ok(match (draft, was_sent) {
            (true, _) => "drafted",
            (false, true) => "resent",
            (false, false) => "invited",
        }
        .into())
    }

    fn set_invitation(&mut self, who: usize, number: usize, gives: &Membership, send: bool) {
        let found = &mut self.invitations[number];
        (found.gives, found.by) = (gives.clone(), who);
        if send {
            found.state = "sent";
        }
    }

    /// Where an identity provider says what people are, they come in as members.
    fn refuse_more_than_a_member(&self, organization: usize, gives: &Membership) -> Result<(), Refused> {
        if gives.is_plain() { Ok(()) } else { self.refuse_if_identity_managed(organization) }
    }

    /// Nobody is added to projects that are archived, or of another organization.
    fn check_projects(&self, organization: usize, gives: &Membership) -> Result<(), Refused> {
        for project in gives.projects.keys().map(|project| &self.projects[*project]) {
            match project {
                other if other.organization != organization => return Err(NOT_FOUND),
                archived if archived.archived => return Err(ARCHIVED),
                _ => {}
            }
        }
        Ok(())
    }

    /// Whether the address gets one more.
    fn take_mail(&mut self, organization: usize, person: usize) -> bool {
        let mails = self.mails.entry((organization, person)).or_default();
        let taken = *mails < MAILS;
        *mails += usize::from(taken);
        taken
    }

    /// An invitation that somebody may send, while it is open.
    fn open_to_send(&self, organization: usize, number: usize, mine: &Membership) -> Result<(), Refused> {
        let found = self.invitation_for(organization, number, |given| mine.gives(given))?;
        self.refuse_more_than_a_member(organization, &found.gives)?;
        Self::is_open(found)
    }

    /// An invitation of the organization, for whoever may do that with what it gives.
    fn invitation_for(
        &self,
        organization: usize,
        number: usize,
        may: impl Fn(&Membership) -> bool,
    ) -> Result<&Invitation, Refused> {
        let found = Some(&self.invitations[number]).filter(|found| found.organization == organization);
        // What is not there is spoken of as one for a member.
        let nothing = Membership::new("member", [].into(), [].into());
        require(may(found.map_or(&nothing, |found| &found.gives)))?;
        found.ok_or(NOT_FOUND)
    }

    fn is_open(found: &Invitation) -> Result<(), Refused> {
        match found.state {
            "draft" | "sent" => Ok(()),
            "accepted" => Err(USED),
            decided => Err(refused(410, decided)),
        }
    }

    fn refuse_if_member(&self, organization: usize, number: usize) -> Result<(), Refused> {
        match self.member(organization, self.invitations[number].person) {
            Some(_) => Err(USED),
            None => Ok(()),
        }
    }

    fn edit_invitation(
        &mut self,
        who: usize,
        organization: usize,
        number: usize,
        gives: &Membership,
        send: bool,
    ) -> Verdict {
        let mine = self.inside(organization, who)?;
        self.open_to_send(organization, number, &mine)?;
        require(mine.gives(gives))?;
        self.refuse_more_than_a_member(organization, gives)?;
        self.check_projects(organization, gives)?;
        self.refuse_if_member(organization, number)?;
        if send && !self.take_mail(organization, self.invitations[number].person) {
            return Err(TOO_SOON);
        }
        self.set_invitation(who, number, gives, send);
        DONE
    }

    fn send_invitation(&mut self, who: usize, organization: usize, number: usize) -> Verdict {
        let mine = self.inside(organization, who)?;
        self.open_to_send(organization, number, &mine)?;
        self.refuse_if_member(organization, number)?;
        if !self.take_mail(organization, self.invitations[number].person) {
            return Err(TOO_SOON);
        }
        let gives = self.invitations[number].gives.clone();
        self.set_invitation(who, number, &gives, true);
        DONE
    }

    fn cancel_invitation(&mut self, who: usize, organization: usize, number: usize) -> Verdict {
        let mine = self.inside(organization, who)?;
        Self::is_open(self.invitation_for(organization, number, |given| mine.manages(given.role))?)?;
        self.invitations[number].state = "cancelled";
        DONE
    }

    /// Who is in needs none.
    pub fn end_invitation_of_member(&mut self, organization: usize, person: usize) {
        let open =
            |found: &&mut Invitation| (found.organization, found.person) == (organization, person) && found.is_open();
        if let Some(found) = self.invitations.iter_mut().find(open) {
            found.state = "cancelled";
        }
    }

    /// Whether who sent it may still give all that it gives.
    pub fn is_backed(&self, found: &Invitation) -> bool {
        if self.organizations[found.organization].identity_managed && !found.gives.is_plain() {
            return false;
        }
        self.member(found.organization, found.by).is_some_and(|inviter| inviter.gives(&found.gives))
    }

    /// Why somebody cannot decide about an invitation.
    pub fn dead(&self, who: usize, number: usize) -> Option<Refused> {
        let found = &self.invitations[number];
        match found.state {
            _ if found.person != who => Some(NOT_FOUND),
            _ if self.organizations[found.organization].deleted => Some(refused(410, "gone")),
            "accepted" => Some(refused(410, "used-by-you")),
            "declined" => Some(refused(410, "declined")),
            _ if self.member(found.organization, who).is_some() => Some(refused(409, "member")),
            "cancelled" => Some(refused(410, "cancelled")),
            "draft" => Some(refused(404, "unknown")),
            _ if self.is_backed(found) => None,
            _ if self.organizations[found.organization].identity_managed && !found.gives.is_plain() => {
                Some(refused(410, "identity-managed"))
            }
            _ => Some(refused(410, "unbacked")),
        }
    }

    fn accept(&mut self, who: usize, number: usize) -> Verdict {
        if let Some(why) = self.dead(who, number) {
            return Err(why);
        }
        let found = &mut self.invitations[number];
        found.state = "accepted";
        let here = &mut self.organizations[found.organization];
        here.members.insert(who, found.gives.clone());
        here.removed.remove(&who);
        // What was done to them before is over.
        here.role_changes.remove(&who);
        here.added.retain(|(person, _), _| *person != who);
        here.known.insert(who);
        DONE
    }

    fn decline(&mut self, who: usize, number: usize) -> Verdict {
        if let Some(why) = self.dead(who, number) {
            return Err(why);
        }
        let found = &mut self.invitations[number];
        found.state = "declined";
        DONE
    }

    /// What somebody sees of the invitations.
    pub fn seen_invitations(&self, who: usize, organization: usize) -> Seen {
        let mine = self.reading(who, organization, "manage-members")?;
        let here = |found: &&Invitation| found.organization == organization;
        // One that was declined is done with once the same person is invited anew.
        let is_latest = |number: usize, found: &Invitation| {
            !self.invitations[number + 1..].iter().any(|later| here(&later) && later.person == found.person)
        };
        let listed = self.invitations.iter().enumerate().filter(|(_, found)| here(found));
        let listed = listed
            .filter(|(number, found)| found.is_open() || (found.state == "declined" && is_latest(*number, found)));
        let listed = listed.map(|(_, found)| found);
        let rows = listed.map(|found| {
            let (grants, projects) = self.given(&found.gives);
            let is_allowed = !self.organizations[organization].identity_managed || found.gives.is_plain();
            let can_send = found.is_open() && is_allowed && mine.gives(&found.gives);
            let can_cancel = found.is_open() && mine.manages(found.gives.role);
            let can = [self.is_backed(found), can_send, can_send && found.state == "sent", can_cancel];
            let mut row = row![found.id, found.gives.role, grants, projects, found.state];
            row.extend(can.map(|can| can.to_string()));
            row
        });
        Ok(vec![rows.collect()])
    }
}

/// What an answer tells of them.
pub fn told(json: &Value) -> Vec<BTreeSet<Row>> {
    let can = ["backed", "can_send", "can_copy_link", "can_cancel"];
    let fields = [["id", "role", "grants", "projects", "state"].as_slice(), &can].concat();
    vec![rows(&json["invitations"], &fields)]
}

impl Dice {
    pub fn invite(&mut self, model: &Model, organization: usize) -> (usize, Call) {
        let members = &model.organizations[organization].members;
        let outside: Vec<usize> = (0..PEOPLE).filter(|person| !members.contains_key(person)).collect();
        let person = if outside.is_empty() || self.one_in(6) { self.roll(PEOPLE) } else { self.pick(&outside) };
        let (gives, draft) = (self.membership(model, organization), self.one_in(6));
        (self.who(model, organization, "manage-members"), InvitationCall::Invite { person, gives, draft }.into())
    }

    pub fn about_invitations(&mut self, model: &Model, organization: usize) -> (usize, Call) {
        let who = self.who(model, organization, "manage-members");
        let Some(invitation) = self.invitation(model, organization).filter(|_| !self.one_in(5)) else {
            return self.invite(model, organization);
        };
        let invited = if self.one_in(8) { who } else { model.invitations[invitation].person };
        let (who, call) = match self.roll(7) {
            0..=1 => (invited, InvitationCall::Accept { invitation }),
            2 => (invited, InvitationCall::Decline { invitation }),
            3 => (who, InvitationCall::Cancel { invitation }),
            4 => (who, InvitationCall::Send { invitation }),
            5 => {
                let gives = self.membership(model, organization);
                (who, InvitationCall::Edit { invitation, gives, send: self.one_in(2) })
            }
            _ => {
                let (person, gives) = (model.invitations[invitation].person, self.membership(model, organization));
                (who, InvitationCall::Invite { person, gives, draft: self.one_in(4) })
            }
        };
        (who, call.into())
    }

    /// The last invitation that waits in the first organization is sent again, in one way or another.
    pub fn about_mails(&mut self, model: &Model) -> (usize, Call) {
        let waits = |found: &Invitation| found.organization == 0 && found.is_open();
        let Some(invitation) = model.invitations.iter().rposition(waits) else { return self.invite(model, 0) };
        let (who, found) = (self.who(model, 0, "manage-owners"), &model.invitations[invitation]);
        let (person, gives) = (found.person, found.gives.clone());
        let call = match self.roll(3) {
            0 => InvitationCall::Send { invitation },
            1 => InvitationCall::Edit { invitation, gives, send: true },
            _ => InvitationCall::Invite { person, gives, draft: false },
        };
        (who, call.into())
    }
}
