import { useEffect, useId, useRef, type ReactNode } from 'react';
import type { RefusExplique, Fondement } from '#src/domain/acces/pourquoi/pourquoi.ts';
import { majuscule } from '#src/kernel/francais.ts';

/** A closed act of a place, and why. */
export interface ActeFerme {
  readonly nom: string;
  readonly libelle: string;
  readonly pourquoi: RefusExplique;
}

/** A closed act: reached by keyboard and screen readers, described by its reason. */
export function BoutonFerme({
  classe,
  raison,
  children,
}: {
  classe: string;
  raison: string;
  children: ReactNode;
}) {
  return (
    <button type="button" className={classe} aria-disabled="true" aria-describedby={raison}>
      {children}
    </button>
  );
}

/** Ids of the reasons of a place, one for each act. */
export function useRaisons(): (nom: string) => string {
  const base = useId();
  return (nom) => `${base}-${nom}`;
}

/**
 * « Pourquoi ? » beside the closed acts of a place: for each reason, the rule and who can lift it. Escape
 * closes it. Nothing when all are open.
 */
export function Pourquoi({
  actes,
  raisonDe,
}: {
  actes: readonly ActeFerme[];
  raisonDe: (nom: string) => string;
}) {
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const fermer = ({ target }: Event) => {
      if (details.current?.open && target instanceof Node && !details.current.contains(target))
        details.current.open = false;
    };
    document.addEventListener('click', fermer);
    return () => document.removeEventListener('click', fermer);
  }, []);
  if (actes.length === 0) return null;
  const raisons = [...new Set(actes.map(({ pourquoi }) => pourquoi.raison))];
  return (
    <details
      ref={details}
      className="pourquoi"
      onKeyDown={({ key }) => {
        if (key !== 'Escape' || !details.current?.open) return;
        details.current.open = false;
        details.current.querySelector('summary')?.focus();
      }}
    >
      <summary>
        Pourquoi ?<span className="lecteur">{` ${actes.map(({ libelle }) => libelle).join(', ')}`}</span>
      </summary>
      <div className="pourquoi-panneau">
        {raisons.map((raison) => (
          <Motif
            key={raison}
            memes={actes.filter(({ pourquoi }) => pourquoi.raison === raison)}
            raisonDe={raisonDe}
          />
        ))}
      </div>
    </details>
  );
}

function Motif({ memes, raisonDe }: { memes: readonly ActeFerme[]; raisonDe: (nom: string) => string }) {
  const [premier, ...autres] = memes;
  if (!premier) return null;
  return (
    <section>
      <p className="pourquoi-acte">{memes.map(({ libelle }) => libelle).join(', ')}</p>
      <p id={raisonDe(premier.nom)}>{premier.pourquoi.raison}</p>
      {autres.map(({ nom }) => (
        <span key={nom} hidden id={raisonDe(nom)}>
          {premier.pourquoi.raison}
        </span>
      ))}
      <Detail explication={premier.pourquoi} />
    </section>
  );
}

/** The rule an act rests on, and who can lift it. */
export function Detail({ explication: { fondements, remedy } }: { explication: RefusExplique }) {
  return (
    <dl className="pourquoi-detail">
      {fondements.length > 0 && (
        <div>
          <dt>Règle</dt>
          {fondements.map((un) => (
            <dd key={texteDuFondement(un)}>{texteDuFondement(un)}</dd>
          ))}
        </div>
      )}
      <div>
        <dt>Qui peut lever ce blocage</dt>
        <dd>
          {majuscule(remedy.qui)}.{remedy.comment && ` ${remedy.comment}`}
        </dd>
        {remedy.personnes.length > 0 && (
          <dd>
            <ul>
              {remedy.personnes.map((personne) => (
                <li key={personne}>{personne}</li>
              ))}
            </ul>
          </dd>
        )}
      </div>
    </dl>
  );
}

function texteDuFondement(fondement: Fondement): string {
  if (fondement.genre === 'regle')
    return `${fondement.constat} « ${fondement.titre} » (fichier ${fondement.fichier}, version ${fondement.version}), règle ${fondement.regle}. Source : ${fondement.source}.`;
  return fondement.genre === 'droit' ? `${fondement.texte} Ligne « ${fondement.ligne} ».` : fondement.texte;
}
