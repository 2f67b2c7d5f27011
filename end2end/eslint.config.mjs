// What a reader overlooks and a run does not show: promises that nobody awaits, tests that prove nothing, what was left
// behind from looking into one. How code looks is no matter here.
import playwright from 'eslint-plugin-playwright';
import { parser, plugin as typescript } from 'typescript-eslint';

export default [
  { ignores: ['test-results/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    languageOptions: { parser, parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { '@typescript-eslint': typescript, playwright },
    rules: {
      // Whatever is begun is awaited.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      'playwright/missing-playwright-await': 'error',
      'playwright/no-useless-await': 'error',

      // Every test proves something, and what it proves is what it says.
      'playwright/expect-expect': ['error', { assertFunctionPatterns: ['^expect', '^kept$', '^givenUp$'] }],
      'playwright/valid-expect': 'error',
      'playwright/valid-expect-in-promise': 'error',
      'playwright/prefer-web-first-assertions': 'error',
      'playwright/no-identical-title': 'error',
      'playwright/valid-describe-callback': 'error',
      'playwright/no-duplicate-hooks': 'error',
      'playwright/no-unsafe-references': 'error',
      'playwright/no-unused-locators': 'error',

      // Left behind.
      'playwright/no-focused-test': 'error',
      'playwright/no-skipped-test': ['error', { allowConditional: true }],
      'playwright/no-page-pause': 'error',
      'playwright/no-commented-out-tests': 'error',
      '@typescript-eslint/no-unused-vars': 'error',
      '@typescript-eslint/no-unused-expressions': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector: 'CallExpression[callee.property.name="waitForTimeout"], NewExpression[callee.name="Promise"] CallExpression[callee.name="setTimeout"]',
          message: 'Wait for what the test is about. Where time itself is that, say so: eslint-disable-next-line no-restricted-syntax -- why',
        },
      ],

      // Types that say what is there.
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unsafe-argument': 'error',
      '@typescript-eslint/no-unsafe-assignment': 'error',
      '@typescript-eslint/no-unsafe-call': 'error',
      '@typescript-eslint/no-unsafe-member-access': 'error',
      '@typescript-eslint/no-unsafe-return': 'error',
      '@typescript-eslint/no-base-to-string': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/prefer-promise-reject-errors': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      eqeqeq: 'error',
    },
  },
  // Pictures are looked at by people.
  { files: ['screenshots/**'], rules: { 'playwright/expect-expect': 'off' } },
];
