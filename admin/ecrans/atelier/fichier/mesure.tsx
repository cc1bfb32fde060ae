import { useState } from 'react';
import { ecran, type MesureDesScenarios as Mesure } from '#admin/ecrans/atelier/fichier/client.ts';
import { compter } from '#src/kernel/francais.ts';
import { Pastille } from '#admin/ui/valeur.tsx';
import { AvisDeRefus } from '#admin/ecrans/atelier/commun/refus.tsx';
import type { Refus } from '#admin/ui/ecran.tsx';

/** What the scenarios of a version are worth, measured when asked. */
export function MesureDesScenarios({ empreinte }: { empreinte: string }) {
  const [mesure, setMesure] = useState<Mesure>();
  const [refus, setRefus] = useState<Refus>();
  const [enCours, setEnCours] = useState(false);
  const mesurer = async () => {
    setEnCours(true);
    const { resultat, refus: non } = await ecran.poster('mesurer', { version: empreinte });
    setMesure(resultat);
    setRefus(non);
    setEnCours(false);
  };
  return (
    <section className="carte" aria-label="Scénarios de la version">
      <header className="carte-entete">
        <h2>Ce que valent les scénarios</h2>
        {!mesure && (
          <button type="button" className="bouton" disabled={enCours} onClick={() => void mesurer()}>
            {enCours ? 'Mesure en cours…' : 'Mesurer les scénarios'}
          </button>
        )}
      </header>
      <p className="carte-intro">
        Combien de règles les scénarios visitent, et combien de petites erreurs, glissées une à une dans une
        copie du fichier, ils attrapent : condition retirée, seuil décalé, règle supprimée…
      </p>
      <AvisDeRefus refus={refus} />
      <div role="status">{mesure && <Resultat mesure={mesure} />}</div>
    </section>
  );
}

function Resultat({ mesure }: { mesure: Mesure }) {
  const {
    scenarios,
    reussis,
    regles,
    nonVisitees,
    mutants,
    tuesParLesScenarios,
    tues,
    equivalents,
    pourcentDesScenarios,
    pourcent,
    parSondage,
    survivants,
  } = mesure;
  return (
    <>
      <dl className="valeurs">
        <div className="valeur">
          <dt>Scénarios réussis</dt>
          <dd>
            {reussis} sur {scenarios}
          </dd>
        </div>
        <div className="valeur">
          <dt>Règles visitées</dt>
          <dd>
            {regles - nonVisitees.length} sur {regles}
          </dd>
        </div>
        <div className="valeur">
          <dt>Erreurs attrapées par les scénarios seuls</dt>
          <dd>
            <strong>
              {pourcentDesScenarios}
              {'\u00a0'}%
            </strong>{' '}
            <span className="discret">
              ({tuesParLesScenarios} sur {mutants - equivalents})
            </span>
          </dd>
        </div>
        <div className="valeur">
          <dt>Avec les contrôles et l’analyse</dt>
          <dd>
            <strong>
              {pourcent}
              {'\u00a0'}%
            </strong>{' '}
            <span className="discret">
              ({tues} sur {mutants - equivalents})
            </span>
          </dd>
        </div>
      </dl>
      <p className="discret">
        {compter(mutants, 'erreur essayée', 'erreurs essayées')}
        {parSondage && ', par sondage, réparties sur tout le fichier'}
        {equivalents > 0 &&
          `, dont ${compter(equivalents, 'équivalente, qui ne compte pas', 'équivalentes, qui ne comptent pas')} : il est démontré qu’${equivalents > 1 ? 'elles ne changent' : 'elle ne change'} aucun cas`}
        .
      </p>
      {nonVisitees.length > 0 && (
        <>
          <h3 className="sous-titre">Règles qu’aucun scénario réussi ne visite</h3>
          <ul className="puces">
            {nonVisitees.map(({ id, titre }) => (
              <li key={id}>
                <span className="code">{id}</span> {titre}
              </li>
            ))}
          </ul>
        </>
      )}
      {survivants.length > 0 && (
        <>
          <h3 className="sous-titre">Erreurs non attrapées</h3>
          <ul className="questions">
            {survivants.map(({ description, verdict, ton, preuve }) => (
              <li key={description}>
                <p>
                  {description} <Pastille ton={ton}>{verdict}</Pastille>
                </p>
                <p className="discret">{preuve}</p>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
