import { expect, test } from '../../support/fixtures';
import { MINA, awake, button, claim, expectWaiting, field, heading, link, open, send } from '../../support/pages';

test('FIELD-63: a near miss of a well-known host is offered at sign-up; one click takes it, and nothing is held back', async ({ page }) => {
  await open(page, '/sign-up');
  await field(page, 'Name').fill(MINA.name);
  await field(page, 'Email').fill('mina@gmial.com');
  await expect(page.getByText('Did you mean'), 'not while somebody types').toHaveCount(0);
  await field(page, 'Password').focus();
  await button(page, 'mina@gmail.com').click();
  await expect(field(page, 'Email')).toHaveValue('mina@gmail.com');
  await expect(field(page, 'Email')).toBeFocused();
  await expect(page.getByText('Did you mean')).toHaveCount(0);

  await field(page, 'Email').fill('mina@yaho.com');
  await field(page, 'Password').fill(MINA.password);
  await button(page, 'Sign up').click();
  await expectWaiting(page, 'mina@yaho.com');
});

test('FIELD-63: on the waiting screen one click sends the link to the address that was meant', async ({ page, server }) => {
  await claim(page, server, { ...MINA, email: 'mina@outlok.com' });
  await open(page, '/verify');
  await expect(page.getByText('Did you mean mina@outlook.com?')).toBeVisible();
  await button(page, 'Send the link there').click();
  await expectWaiting(page, 'mina@outlook.com');
  await expect(page.getByText('Did you mean')).toHaveCount(0);
  await server.mailTo('mina@outlook.com');
});

test('FIELD-63: a different address begins with the old one, selected, and Cancel leads back', async ({ page, server }) => {
  await claim(page, server, MINA);
  await open(page, '/verify');
  await link(page, 'Use a different address').click();
  await expect(field(page, 'Email')).toHaveValue(MINA.email);
  await expect(field(page, 'Email')).toBeFocused();
  const selected = () => page.evaluate(() => String(window.getSelection()));
  await expect.poll(selected).toBe(MINA.email);
  await link(page, 'Cancel').click();
  await expect(link(page, 'Use a different address')).toBeVisible();
  await expect(page).toHaveURL('/verify');

  await page.goto('/verify?change=1');
  await awake(page);
  await expect.poll(selected, 'with a page load, too').toBe(MINA.email);
  await page.keyboard.type('mina@gmx.ed');
  await page.keyboard.press('Tab');
  await button(page, 'mina@gmx.de').click();
  await button(page, 'Send the link there').click();
  await expectWaiting(page, 'mina@gmx.de');
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('FIELD-63: the same', async ({ page, server }) => {
    await claim(page, server, { ...MINA, email: 'mina@hotmial.com' });
    await page.goto('/verify');
    await link(page, 'Use a different address').click();
    await expect(field(page, 'Email')).toHaveValue('mina@hotmial.com');
    await link(page, 'Cancel').click();
    await expect(page.getByText('Did you mean mina@hotmail.com?')).toBeVisible();
    expect(await send(page, 'Send the link there')).toBe(303);
    await expect(heading(page, 'Check your inbox')).toBeVisible();
    await expect(page.getByRole('main').getByText('mina@hotmail.com', { exact: true })).toBeVisible();
  });
});
