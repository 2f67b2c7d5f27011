import * as account from '../tests/account/states';
import * as auth from '../tests/auth/states';
import * as billing from '../tests/billing/states';
import * as invitations from '../tests/invitations/states';
import * as layouts from '../tests/layouts/states';
import * as manyMembers from '../tests/members/many_states';
import * as members from '../tests/members/states';
import * as organizations from '../tests/organizations/states';
import * as pages from '../tests/pages/states';
import * as projects from '../tests/projects/states';
import * as auditLog from '../tests/settings/audit_log_states';
import * as settings from '../tests/settings/states';
import type { PageState } from './page-state';

const areas: { states: PageState[]; longStates?: PageState[] }[] = [
  auth,
  account,
  invitations,
  members,
  manyMembers,
  projects,
  settings,
  billing,
  auditLog,
  organizations,
  layouts,
  pages,
];

/** Every page and state; they stand beside the tests of their area. */
export const states = areas.flatMap((area) => area.states);

/** Pages and states with everything as long as it may be. */
export const longStates = areas.flatMap((area) => area.longStates ?? []);
