import { type Page } from '@playwright/test';
import { call } from '../../support/calls';
import { expect, test } from '../../support/fixtures';
import { MINA, button, choice, countDocuments, field, link, open, openSwitcher, register, homeHeading, switchTo } from '../../support/pages';
import type { Server } from '../../support/server';

const FIRST = { name: 'Harbour & Finch', slug: 'harbour-finch' };
const SECOND = { name: 'Second Street', slug: 'second-street' };

test('OR-2: found by typing, chosen by arrows, closed by Escape', async ({ page, server }) => {
  await register(page, server, MINA, [FIRST.name, SECOND.name, 'Third Floor']);
  await open(page, `/o/${SECOND.slug}`);
  const switcher = await openSwitcher(page);
  const find = page.getByRole('combobox', { name: 'Find an organization' });
  await expect(find).toBeFocused();
  await expect(switcher.getByRole('option')).toHaveCount(3);
  await expect(choice(switcher, SECOND.name)).toHaveAttribute('aria-current', 'true');

  await page.keyboard.type('FLOOR');
  await expect(switcher.getByRole('option')).toHaveCount(1);
  await expect(choice(switcher, 'Third Floor')).toHaveAttribute('aria-selected', 'true');
  await find.fill('nothing of the kind');
  await expect(switcher.getByText('None of yours is called that.')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(switcher).toBeVisible();
  await find.fill('');

  const active = (): Promise<string | null> =>
    find.evaluate((input) => {
      const id = input.getAttribute('aria-activedescendant');
      return id && (document.getElementById(id)?.textContent ?? null);
    });
  const names = await switcher.getByRole('option').allTextContents();
  await page.keyboard.press('Home');
  await expect.poll(active).toBe(names[0]);
  await page.keyboard.press('ArrowDown');
  await expect.poll(active).toBe(names[1]);
  await page.keyboard.press('End');
  await expect.poll(active).toBe(names[2]);

  // The arrows leave nothing out, and go round.
  await page.keyboard.press('ArrowDown');
  await expect(link(switcher, 'Create organization')).toBeFocused();
  await expect(switcher.getByRole('option', { selected: true })).toHaveCount(0);
  await page.keyboard.press('ArrowDown');
  await expect(find).toBeFocused();
  await expect.poll(active).toBe(names[0]);
  await page.keyboard.press('ArrowUp');
  await expect(link(switcher, 'Create organization')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect.poll(active).toBe(names[2]);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.type('floor');
  await expect(find).toHaveValue('floor');
  await expect(switcher.getByRole('option')).toHaveCount(1);

  await page.keyboard.press('Escape');
  await expect(switcher).toBeHidden();
  await expect(button(page, 'Switch organization')).toBeFocused();
  await expect(page).toHaveURL(`/o/${SECOND.slug}`);
});

test('OR-2: the pointer chooses what it moves over, and the list closes when the focus leaves it', async ({ page, server }) => {
  await register(page, server, MINA, [FIRST.name, SECOND.name, 'Third Floor']);
  await open(page, `/o/${SECOND.slug}`);
  const switcher = await openSwitcher(page);
  const chosen = switcher.getByRole('option', { selected: true });
  for (const name of ['Third Floor', FIRST.name]) {
    await choice(switcher, name).hover();
    await expect(chosen).toHaveText(new RegExp(name));
  }
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`/o/${FIRST.slug}`);
  await openSwitcher(page);
  await page.keyboard.press('Tab');
  await expect(link(switcher, 'Create organization')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(switcher).toBeHidden();
  expect(await page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY');
});

test('OR-2: it opens on the pages of the account too', async ({ page, server }) => {
  await register(page, server, MINA, [FIRST.name, SECOND.name]);
  await open(page, '/account/sessions');
  const documents = await countDocuments(page);
  await switchTo(page, SECOND.name);
  await expect(page).toHaveURL(`/o/${SECOND.slug}`);
  await expect(homeHeading(page, SECOND.name)).toBeFocused();
  await documents.expectNone();
});

test('OR-2: with seventy organizations all are reached, and only what is seen is there', async ({ page, server }) => {
  const names = Array.from({ length: 70 }, (_, at) => `Team ${String(at + 1).padStart(2, '0')}`);
  await register(page, server, MINA, names);
  await open(page, '/o/team-01');
  const options = (await openSwitcher(page)).getByRole('option');
  await expect(options).toHaveCount(50);
  await expect(options.first()).toHaveAttribute('aria-setsize', '70');
  await page.keyboard.press('End');
  await expect(options).toHaveCount(70);
  await expect(options.last()).toBeInViewport();
  await expect(options.last()).toHaveAttribute('aria-posinset', '70');
  await page.reload();
  await openSwitcher(page);
  await expect(options).toHaveCount(50);
  await page.getByRole('listbox').evaluate((list) => list.scrollTo(0, list.scrollHeight));
  await expect(options).toHaveCount(70);
});

test('OR-2: with seventy organizations, one that was long not opened is found, opened, and gone back from', async ({ page, server }) => {
  const names = Array.from({ length: 70 }, (_, at) => `Team ${String(at + 1).padStart(2, '0')}`);
  await register(page, server, MINA, names);
  await open(page, '/o/team-70');
  await expect(homeHeading(page, 'Team 70')).toBeVisible();
  const documents = await countDocuments(page);
  for (const name of ['Team 65', 'Team 01', 'Team 66']) {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Find an organization' }).pressSequentially(name);
    await expect(page.getByRole('listbox').getByRole('option')).toHaveCount(1);
    await page.keyboard.press('Enter');
    await expect(homeHeading(page, name)).toBeFocused();
  }
  await page.goBack();
  await expect(homeHeading(page, 'Team 01')).toBeVisible();
  await documents.expectNone();
});

test('OR-2: of seventy organizations those are found, too, that come after the typing; what did not come is asked for again', async ({ page, server, browserErrors }) => {
  browserErrors.allow(/Failed to load resource: net::ERR_/);
  const names = Array.from({ length: 70 }, (_, at) => `Team ${String(at + 1).padStart(2, '0')}`);
  await register(page, server, MINA, names);
  const find = page.getByRole('combobox', { name: 'Find an organization' });
  // One of these is not among the first.
  for (const name of ['Team 05', 'Team 65']) {
    await open(page, '/o/team-30');
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    await page.route('**/api/organizations/mine', async (route) => {
      await held;
      await route.fallback();
    });
    await page.keyboard.press('Control+k');
    await find.pressSequentially(name);
    await find.press('Enter');
    letGo();
    await expect(homeHeading(page, name)).toBeFocused();
    await page.unroute('**/api/organizations/mine');

    await open(page, '/o/team-30');
    await page.route('**/api/organizations/mine', (route) => route.abort());
    const failed = page.waitForEvent('requestfailed');
    await page.keyboard.press('Control+k');
    await failed;
    await page.unroute('**/api/organizations/mine');
    await find.fill(name);
    await expect(page.getByRole('listbox').getByRole('option', { selected: true })).toContainText(name);
    await find.press('Enter');
    await expect(homeHeading(page, name)).toBeFocused();
  }
});

test('OR-2: opened again it starts anew: Ctrl K and Enter go back and forth between two', async ({ page, server }) => {
  await register(page, server, MINA, [FIRST.name, SECOND.name]);
  await open(page, `/o/${SECOND.slug}`);
  for (const { name } of [FIRST, SECOND, FIRST, SECOND]) {
    await page.keyboard.press('Control+k');
    const find = page.getByRole('combobox', { name: 'Find an organization' });
    await expect(find).toBeFocused();
    await expect(find).toHaveValue('');
    await expect(page.getByRole('listbox').getByRole('option', { selected: true })).toContainText(name);
    await page.keyboard.press('Enter');
    await expect(homeHeading(page, name)).toBeFocused();
  }
});

test('OR-2: Ctrl K opens and closes it', async ({ page, server }) => {
  await register(page, server, MINA, [FIRST.name, SECOND.name]);
  await open(page, `/o/${FIRST.slug}`);
  const switcher = page.getByRole('group', { name: 'Switch organization' });
  await page.keyboard.press('Control+k');
  await expect(switcher).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(switcher).toBeHidden();
  await page.keyboard.press('Meta+k');
  await expect(switcher).toBeVisible();
});

test('OR-2: it rests while a panel is open: what is typed goes into the form, whose focus stays', async ({ page, server }) => {
  await register(page, server, MINA, [FIRST.name, SECOND.name]);
  await open(page, `/o/${FIRST.slug}/members/new`);
  await field(page, 'Email').fill('anna@crowd.example');
  await page.keyboard.press('Control+k');
  await page.keyboard.press('End');
  await page.keyboard.type('s');
  await expect(field(page, 'Email')).toHaveValue('anna@crowd.examples');
  await expect(page.getByRole('group', { name: 'Switch organization', includeHidden: true })).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'New member' })).toBeHidden();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('group', { name: 'Switch organization' })).toBeVisible();
});

