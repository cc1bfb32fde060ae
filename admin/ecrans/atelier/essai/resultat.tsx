import type { ConditionExpliquee, ResultatDEssai } from '#admin/ecrans/atelier/essai/client.ts';
import { Constats } from '#admin/ui/decision.tsx';
import { Icone } from '#admin/ui/icones.tsx';
import { Pastille } from '#admin/ui/valeur.tsx';

/** The outcome of a what-if: decision, reasons, what would have to change. */
export function ResultatMontre({
  resultat: { refus, decision, trace, changements, dureeMs },
  appliquer,
}: {
  resultat: ResultatDEssai;
  appliquer: (champs: Readonly<Record<string, string>>) => void;
}) {
  if (refus) {
    const tout = Object.entries(refus);
    return (
      <div className="avis avis--erreur" role="alert">
        <Icone nom="alerte" />
        <div>
          <p>Ces faits ne peuvent pas être jugés.</p>
          <ul>
            {tout.map(([nom, message]) => (
              <li key={nom}>{message}</li>
            ))}
          </ul>
        </div>
      </div>
    );
  }
  if (!decision || !trace) return null;
  return (
    <>
      <section className="carte" aria-label="Décision">
        <header className="carte-entete">
          <h2>{decision.issues.join(', ') || 'Informations manquantes'}</h2>
          <Pastille ton={decision.ton}>{decision.etatEnClair}</Pastille>
        </header>
        {decision.manquants.length > 0 && <p>Il manque : {decision.manquants.join(', ')}.</p>}
        <Constats constats={decision.constats} />
        {decision.calculs.length > 0 && (
          <dl className="calculs">
            {decision.calculs.map(({ libelle, valeur }) => (
              <div key={libelle}>
                <dt>{libelle}</dt>
                <dd>{valeur}</dd>
              </div>
            ))}
          </dl>
        )}
        <p className="discret">Décidé et expliqué en {dureeMs} ms.</p>
      </section>
      {decision.etat !== 'faits-manquants' && (
        <section className="carte" aria-label="Ce qui changerait la décision">
          <h2>Ce qui changerait la décision</h2>
          <p className="carte-intro">
            Un seul fait changé à la fois, les autres restant ce qu’ils sont ; la valeur la plus proche qui
            donne une autre issue.
          </p>
          {changements.length === 0 ? (
            <p className="vide">
              Aucun fait, changé seul, ne donne une autre issue parmi les valeurs essayées.
            </p>
          ) : (
            <ul className="changements">
              {changements.map(({ fait, de, vers, issues, champs }, rang) => (
                <li key={rang}>
                  <p>
                    <strong>{fait} :</strong> {de} → <strong>{vers}</strong>
                  </p>
                  <p className="discret">donnerait : {issues}</p>
                  <button type="button" className="lien" onClick={() => appliquer(champs)}>
                    Essayer
                    <span className="lecteur">
                      {' '}
                      {fait} : {vers}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          )}
        </section>
      )}
      <section className="carte" aria-label="Pourquoi">
        <h2>Pourquoi</h2>
        {trace.derives.length > 0 && (
          <>
            <h3 className="sous-titre">Calculs</h3>
            <dl className="calculs">
              {trace.derives.map(({ libelle, valeur }) => (
                <div key={libelle}>
                  <dt>{libelle}</dt>
                  <dd>{valeur}</dd>
                </div>
              ))}
            </dl>
          </>
        )}
        {trace.seuils.length > 0 && (
          <>
            <h3 className="sous-titre">Paramètres appliqués</h3>
            <ul className="puces">
              {trace.seuils.map(({ libelle, valeur, du, certitude, sources }) => (
                <li key={libelle}>
                  {libelle} : <strong>{valeur}</strong> depuis le {du}{' '}
                  <span className="discret">
                    ({certitude.toLowerCase()}, {sources.join(', ')})
                  </span>
                </li>
              ))}
            </ul>
          </>
        )}
        {trace.regles.length > 0 && <h3 className="sous-titre">Règles examinées</h3>}
        <ul className="questions">
          {[...trace.regles]
            .sort((a, b) => Number(b.declenchee) - Number(a.declenchee))
            .map(({ id, titre, issue, declenchee, condition }) => (
              <li key={id}>
                <details open={declenchee}>
                  <summary>
                    <span className="code">{id}</span> {titre}{' '}
                    <Pastille ton={declenchee ? 'succes' : 'neutre'}>
                      {declenchee ? 'S’applique' : 'Ne s’applique pas'}
                    </Pastille>
                  </summary>
                  <p className="discret">Issue : {issue}</p>
                  <Explication condition={condition} />
                </details>
              </li>
            ))}
        </ul>
      </section>
    </>
  );
}

function Explication({ condition: { texte, resultat, conditions } }: { condition: ConditionExpliquee }) {
  return (
    <div className={`explication explication--${resultat ? 'vrai' : 'faux'}`}>
      <p>
        <Icone nom={resultat ? 'coche' : 'fermer'} />
        <span className="lecteur">{resultat ? 'Vrai : ' : 'Faux : '}</span> {texte}
      </p>
      {conditions?.map((membre, rang) => (
        <Explication key={rang} condition={membre} />
      ))}
    </div>
  );
}
