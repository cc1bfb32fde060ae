import { useState } from 'react';
import type { ScenarioVu, Verification } from '#admin/ecrans/atelier/brouillon/client.ts';
import { dateFr } from '#src/kernel/francais.ts';
import { Pastille } from '#admin/ui/valeur.tsx';
import { ScenariosAuxBornes } from '#admin/ecrans/atelier/brouillon/page/bornes.tsx';
import type { Document } from '#admin/ecrans/atelier/brouillon/page/document.ts';
import { CalculsLus } from '#admin/ecrans/atelier/brouillon/page/calculs-attendus.tsx';
import { LigneEditee } from '#admin/ecrans/atelier/brouillon/page/scenario-edite.tsx';
import { AvisDeRefus } from '#admin/ecrans/atelier/commun/refus.tsx';
import type { Refus } from '#admin/ui/ecran.tsx';

type Formulaires = NonNullable<Verification['formulaires']>;

/** Scenarios as a grid: a line per case, a column per fact, what is expected and what the version gives. */
export function Scenarios({
  jeu,
  formulaires,
  document,
  peutEcrire,
}: {
  jeu: string;
  formulaires: Formulaires;
  document: Document;
  peutEcrire: boolean;
}) {
  /** Rank of the line being edited; -1 for a new one. */
  const [edite, setEdite] = useState<number | null>(null);
  const [refus, setRefus] = useState<Refus>();
  const [bornes, setBornes] = useState(false);
  const { faits, scenarios } = formulaires;
  const colonnes = faits.filter(
    ({ nom, informatif }) => !informatif || scenarios.some(({ lus }) => lus[nom] !== ''),
  );
  const agir = async (operation: string, rang: number) =>
    setRefus((await document.retoucher(operation, { rang: String(rang) })) ?? undefined);
  const enEchec = scenarios.filter(({ ecart }) => ecart !== null).length;
  const aRelire = scenarios.filter((scenario) => scenario.aRelire).length;
  return (
    <section className="carte" aria-label="Scénarios">
      <header className="carte-entete">
        <h2>Scénarios</h2>
        {peutEcrire && edite === null && (
          <span className="actions">
            <button type="button" className="bouton" onClick={() => setEdite(-1)}>
              Ajouter un scénario
            </button>
            {!bornes && (
              <button type="button" className="bouton" onClick={() => setBornes(true)}>
                Ajouter les scénarios aux bornes
              </button>
            )}
          </span>
        )}
      </header>
      <p className="carte-intro">
        Chaque scénario donne des faits et ce que la version doit décider.{' '}
        {enEchec === 0 ? 'Tous réussissent.' : `${enEchec} ne donnent pas ce qui est attendu.`}
        {aRelire > 0 && ` ${aRelire} à relire : leur attente vient du résultat obtenu.`}
      </p>
      <AvisDeRefus refus={refus} />
      {bornes && <ScenariosAuxBornes jeu={jeu} document={document} fermer={() => setBornes(false)} />}
      {edite !== null && (
        <LigneEditee
          key={edite}
          jeu={jeu}
          scenario={scenarios[edite] ?? null}
          rang={edite === -1 ? null : edite}
          colonnes={colonnes}
          formulaires={formulaires}
          document={document}
          fermer={() => setEdite(null)}
        />
      )}
      <div
        className="table-cadre table-cadre--haute"
        role="region"
        aria-label="Grille des scénarios"
        tabIndex={0}
      >
        <table className="grille-scenarios">
          <thead>
            <tr>
              <th scope="col">Scénario</th>
              <th scope="col">Résultat</th>
              <th scope="col">Date</th>
              {colonnes.map(({ nom, libelle, unite }) => (
                <th key={nom} scope="col">
                  {libelle}
                  {unite && ` (${unite})`}
                </th>
              ))}
              <th scope="col">Attendu</th>
              {peutEcrire && <th scope="col">Actions</th>}
            </tr>
          </thead>
          <tbody>
            {scenarios.map((scenario, rang) => (
              <tr key={scenario.id} className={edite === rang ? 'ligne-choisie' : undefined}>
                <th scope="row" data-libelle="Scénario">
                  <span>
                    <span className="code">{scenario.id}</span> {scenario.titre}
                  </span>
                </th>
                <td data-libelle="Résultat">
                  <Resultat scenario={scenario} />
                </td>
                <td data-libelle="Date">{dateFr(scenario.date)}</td>
                {colonnes.map(({ nom, libelle }) => (
                  <td key={nom} data-libelle={libelle}>
                    {scenario.lus[nom] || <span className="absent">—</span>}
                  </td>
                ))}
                <td data-libelle="Attendu">
                  <span>
                    {scenario.issues.join(', ') || 'Informations manquantes'}
                    {scenario.attendu.regles.length > 0 && (
                      <span className="discret"> ({scenario.attendu.regles.join(', ')})</span>
                    )}
                    <CalculsLus calculs={scenario.calculs} />
                  </span>
                </td>
                {peutEcrire && (
                  <td data-libelle="Actions">
                    <span className="actions-de-ligne">
                      <button
                        type="button"
                        className="lien"
                        disabled={edite !== null}
                        onClick={() => setEdite(rang)}
                      >
                        Modifier<span className="lecteur"> {scenario.id}</span>
                      </button>
                      {scenario.ecart !== null && (
                        <button type="button" className="lien" onClick={() => void agir('remplir', rang)}>
                          Remplir avec le résultat obtenu<span className="lecteur"> pour {scenario.id}</span>
                        </button>
                      )}
                      {scenario.calculs.some(({ conforme }) => !conforme) && (
                        <button
                          type="button"
                          className="lien"
                          onClick={() => void agir('reprendreCalculs', rang)}
                        >
                          Reprendre le calcul du moteur<span className="lecteur"> pour {scenario.id}</span>
                        </button>
                      )}
                      {scenario.aRelire && (
                        <button type="button" className="lien" onClick={() => void agir('relu', rang)}>
                          Marquer relu<span className="lecteur"> {scenario.id}</span>
                        </button>
                      )}
                      <button
                        type="button"
                        className="lien lien--danger"
                        disabled={edite !== null}
                        onClick={() => void agir('retirerScenario', rang)}
                      >
                        Retirer<span className="lecteur"> {scenario.id}</span>
                      </button>
                    </span>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Resultat({ scenario: { ecart, aRelire } }: { scenario: ScenarioVu }) {
  return (
    <span className="resultat">
      <Pastille ton={ecart === null ? 'succes' : 'erreur'}>{ecart === null ? 'Réussi' : 'En échec'}</Pastille>
      {aRelire && <Pastille ton="attention">À relire</Pastille>}
      {ecart !== null && <span className="discret">{ecart}</span>}
    </span>
  );
}
