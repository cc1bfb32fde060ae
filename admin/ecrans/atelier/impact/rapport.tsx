import type { ImpactMontre, PasseMontre, VoletMontre } from '#admin/ecrans/atelier/impact/client.ts';
import { compter, dateFr, nombreFr } from '#src/kernel/francais.ts';
import { Icone } from '#admin/ui/icones.tsx';
import { periode } from '#admin/ecrans/atelier/commun/dates.ts';
import { Barres, Comptes, Montants, Groupes, Table, Cadre } from '#admin/ecrans/atelier/impact/tables.tsx';

/**
 * The report of an impact study: bars, and tables of the same numbers. @param csv address of the whole list
 * of cases
 */
export function RapportMontre({ rapport, csv }: { rapport: ImpactMontre; csv?: string }) {
  const { population, passe, cas, decisions, causes, total, premiers, generes, empreinte } = rapport;
  return (
    <>
      <section className="carte" aria-label="Effet sur les cas enregistrés">
        <header className="carte-entete">
          <h2>Effet sur les cas enregistrés</h2>
          {csv && total > 0 && (
            <a className="bouton" href={csv} download>
              Télécharger les décisions qui changent (CSV)
            </a>
          )}
        </header>
        <p className="discret">{population}</p>
        <Volet volet={cas} />
        <p className="discret">{decisions}</p>
        {empreinte && (
          <p className="discret">
            Empreinte du rapport : <span className="code">{empreinte}</span>
          </p>
        )}
      </section>
      {passe && <EffetSurLePasse passe={passe} />}
      {causes.length > 0 && (
        <Table titre="Causes" colonnes={['Ce qui fait changer', '#Cas', '#Décisions']}>
          {causes.map(({ texte, cas: combien, decisions: toutes }) => (
            <tr key={texte}>
              <th scope="row" data-libelle="Ce qui fait changer">
                {texte}
              </th>
              <td data-libelle="Cas" className="nombre">
                {nombreFr(combien)}
              </td>
              <td data-libelle="Décisions" className="nombre">
                {nombreFr(toutes)}
              </td>
            </tr>
          ))}
        </Table>
      )}
      <Groupes titre="Par Caf" groupes={cas.parCaf} />
      <Groupes titre="Par type d’équipement" groupes={cas.parType} />
      {premiers.length > 0 && (
        <Table
          titre={
            total > premiers.length
              ? `Décisions qui changent : les ${premiers.length} premières sur ${nombreFr(total)}`
              : 'Décisions qui changent'
          }
          colonnes={[
            'Décision',
            'Caf',
            'Équipement',
            'Date de référence',
            'Avant',
            'Après',
            'Calculs',
            'Cause',
          ]}
        >
          {premiers.map((change) => (
            <tr key={change.id}>
              <th scope="row" data-libelle="Décision">
                <span className="code">{change.id}</span>
                {!change.derniere && <span className="discret"> (remplacée depuis)</span>}
              </th>
              <td data-libelle="Caf">{change.caf}</td>
              <td data-libelle="Équipement">{change.equipement || '—'}</td>
              <td data-libelle="Date de référence">{dateFr(change.date)}</td>
              <td data-libelle="Avant">{change.avant}</td>
              <td data-libelle="Après">
                <strong>{change.apres}</strong>
              </td>
              <td data-libelle="Calculs">{change.calculs || '—'}</td>
              <td data-libelle="Cause">{change.cause}</td>
            </tr>
          ))}
        </Table>
      )}
      {generes && (
        <section className="carte carte--attention" aria-label="Population générée">
          <h2>Population générée</h2>
          <p>
            <Icone nom="info" /> {generes.libelle}{' '}
            <span className="discret">Graine « {generes.graine} ».</span>
          </p>
          <Volet volet={generes} />
        </section>
      )}
    </>
  );
}

/** The recorded decisions of past days the version would rule: none is changed, some would be otherwise. */
export function EffetSurLePasse({
  passe: { du, au, rejouees, changees, decisions },
}: {
  passe: PasseMontre;
}) {
  return (
    <section className={`carte${changees > 0 ? ' carte--attention' : ''}`} aria-label="Effet sur le passé">
      <h2>Effet sur le passé</h2>
      <p>
        Cette version vaudrait aussi {periode({ du, au })}.{' '}
        {compter(rejouees, 'décision enregistrée ces jours-là', 'décisions enregistrées ces jours-là')},{' '}
        {compter(changees, 'serait autre', 'seraient autres')}. Aucune n’est modifiée.
      </p>
      {decisions.length > 0 && (
        <div
          className="table-cadre"
          role="region"
          aria-label="Décisions passées qui seraient autres"
          tabIndex={0}
        >
          <table>
            {decisions.length < changees && <caption>Les {decisions.length} premières.</caption>}
            <thead>
              <tr>
                <th scope="col">Décision</th>
                <th scope="col">Caf</th>
                <th scope="col">Date de référence</th>
                <th scope="col">Décidé</th>
                <th scope="col">Serait</th>
                <th scope="col">Calculs</th>
              </tr>
            </thead>
            <tbody>
              {decisions.map(({ id, caf, date, avant, apres, calculs }) => (
                <tr key={id}>
                  <th scope="row" data-libelle="Décision">
                    <span className="code">{id}</span>
                  </th>
                  <td data-libelle="Caf">{caf}</td>
                  <td data-libelle="Date de référence">{dateFr(date)}</td>
                  <td data-libelle="Décidé">{avant}</td>
                  <td data-libelle="Serait">
                    <strong>{apres}</strong>
                  </td>
                  <td data-libelle="Calculs">{calculs || '—'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Volet({
  volet: { bilan, alertes, issues, etats, montants, passages, autresPassages },
}: {
  volet: VoletMontre;
}) {
  return (
    <>
      <p>
        <strong>{bilan}</strong>
      </p>
      {alertes.map((alerte) => (
        <div key={alerte} className="avis avis--attention">
          <Icone nom="alerte" />
          <p>{alerte}</p>
        </div>
      ))}
      {issues.length > 0 && (
        <>
          <h3 className="sous-titre">Issues</h3>
          <Barres comptes={issues} titre="Nombre de cas par issue, avant et après" />
          <Comptes titre="Issue" comptes={issues} />
        </>
      )}
      {etats.some(({ avant, apres }) => avant !== apres) && (
        <>
          <h3 className="sous-titre">États</h3>
          <Comptes titre="État" comptes={etats} />
        </>
      )}
      {montants.length > 0 && (
        <>
          <h3 className="sous-titre">Montants</h3>
          <Montants montants={montants} />
        </>
      )}
      {passages.length > 0 && (
        <>
          <h3 className="sous-titre">D’une issue à l’autre</h3>
          <Cadre titre="D’une issue à l’autre" colonnes={['Avant', 'Après', '#Cas']}>
            {passages.map(({ avant, apres, cas }, rang) => (
              <tr key={rang}>
                <th scope="row" data-libelle="Avant">
                  {avant}
                </th>
                <td data-libelle="Après">
                  <strong>{apres}</strong>
                </td>
                <td data-libelle="Cas" className="nombre">
                  {nombreFr(cas)}
                </td>
              </tr>
            ))}
          </Cadre>
          {autresPassages > 0 && <p className="discret">Et {nombreFr(autresPassages)} autres cas.</p>}
        </>
      )}
    </>
  );
}
