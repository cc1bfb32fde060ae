import type { ReactNode } from 'react';

export type Evenement = Readonly<{
  titre: string;
  quand?: string;
  qui?: string;
  etat: 'fait' | 'courant' | 'a-venir';
  detail?: ReactNode;
}>;

/** What has happened to something, in order, and what comes next. */
export function Chronologie({ evenements }: { evenements: readonly Evenement[] }) {
  return (
    <ol className="chronologie">
      {evenements.map((evenement, rang) => (
        <li
          key={`${rang}-${evenement.titre}`}
          className={`chronologie__fait chronologie__fait--${evenement.etat}`}
        >
          <p className="chronologie__titre">
            {evenement.titre}
            {evenement.etat === 'a-venir' && <span className="hors-ecran"> (à venir)</span>}
          </p>
          {(evenement.quand || evenement.qui) && (
            <p className="chronologie__quand">
              {[evenement.quand, evenement.qui].filter(Boolean).join(' – ')}
            </p>
          )}
          {evenement.detail && <div className="chronologie__detail">{evenement.detail}</div>}
        </li>
      ))}
    </ol>
  );
}
