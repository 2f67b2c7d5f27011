import { type Caller, call } from './calls';
import type { Team } from './team';

interface Project {
  id: string;
  name: string;
  slug: string;
}

/** The team's project with this name; made where there is none. */
export async function projectOf(team: Team, name: string): Promise<Project> {
  const find = async (): Promise<Project | undefined> => {
    const { active } = (await call(team.owner, team.server, 'projects/list', { organization: team.slug })) as { active: Project[] };
    return active.find((project) => project.name === name);
  };
  const found = await find();
  if (found) return found;
  await call(team.owner, team.server, 'projects/create', { organization: team.slug, name });
  const made = await find();
  if (!made) throw new Error(`${name} is not listed`);
  return made;
}

/** Saves changes of who belongs to a project: the address of each, what they were and what they are to be. */
export async function saveMembers(team: Team, by: Caller, project: string, changes: [string, string, string][]): Promise<void> {
  const lines: string[] = [];
  for (const [email, before, after] of changes) lines.push(`${await team.id(email)}:${before}:${after}`);
  await call(by, team.server, 'projects/save-members', { organization: team.slug, project, changes: lines.join(',') });
}
