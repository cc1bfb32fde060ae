import type { ReactNode } from 'react';
import { Icone } from '#src/portal/composants/icones.tsx';

export type EtapeParcours = Readonly<{ libelle: string; etat: 'faite' | 'courante' | 'a-venir'; href?: string; precision?: string }>;

const ETATS_DITS = { faite: 'étape terminée', courante: 'étape en cours', 'a-venir': 'étape à venir' } as const;

/** The steps of a long task, and where one is. */
export function Etapes({ etapes, libelle = 'Étapes' }: { etapes: readonly EtapeParcours[]; libelle?: string }) {
  return (
    <nav className="etapes" aria-label={libelle}>
      <ol>
        {etapes.map((etape, rang) => (
          <li key={etape.libelle} className={`etape etape--${etape.etat}`} aria-current={etape.etat === 'courante' ? 'step' : undefined}>
            <span className="etape__rang">{etape.etat === 'faite' ? <Icone nom="succes" taille={22} /> : rang + 1}</span>
            <span className="etape__texte">
              {etape.href && etape.etat !== 'courante' ? <a href={etape.href}>{etape.libelle}</a> : <span className="etape__nom">{etape.libelle}</span>}
              <span className="hors-ecran">{` (${ETATS_DITS[etape.etat]})`}</span>
              {etape.precision && <span className="etape__precision">{etape.precision}</span>}
            </span>
          </li>
        ))}
      </ol>
    </nav>
  );
}

export type Evenement = Readonly<{ titre: string; quand?: string; qui?: string; etat: 'fait' | 'courant' | 'a-venir'; detail?: ReactNode }>;

/** What has happened to something, in order, and what comes next. */
export function Chronologie({ evenements }: { evenements: readonly Evenement[] }) {
  return (
    <ol className="chronologie">
      {evenements.map((evenement, rang) => (
        <li key={`${rang}-${evenement.titre}`} className={`chronologie__fait chronologie__fait--${evenement.etat}`}>
          <p className="chronologie__titre">{evenement.titre}{evenement.etat === 'a-venir' && <span className="hors-ecran"> (à venir)</span>}</p>
          {(evenement.quand || evenement.qui) && <p className="chronologie__quand">{[evenement.quand, evenement.qui].filter(Boolean).join(' – ')}</p>}
          {evenement.detail && <div className="chronologie__detail">{evenement.detail}</div>}
        </li>
      ))}
    </ol>
  );
}
