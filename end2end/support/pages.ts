import { type Locator, type Page, expect } from '@playwright/test';

export { call, claim, register } from './calls';

export interface Person {
  name: string;
  email: string;
  password: string;
}

export const MINA: Person = {
  name: 'Mina Okafor',
  email: 'mina@harbourfinch.example',
  password: 'lamps on the long pier',
};

export const JONAS: Person = {
  name: 'Jonas Lindqvist',
  email: 'jonas@secondstreet.example',
  password: 'seven cups of green tea',
};

export const PRIYA: Person = {
  name: 'Priya Raman',
  email: 'priya@northlight.example',
  password: 'bells over the low bridge',
};

/** Loads a document and waits until scripts have taken it over. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await awake(page);
}

/** Waits until scripts have taken the page over, its effects included. */
export async function awake(page: Page): Promise<void> {
  // Taken over as it came: nobody changed the document, so nothing is built anew.
  await page.waitForSelector('html[data-awake=""]');
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** The heading of the page. */
export function heading(page: Page, name?: string | RegExp): Locator {
  return page.getByRole('heading', { level: 1, ...(name === undefined ? {} : { name, exact: true }) });
}

/** The heading of an organization's home page, whether or not first steps are left there. */
export function homeHeading(page: Page, name: string): Locator {
  const literal = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return heading(page, new RegExp(`^${literal}( is ready)?$`));
}

/** A field by its label alone. */
export function field(page: Page, label: string): Locator {
  return page.getByLabel(label, { exact: true });
}

export function button(page: Page | Locator, name: string): Locator {
  return page.getByRole('button', { name, exact: true });
}

export function link(page: Page | Locator, name: string): Locator {
  return page.getByRole('link', { name, exact: true });
}

export async function fillSignUp(page: Page, person: Person): Promise<void> {
  await field(page, 'Name').fill(person.name);
  await field(page, 'Email').fill(person.email);
  await field(page, 'Password').fill(person.password);
}

/** On the sign-up page: fills it in, sends it, and arrives at the waiting screen. */
export async function signUp(page: Page, person: Person): Promise<void> {
  await fillSignUp(page, person);
  await button(page, 'Sign up').click();
  await expectWaiting(page, person.email);
}

/** The page is the waiting screen for this address. */
export async function expectWaiting(page: Page, email: string): Promise<void> {
  await expect(heading(page, 'Check your inbox')).toBeVisible();
  await expect(page.getByRole('main').getByText(email, { exact: true })).toBeVisible();
}

/** On the sign-in page: fills it in and sends it. */
export async function signIn(page: Page, person: Pick<Person, 'email' | 'password'>): Promise<void> {
  await field(page, 'Email').fill(person.email);
  await field(page, 'Password').fill(person.password);
  await button(page, 'Sign in').click();
}

/** On the setup page: creates an organization and arrives in it. */
export async function createOrganization(page: Page, name: string): Promise<void> {
  await field(page, 'Organization name').fill(name);
  await button(page, 'Create organization').click();
  await expect(homeHeading(page, name)).toBeVisible();
}

/** Goes to the organization of this name by the keys of the switcher. */
export async function switchTo(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find an organization' }).fill(name);
  await page.keyboard.press('Enter');
}

/** Opens the switcher with the mouse and gives it. */
export async function openSwitcher(page: Page): Promise<Locator> {
  await button(page, 'Switch organization').click();
  const switcher = page.getByRole('group', { name: 'Switch organization' });
  await expect(switcher).toBeVisible();
  return switcher;
}

/** The way from an organization's home page to its members. */
export function membersFromHome(page: Page): Locator {
  return page.getByRole('main').getByRole('link', { name: /^(Members|All \d+)$/ }).first();
}

/** What stands on the home page of this organization alone, and only once its data is there. */
export function homeOf(page: Page, name: string): Locator {
  return page.getByText(`created ${name}`);
}

/** The organization of this name in the open switcher. */
export function choice(switcher: Locator, name: string): Locator {
  return switcher.getByRole('option').filter({ hasText: name });
}

/** Signs out by the account menu of an organization. */
export async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Account menu' }).click();
  await button(page, 'Sign out').click();
  await expect(heading(page, 'Sign in')).toBeVisible();
}

/** Counts the documents that this page loads from now on. */
export async function countDocuments(page: Page): Promise<{ expectNone(): Promise<void> }> {
  const loaded: string[] = [];
  page.on('request', (request) => {
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) loaded.push(request.url());
  });
  await page.evaluate(() => {
    window.firstDocument = true;
  });
  return {
    async expectNone() {
      expect(loaded, 'documents loaded after the first').toEqual([]);
      expect(await page.evaluate(() => window.firstDocument), 'the first document is still there').toBe(true);
    },
  };
}

/** Without JavaScript: sends the form by its button and gives the status of the page that comes back. */
export async function send(page: Page, name: string): Promise<number> {
  const answered = page.waitForResponse((response) => response.request().method() === 'POST');
  await button(page, name).click();
  return (await answered).status();
}