test('OR-3: choosing the organization one is in closes the switcher and leaves everything', async ({ page, server }) => {
  await register(page, server, MINA, [FIRST.name, SECOND.name]);
  await open(page, `/o/${FIRST.slug}`);
  const documents = await countDocuments(page);
  const switcher = await openSwitcher(page);
  await choice(switcher, FIRST.name).click();
  await expect(switcher).toBeHidden();
  await expect(page).toHaveURL(`/o/${FIRST.slug}`);
  await expect(homeHeading(page, FIRST.name)).toBeVisible();
  await documents.expectNone();
});

/** As many organizations as it takes to scroll the list. */
async function many(page: Page, server: Server): Promise<void> {
  await register(page, server, MINA, Array.from({ length: 30 }, (_, at) => `Team ${String(at + 1).padStart(2, '0')}`));
  await open(page, '/o/team-01');
  await openSwitcher(page);
}

test('FIELD-61: with 30 organizations the chosen one is always in view', async ({ page, server }) => {
  await many(page, server);
  const chosen = page.getByRole('listbox').getByRole('option', { selected: true });
  /** The whole line stands within the list's own edges. */
  const expectSeen = async (what: string): Promise<void> => {
    await expect(chosen, what).toHaveCount(1);
    const inside = () =>
      chosen.evaluate((option) => {
        const list = option.closest('[role=listbox]')!.getBoundingClientRect();
        const { top, bottom } = option.getBoundingClientRect();
        return top >= list.top - 1 && bottom <= list.bottom + 1;
      });
    await expect.poll(inside, what).toBe(true);
  };
  await expectSeen('opened');
  for (const key of ['End', 'Home', ...Array<string>(15).fill('ArrowDown'), 'ArrowUp', 'PageDown', 'PageDown', 'PageDown', 'PageUp', 'Home']) {
    await page.keyboard.press(key);
    await expectSeen(key);
  }
  await page.keyboard.type('team 2');
  await expectSeen('typed');
  await page.keyboard.press('End');
  await expectSeen('End of what was found');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await expectSeen('opened again');
});

