import { useEffect, useState } from 'react';
import { compter, dateFr } from '#src/kernel/francais.ts';
import type { SectionDeFiche } from '#admin/definition/types/fiche.ts';
import type { ConsequencesMontrees, Formulaire, ValeurSaisie } from '#admin/definition/types/formulaire.ts';
import type { ReponseAction } from '#admin/definition/types/formulaire.ts';
import { appeler } from '#admin/ui/api.ts';
import { Valeur } from '#admin/ui/valeur.tsx';

/** The record an act is about, above its form. */
export function Rappel({ rappel }: { rappel: SectionDeFiche }) {
  return (
    <dl className="valeurs rappel" aria-label={rappel.titre}>
      {rappel.valeurs.map(({ etiquette, aide: _aide, ...cellule }) => (
        <div key={etiquette} className="valeur">
          <dt>{etiquette}</dt>
          <dd>
            <Valeur cellule={cellule} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** What the act will do, worked out by doing it and undoing it. */
export function Consequences({ consequences }: { consequences: ConsequencesMontrees }) {
  const { le, effets } = consequences;
  return (
    <section className="carte consequences" aria-label="Ce que cet acte entraîne" aria-live="polite">
      <h2>Ce que cet acte entraîne le {dateFr(le)}</h2>
      {effets.length === 0 && (
        <p>Aucun autre changement : personne ne perd un rôle ou un accès, aucun courriel ne part.</p>
      )}
      {effets.map(({ cle, titre, grave, montres, autres }) => (
        <div key={cle} className={grave ? 'effet effet--grave' : 'effet'}>
          <p>
            <strong>{titre}</strong>
          </p>
          {montres.length > 0 && (
            <ul>
              {montres.map((texte) => (
                <li key={texte}>{texte}</li>
              ))}
              {autres > 0 && <li>et {compter(autres, 'autre')}</li>}
            </ul>
          )}
        </div>
      ))}
    </section>
  );
}

const DELAI = 400;

/** The consequences, asked again when another day is chosen in the form. */
export function useConsequences(
  { champs, consequences }: Formulaire,
  chemin: string,
  valeurs: Readonly<Record<string, ValeurSaisie>>,
) {
  const [montrees, setMontrees] = useState(consequences);
  const dates = champs
    .filter(({ genre }) => genre === 'date')
    .map(({ nom }) => [nom, String(valeurs[nom] ?? '')])
    .filter(([, jour]) => jour !== '');
  const choisies = new URLSearchParams(dates).toString();
  const [lues, setLues] = useState(choisies);
  useEffect(() => {
    if (!consequences || choisies === lues) return undefined;
    const abandon = new AbortController();
    const attente = setTimeout(() => {
      void appeler<ReponseAction>(`${chemin}${chemin.includes('?') ? '&' : '?'}${choisies}`, {
        signal: abandon.signal,
      }).then(({ corps }) => {
        if (abandon.signal.aborted) return;
        setLues(choisies);
        if (corps.formulaire?.consequences) setMontrees(corps.formulaire.consequences);
      });
    }, DELAI);
    return () => {
      clearTimeout(attente);
      abandon.abort();
    };
  }, [choisies, lues, chemin, consequences]);
  return [montrees, setMontrees] as const;
}
