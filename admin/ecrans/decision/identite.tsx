import { Link } from 'react-router-dom';
import type { PageDeDecision } from '#admin/ecrans/decision/client.ts';
import { Pastille } from '#admin/ui/valeur.tsx';
import { Carte, TONS_DES_GRAVITES } from '#admin/ecrans/decision/parties.tsx';

/** What was decided, of what, by which version. */
export function Identite({
  explication: {
    cas,
    partenaire,
    caf,
    issues,
    dateEnClair,
    dateDeReference,
    titre,
    version,
    priseLeEnClair,
    reference,
  },
  liens,
}: PageDeDecision) {
  return (
    <Carte titre="Ce qui a été décidé">
      <dl className="valeurs">
        <div className="valeur">
          <dt>Issue</dt>
          <dd>
            {issues.length === 0 ? (
              '—'
            ) : (
              <ul className="issues">
                {issues.map(({ libelle, gravite, graviteEnClair }) => (
                  <li key={libelle}>
                    {libelle} <Pastille ton={TONS_DES_GRAVITES[gravite]}>{graviteEnClair}</Pastille>
                  </li>
                ))}
              </ul>
            )}
          </dd>
        </div>
        <div className="valeur">
          <dt>Au sujet de</dt>
          <dd>
            {liens.cas ? <Link to={liens.cas}>{cas.libelle}</Link> : cas.libelle}
            {cas.precision && <span className="champ-aide">{cas.precision}</span>}
          </dd>
        </div>
        <div className="valeur">
          <dt>Partenaire</dt>
          <dd>
            {partenaire ? (
              liens.partenaire ? (
                <Link to={liens.partenaire}>{partenaire.nom}</Link>
              ) : (
                partenaire.nom
              )
            ) : (
              'Réservé aux agents de la Caf'
            )}
            <span className="champ-aide">{caf.nom}</span>
          </dd>
        </div>
        <div className="valeur">
          <dt>À la date du</dt>
          <dd>
            {dateEnClair}
            <span className="champ-aide">
              {dateDeReference.charAt(0).toUpperCase()}
              {dateDeReference.slice(1)}
            </span>
          </dd>
        </div>
        <div className="valeur">
          <dt>Version appliquée</dt>
          <dd>
            {liens.version ? (
              <Link to={liens.version}>
                {titre}, version {version.numero}
              </Link>
            ) : (
              <>
                {titre}, version {version.numero}
              </>
            )}
            <span className="champ-aide">En vigueur {version.periode}</span>
          </dd>
        </div>
        <div className="valeur">
          <dt>Prise le</dt>
          <dd>
            {priseLeEnClair}
            <span className="champ-aide">Avec les règles connues à cet instant</span>
          </dd>
        </div>
        <div className="valeur">
          <dt>Référence</dt>
          <dd>
            <span className="code">{reference}</span>
            <span className="champ-aide">Celle que porte le courrier</span>
          </dd>
        </div>
      </dl>
    </Carte>
  );
}
