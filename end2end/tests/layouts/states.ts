import { expect } from '@playwright/test';
import { register } from '../../support/calls';
import { type PageState, visit } from '../../support/page-state';
import { MINA } from '../../support/pages';

export const states: PageState[] = [
  {
    name: 'account-menu',
    closes: true,
    async go(page, server) {
      await register(page, server, MINA, ['Harbour & Finch', 'Second Street']);
      await visit(page, '/o/harbour-finch');
      const menu = page.getByRole('button', { name: 'Menu', exact: true });
      if (await menu.isVisible()) await menu.click();
      await page.getByRole('button', { name: 'Account menu' }).click();
      await expect(page.getByRole('group', { name: 'Account menu' })).toBeVisible();
    },
  },
];
