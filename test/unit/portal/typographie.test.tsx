import { expect, it } from 'vitest';
import { rendreFragment } from '#src/portal/rendu.ts';
import { typographier } from '#src/portal/typographie.ts';

it('puts non-breaking spaces where French wants them', () => {
  expect(typographier('<p>« Oui » : 43 % de 12 € ; vraiment ? Oui !</p>')).toBe(
    '<p>«\u00a0Oui\u00a0»\u00a0: 43\u00a0% de 12\u00a0€\u202f; vraiment\u202f? Oui\u202f!</p>',
  );
});

it('leaves attributes and what a person typed untouched', () => {
  const html = rendreFragment(
    <div>
      <input defaultValue="a ? b : c" />
      <textarea defaultValue="pourquoi ?" />
      <p title="x : y">fin ?</p>
    </div>,
  );
  expect(html).toContain('value="a ? b : c"');
  expect(html).toContain('pourquoi ?</textarea>');
  expect(html).toContain('title="x : y"');
  expect(html).toContain('fin\u202f?');
});

it('prints a script typed in a name as text', () => {
  expect(rendreFragment(<p>{'<script>alert("1 ; 2")</script>'}</p>)).not.toContain('<script>');
});
