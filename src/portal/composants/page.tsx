import type { ReactNode } from 'react';
import type { ContextePage } from '#src/portal/composants/contexte.tsx';
import { Document } from '#src/portal/composants/document.tsx';
import {
  EnTete,
  FilAriane,
  BandeauConvention,
  PiedDePage,
  type Miette,
} from '#src/portal/composants/mise-en-page.tsx';
import { Alerte } from '#src/portal/composants/alerte.tsx';
import { joindre } from '#src/portal/composants/joindre.ts';

export type PropsPage = Readonly<{
  contexte: ContextePage;
  titre: string;
  /**
   * Steps of the breadcrumb after « Accueil > Partenaires »; the last one is the page itself. `null`: no
   * breadcrumb, for somebody who is not signed in.
   */
  fil?: readonly Miette[] | null;
  /** Text under the title. */
  chapeau?: ReactNode;
  /** Buttons beside the title. */
  actions?: ReactNode;
  /** True when the page is shown again with errors: its `<title>` says so first. */
  enErreur?: boolean;
  /** `etroite` for a form or a text, `large` (default) for lists and tables. */
  largeur?: 'etroite' | 'large';
  /** Additional scripts of our own origin, from the resources (already built). */
  scripts?: readonly string[];
  children: ReactNode;
}>;

/**
 * A page of the signed-in portal: header with navigation, breadcrumb, banner of the convention, messages,
 * title, content, footer.
 * Render it with `rendrePage`.
 */
export function Page({
  contexte,
  titre,
  fil = [],
  chapeau,
  actions,
  enErreur,
  largeur = 'large',
  scripts,
  children,
}: PropsPage) {
  const retour = contexte.chemin;
  return (
    <Document contexte={contexte} titre={`${enErreur ? 'Erreur : ' : ''}${titre}`} scripts={scripts}>
      <EnTete contexte={contexte} />
      {fil && (
        <div className="cadre cadre--fil">
          <FilAriane miettes={fil} />
          <BandeauConvention convention={contexte.convention} />
        </div>
      )}
      <main
        id="contenu"
        className={joindre('cadre', 'contenu', largeur === 'etroite' && 'contenu--etroit')}
        tabIndex={-1}
      >
        {contexte.messages.length > 0 && (
          <div className="messages" role="status">
            {contexte.messages.map((message) => (
              <Alerte key={message.texte} ton={message.ton} fermer={retour}>
                {message.texte}
              </Alerte>
            ))}
          </div>
        )}
        <div className="titre-page">
          <div>
            <h1>{titre}</h1>
            {chapeau && <div className="chapeau">{chapeau}</div>}
          </div>
          {actions && <div className="titre-page__actions">{actions}</div>}
        </div>
        {children}
      </main>
      <PiedDePage />
    </Document>
  );
}
