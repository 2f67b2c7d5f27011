import { expect, test } from '../../support/fixtures';
import { MINA, button, expectWaiting, field, fillSignUp, open, register } from '../../support/pages';

test('FIELD-6: an address beyond ASCII, as Chromium hands it over, is shown as people read it', async ({ page }) => {
  await open(page, '/sign-up');
  await fillSignUp(page, { ...MINA, email: 'chr@bücher.example' });
  await expect(field(page, 'Email'), 'the browser converts it').toHaveValue('chr@xn--bcher-kva.example');
  await button(page, 'Sign up').click();
  await expectWaiting(page, 'chr@bücher.example');
});

test('FIELD-8: the switcher finds names whatever their case and marks', async ({ page, server }) => {
  await register(page, server, MINA, ['Élan Vital', 'Łódź Studio', 'Юлия и Ко']);
  await open(page, '/choose');
  await page.getByRole('link', { name: 'Łódź Studio' }).click();
  await expect(page.locator('.shell-org')).toBeVisible();
  await page.keyboard.press('Control+k');
  const find = page.getByRole('combobox', { name: 'Find an organization' });
  const found = page.getByRole('listbox').getByRole('option');
  for (const [typed, name] of [
    ['elan', 'Élan Vital'],
    ['LODZ', 'Łódź Studio'],
    ['юлия', 'Юлия и Ко'],
    ['e\u0301lan', 'Élan Vital'],
  ] as const) {
    await find.fill(typed);
    await expect(found).toHaveCount(1);
    await expect(found).toContainText(name);
  }
});

test('FIELD-48: the meter praises nothing that is refused, and says why', async ({ page, browserErrors }) => {
  browserErrors.allowStatus(422);
  await open(page, '/sign-up');
  await fillSignUp(page, { ...MINA, password: '' });
  const password = field(page, 'Password');
  const bars = page.locator('.strength');
  for (const typed of ['password123', 'parlor123', 'qwertyuiop[]', `${MINA.name} 1`, 'internationalization']) {
    await password.fill(typed);
    await expect(bars, typed).toHaveAttribute('data-score', '1');
    for (const praise of ['Fair', 'Strong', 'Excellent']) await expect(page.getByText(praise), typed).toHaveCount(0);
  }
  await password.fill('parlor123');
  await expect(page.getByText('That’s the name of Parlor or of its site. Try a few plain words.')).toBeVisible();
  // The name is read as it stands, not as it stood when the password was typed.
  await password.fill('Wintergarten 12');
  await expect(bars).toHaveAttribute('data-score', '3');
  await field(page, 'Name').fill('Ada Wintergarten');
  await expect(bars).toHaveAttribute('data-score', '1');
  await button(page, 'Sign up').click();
  await expect(page).toHaveURL('/sign-up');
});
