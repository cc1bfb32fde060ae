import type { ReactNode } from 'react';
import type { ContextePage } from '#src/portal/composants/contexte.tsx';
import { META_ACCEPTEES, META_CLE } from '#src/portal/saisies/protocole.ts';

type PropsDocument = Readonly<{
  contexte: Pick<ContextePage, 'ressources' | 'demonstration' | 'saisies'>;
  titre: string;
  scripts?: readonly string[];
  classe?: string;
  children: ReactNode;
}>;

/**
 * The HTML skeleton shared by every page. No inline style nor script: the content security policy forbids
 * both.
 */
export function Document({ contexte, titre, scripts = [], classe, children }: PropsDocument) {
  return (
    <html lang="fr">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="format-detection" content="telephone=no" />
        <title>{`${titre} – Mon Compte Partenaire`}</title>
        {contexte.saisies && (
          <meta name={META_CLE} content={contexte.saisies.cle} data-compte={contexte.saisies.compte} />
        )}
        {contexte.saisies && contexte.saisies.acceptees.length > 0 && (
          <meta name={META_ACCEPTEES} content={contexte.saisies.acceptees.join('\n')} />
        )}
        <link rel="icon" type="image/svg+xml" href={contexte.ressources.icone} />
        <link rel="stylesheet" href={contexte.ressources.css} />
        <script type="module" src={contexte.ressources.js} />
        {scripts.map((src) => (
          <script key={src} type="module" src={src} />
        ))}
      </head>
      <body className={classe}>
        <a className="evitement" href="#contenu">
          Aller au contenu
        </a>
        {contexte.demonstration && (
          <p className="ruban">Démonstration : personnes, organismes et montants fictifs.</p>
        )}
        {children}
      </body>
    </html>
  );
}
