import type { ReactNode } from 'react';
import { Alerte } from '#src/portal/composants/alerte.tsx';
import type { ContextePage, MessageFlash, Assets } from '#src/portal/composants/contexte.tsx';
import { Document } from '#src/portal/composants/document.tsx';
import { EnTete, PiedDePage } from '#src/portal/composants/mise-en-page.tsx';

/** What every public page is given, whatever it shows. */
export type PropsPagePubliqueCommune = Readonly<{
  ressources: Assets;
  chemin: string;
  demonstration?: boolean;
  messages?: readonly MessageFlash[];
}>;

type PropsPagePublique = PropsPagePubliqueCommune &
  Readonly<{
    titre: string;
    enErreur?: boolean;
    /** Second column, beside the card: what the service is. */
    cote?: ReactNode;
    children: ReactNode;
  }>;

/** A page shown to somebody who is not signed in: sign-in, invitation, errors. One card, no navigation. */
export function PagePublique({
  ressources,
  chemin,
  titre,
  enErreur,
  messages = [],
  demonstration,
  cote,
  children,
}: PropsPagePublique) {
  const contexte: ContextePage = { ressources, chemin, menus: [], messages, demonstration };
  return (
    <Document contexte={contexte} titre={`${enErreur ? 'Erreur : ' : ''}${titre}`} classe="publique">
      <EnTete contexte={contexte} />
      <main
        id="contenu"
        className={cote ? 'cadre accueil-public' : 'cadre accueil-public accueil-public--seul'}
        tabIndex={-1}
      >
        <div className="carte carte--connexion">
          <h1>{titre}</h1>
          {messages.length > 0 && (
            <div className="messages" role="status">
              {messages.map((message) => (
                <Alerte key={message.texte} ton={message.ton}>
                  {message.texte}
                </Alerte>
              ))}
            </div>
          )}
          {children}
        </div>
        {cote && (
          <aside className="accueil-public__cote" aria-label="À propos de Mon Compte Partenaire">
            {cote}
          </aside>
        )}
      </main>
      <PiedDePage />
    </Document>
  );
}