test('FIELD-61: PageDown and PageUp go as far as one sees', async ({ page, server }) => {
  await many(page, server);
  const at = () => page.getByRole('listbox').getByRole('option').evaluateAll((all) => all.findIndex((one) => one.getAttribute('aria-selected') === 'true'));
  await page.keyboard.press('Home');
  await page.keyboard.press('PageDown');
  await expect.poll(at).toBeGreaterThan(3);
  const far = await at();
  await page.keyboard.press('PageUp');
  await expect.poll(at).toBe(0);
  await page.keyboard.press('PageDown');
  await expect.poll(at).toBe(far);
});

test('FIELD-10: Ctrl and the key at K open it where the layout gives no Latin letter; other keys are left to the browser', async ({ page, server }) => {
  await register(page, server, MINA, [FIRST.name, SECOND.name]);
  await open(page, `/o/${FIRST.slug}`);
  const switcher = page.getByRole('group', { name: 'Switch organization' });
  /** Presses it as that layout does; true: it was taken from the browser. */
  const press = (init: Omit<KeyboardEventInit, 'view'>): Promise<boolean> =>
    page.evaluate((init) => {
      const event = new KeyboardEvent('keydown', { ctrlKey: true, bubbles: true, cancelable: true, ...init });
      return !(document.activeElement ?? document.body).dispatchEvent(event);
    }, init);
  for (const key of ['л', 'κ', 'ל']) {
    expect(await press({ key, code: 'KeyK' }), key).toBe(true);
    await expect(switcher).toBeVisible();
    expect(await press({ key, code: 'KeyK', repeat: true }), 'held down').toBe(true);
    await expect(switcher).toBeVisible();
    expect(await press({ key, code: 'KeyK' })).toBe(true);
    await expect(switcher).toBeHidden();
  }
  expect(await press({ key: 'k', code: 'KeyV' }), 'Dvorak').toBe(true);
  await expect(switcher).toBeVisible();
  await page.keyboard.press('Escape');
  for (const left of [
    { key: 'K', code: 'KeyK', shiftKey: true },
    { key: 'k', code: 'KeyK', altKey: true },
    { key: 'k', code: 'KeyK', metaKey: true },
    { key: 'k', code: 'KeyK', isComposing: true },
    { key: 't', code: 'KeyK' },
    { key: 'к', code: 'KeyR' },
  ]) {
    expect(await press(left), JSON.stringify(left)).toBe(false);
    await expect(switcher).toBeHidden();
  }
});

