import { expect } from '@playwright/test';
import { claim } from '../../support/calls';
import { type PageState, visit } from '../../support/page-state';
import { JONAS, MINA } from '../../support/pages';

export const states: PageState[] = [
  { name: 'not-found', go: (page) => visit(page, '/nowhere'), refused: [404] },
  { name: 'dev-ui', go: (page) => visit(page, '/dev/ui') },
  {
    name: 'dev-mailbox',
    async go(page, server) {
      await claim(page, server, MINA);
      await claim(page, server, JONAS);
      await visit(page, '/dev/mailbox');
    },
  },
  { name: 'dev-mailbox-empty', go: (page) => visit(page, '/dev/mailbox') },
  {
    name: 'dev-mailbox-mail',
    async go(page, server) {
      await claim(page, server, MINA);
      await visit(page, '/dev/mailbox');
      await page.getByRole('main').getByRole('link').first().click();
      await expect(page.getByText(`To ${MINA.email}`)).toBeVisible();
    },
  },
];
