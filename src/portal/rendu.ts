import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { typographier } from '#src/portal/typographie.ts';

/**
 * The whole HTML document of a page element (a {@link Page} or {@link PagePublique}), with French spacing.
 */
export function rendrePage(page: ReactElement): string {
  return `<!doctype html>${typographier(renderToStaticMarkup(page))}`;
}

/** A fragment of a page (for a part replaced by the client script), with French spacing. */
export function rendreFragment(element: ReactElement): string {
  return typographier(renderToStaticMarkup(element));
}
