//! What holds of every authority (IN-6, TR-1, TR-2, TR-8).

use proptest::{collection, prelude::*, sample};
use uuid::Uuid;

use super::*;

fn project(number: u128) -> ProjectId {
    Uuid::from_u128(number).into()
}

fn authorities() -> impl Strategy<Value = Authority> {
    let roles = sample::select(Role::ALL.to_vec());
    let grants = sample::subsequence(Grant::ALL.to_vec(), 0..=Grant::ALL.len());
    let projects = collection::vec((0..4_u128, sample::select(ProjectRole::ALL.to_vec())), 0..4);
    (roles, grants, projects).prop_map(|(role, grants, projects)| {
        let projects = projects.into_iter().map(|(number, role)| (project(number), role)).collect();
        Authority::new(role, grants.into_iter().collect(), projects)
    })
}

proptest! {
    // IN-6: whatever is given away, nobody holds more by it than the giver does.
    #[test]
    fn in_6_nothing_is_given_that_is_not_held(giver in authorities(), given in authorities()) {
        match giver.lacks_to_give(&given) {
            None => {
                for permission in Permission::ALL {
                    prop_assert!(!given.may(permission) || giver.may(permission), "{permission:?}");
                }
                for (project, _) in given.projects().iter() {
                    prop_assert!(giver.may_in(project, ProjectPermission::ManageMembers));
                }
                prop_assert!(giver.lacks_to_manage(given.role()).is_none());
            }
            Some(lacking) => prop_assert!(!giver.may(lacking)),
        }
    }

    // TR-1: owners lack nothing, and nobody holds more than they.
    #[test]
    fn tr_1_owners_hold_everything(given in authorities(), number in 0..6_u128) {
        let owner = Authority::of_role(Role::Owner);
        prop_assert_eq!(owner.lacks_to_give(&given), None);
        prop_assert!(Permission::ALL.into_iter().all(|permission| owner.may(permission)));
        prop_assert!(ProjectPermission::ALL.into_iter().all(|permission| owner.may_in(project(number), permission)));
    }

    // TR-2: a grant or a project takes nothing away, and gives nothing beyond itself.
    #[test]
    fn tr_2_more_is_never_less(authority in authorities(), grant in sample::select(Grant::ALL.to_vec())) {
        let more = authority.grants().iter().chain([grant]).collect();
        let more = Authority::new(authority.role(), more, authority.projects().clone());
        for permission in Permission::ALL {
            let by_grant = authority.role() == Role::Member && grant.gives(permission);
            prop_assert_eq!(more.may(permission), authority.may(permission) || by_grant);
        }
        for number in 0..4 {
            for permission in ProjectPermission::ALL {
                let both = [&authority, &more].map(|authority| authority.may_in(project(number), permission));
                prop_assert_eq!(both[0], both[1]);
            }
        }
    }

    // TR-8: whoever is named as somebody who can provide it holds it themselves.
    #[test]
    fn tr_8_who_can_provide_holds(authority in authorities()) {
        for permission in Permission::ALL {
            prop_assert!(!authority.can_provide(permission) || authority.may(permission));
        }
    }

    // TR-6: what is gained or kept is what is held afterwards, and what is lost or kept is what was held before.
    #[test]
    fn tr_6_a_change_tells_all_of_it(before in authorities(), after in authorities()) {
        let change = before.change_to(&after);
        for permission in Permission::ALL {
            let held = Holding::Permission(permission);
            let told = (change.gains.contains(&held), change.loses.contains(&held), change.keeps.contains(&held));
            let (had, has) = (before.may(permission), after.may(permission));
            prop_assert_eq!(told, (!had && has, had && !has, had && has));
        }
    }

    #[test]
    fn what_is_sent_is_read_again(authority in authorities()) {
        let sent = serde_json::to_string(&authority).unwrap();
        prop_assert_eq!(serde_json::from_str::<Authority>(&sent).unwrap(), authority.clone());
        prop_assert_eq!(authority.grants().to_string().parse::<Grants>(), Ok(authority.grants()));
    }
}