test('FIELD-10: Enter that ends a composition opens nothing', async ({ page, server }) => {
  await register(page, server, MINA, [FIRST.name, SECOND.name]);
  await open(page, `/o/${FIRST.slug}`);
  const switcher = await openSwitcher(page);
  await page.getByRole('combobox', { name: 'Find an organization' }).dispatchEvent('keydown', { key: 'Enter', code: 'Enter', isComposing: true });
  await expect(switcher).toBeVisible();
  await expect(page).toHaveURL(`/o/${FIRST.slug}`);
});

test('FIELD-28: a list that is refreshed while the pointer is down does not lose the click', async ({ page, server }) => {
  await register(page, server, MINA, [FIRST.name, SECOND.name, 'Third Floor']);
  await open(page, `/o/${FIRST.slug}`);
  const switcher = await openSwitcher(page);
  const names = () => switcher.getByRole('option').locator('b').allTextContents();
  const before = await names();
  const wanted = choice(switcher, 'Third Floor');
  await wanted.hover();
  await page.mouse.down();
  const refreshed = page.waitForResponse('**/api/organizations/mine');
  // Elsewhere another one is created, and the last of the list is opened: the order would be another.
  await call(page, server, 'organizations/create', { name: 'Aardvark' });
  await call(page, server, 'organizations/home', { organization: SECOND.slug });
  await refreshed;
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  expect(await names(), 'nothing moves under the pointer').toEqual(before);
  await page.mouse.up();
  await expect(homeHeading(page, 'Third Floor')).toBeVisible();
  await openSwitcher(page);
  await expect(choice(switcher, 'Aardvark')).toBeVisible();
});

test('FIELD-28: created and at once another one chosen', async ({ page, server }) => {
  await register(page, server, MINA, [FIRST.name, SECOND.name, 'Third Floor']);
  await open(page, '/setup');
  await page.getByLabel('Organization name', { exact: true }).fill('Fourth Wall');
  await button(page, 'Create organization').click();
  const switcher = await openSwitcher(page);
  await choice(switcher, SECOND.name).click();
  await expect(homeHeading(page, SECOND.name)).toBeVisible();
  await expect(switcher).toBeHidden();
});

test('FIELD-28: while it is open, its order stands still and what is new comes last', async ({ page, server }) => {
  await register(page, server, MINA, [FIRST.name, SECOND.name, 'Third Floor']);
  await open(page, `/o/${FIRST.slug}`);
  const switcher = await openSwitcher(page);
  const names = () => switcher.getByRole('option').locator('b').allTextContents();
  const before = await names();
  await call(page, server, 'organizations/create', { name: 'Aardvark' });
  await expect(choice(switcher, 'Aardvark')).toBeVisible();
  expect(await names()).toEqual([...before, 'Aardvark']);
});
