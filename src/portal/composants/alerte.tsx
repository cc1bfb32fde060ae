import type { ReactNode } from 'react';
import type { Ton } from '#src/portal/composants/contexte.tsx';
import { Icone } from '#src/portal/composants/icones.tsx';

const NOMS: Record<Ton, string> = {
  information: 'Information',
  succes: 'Succès',
  attention: 'Attention',
  erreur: 'Erreur',
};

type PropsAlerte = Readonly<{
  ton: Ton;
  titre?: string;
  /** Where the ✕ leads without JavaScript (the same page, without the message). Absent: no ✕. */
  fermer?: string;
  children?: ReactNode;
}>;

/** A message in the page. Its tone is said in words for who does not see the colour. */
export function Alerte({ ton, titre, fermer, children }: PropsAlerte) {
  return (
    <div className={`alerte alerte--${ton}`} data-alerte="">
      <Icone nom={ton} taille={24} />
      <div className="alerte__texte">
        <span className="hors-ecran">{`${NOMS[ton]} : `}</span>
        {titre && <p className="alerte__titre">{titre}</p>}
        {children && <div>{children}</div>}
      </div>
      {fermer !== undefined && (
        <a className="alerte__fermer" href={fermer} data-fermer="" aria-label="Fermer ce message">
          <Icone nom="fermer" />
        </a>
      )}
    </div>
  );
}
