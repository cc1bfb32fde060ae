import type { ReactNode } from 'react';
import type {
  ComptesMontres,
  GroupeMontre,
  ImpactMontre,
  MontantMontre,
  PasseMontre,
  VoletMontre,
} from '#admin/ecrans/atelier/impact/contrat.ts';
import { compter, formaterDate, formaterValeur } from '#admin/definition/affichage.ts';
import { session } from '#admin/ui/etat.ts';
import { Icone } from '#admin/ui/icones.tsx';
import { periode } from '#admin/ecrans/atelier/commun/dates.ts';

const nombre = (n: number): string => n.toLocaleString('fr-FR');
const ecart = (n: number): string => (n === 0 ? '=' : n > 0 ? `+${nombre(n)}` : `−${nombre(-n)}`);
const euros = (decimal: string): string => formaterValeur('euro', decimal, session.fuseau);

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
                {nombre(combien)}
              </td>
              <td data-libelle="Décisions" className="nombre">
                {nombre(toutes)}
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
              ? `Décisions qui changent : les ${premiers.length} premières sur ${nombre(total)}`
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
              <td data-libelle="Date de référence">{formaterDate(change.date)}</td>
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
                  <td data-libelle="Date de référence">{formaterDate(date)}</td>
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
                  {nombre(cas)}
                </td>
              </tr>
            ))}
          </Cadre>
          {autresPassages > 0 && <p className="discret">Et {nombre(autresPassages)} autres cas.</p>}
        </>
      )}
    </>
  );
}

const LARGEUR = 600;
const PAS = 54;

/** Two bars per outcome; the table that follows gives the same numbers. */
function Barres({ comptes, titre }: { comptes: readonly ComptesMontres[]; titre: string }) {
  const plafond = Math.max(1, ...comptes.flatMap(({ avant, apres }) => [avant, apres]));
  const longueur = (n: number) => Math.round((n / plafond) * (LARGEUR - 90));
  return (
    <svg
      viewBox={`0 0 ${LARGEUR} ${comptes.length * PAS}`}
      className="barres"
      role="img"
      aria-label={`${titre} : ${comptes.map(({ libelle, avant, apres }) => `${libelle}, ${avant} puis ${apres}`).join(' ; ')}.`}
    >
      {comptes.map(({ libelle, avant, apres }, rang) => (
        <g key={libelle} transform={`translate(0 ${rang * PAS})`} fontSize="12" fill="var(--texte)">
          <text x="0" y="12">
            {libelle}
          </text>
          {(
            [
              ['avant', avant, 18, 'barre--avant'],
              ['après', apres, 33, 'barre--apres'],
            ] as const
          ).map(([quand, combien, y, classe]) => (
            <g key={quand}>
              <rect x="0" y={y} width={longueur(combien)} height="12" rx="2" className={classe} />
              <text x={longueur(combien) + 6} y={y + 10}>
                {nombre(combien)} {quand}
              </text>
            </g>
          ))}
        </g>
      ))}
    </svg>
  );
}

function Comptes({ titre, comptes }: { titre: string; comptes: readonly ComptesMontres[] }) {
  return (
    <Cadre titre={`${titre} : avant et après`} colonnes={[titre, '#Avant', '#Après', '#Écart']}>
      {comptes.map(({ libelle, avant, apres }) => (
        <tr key={libelle}>
          <th scope="row" data-libelle={titre}>
            {libelle}
          </th>
          <td data-libelle="Avant" className="nombre">
            {nombre(avant)}
          </td>
          <td data-libelle="Après" className="nombre">
            {nombre(apres)}
          </td>
          <td data-libelle="Écart" className="nombre">
            {ecart(apres - avant)}
          </td>
        </tr>
      ))}
    </Cadre>
  );
}

function Montants({ montants }: { montants: readonly MontantMontre[] }) {
  return (
    <Cadre
      titre="Montants : avant et après"
      colonnes={['Montant', '#Avant', '#Après', '#Écart', '#En hausse', '#En baisse']}
    >
      {montants.map(({ libelle, avant, apres, ecart: difference, hausses, baisses }) => (
        <tr key={libelle}>
          <th scope="row" data-libelle="Montant">
            {libelle}
          </th>
          <td data-libelle="Avant" className="nombre">
            {euros(avant)}
          </td>
          <td data-libelle="Après" className="nombre">
            {euros(apres)}
          </td>
          <td data-libelle="Écart" className="nombre">
            {euros(difference)}
          </td>
          <td data-libelle="En hausse" className="nombre">
            {nombre(hausses)}
          </td>
          <td data-libelle="En baisse" className="nombre">
            {nombre(baisses)}
          </td>
        </tr>
      ))}
    </Cadre>
  );
}

function Groupes({ titre, groupes }: { titre: string; groupes: readonly GroupeMontre[] }) {
  if (groupes.length === 0) return null;
  return (
    <Table
      titre={titre}
      colonnes={['Groupe', '#Cas', '#Changent', 'Issues : avant → après', 'Montants : écart']}
    >
      {groupes.map(({ libelle, cas, changes, issues, montants }) => (
        <tr key={libelle}>
          <th scope="row" data-libelle="Groupe">
            {libelle}
          </th>
          <td data-libelle="Cas" className="nombre">
            {nombre(cas)}
          </td>
          <td data-libelle="Changent" className="nombre">
            {nombre(changes)}
          </td>
          <td data-libelle="Issues">
            {issues
              .map((issue) => `${issue.libelle} : ${nombre(issue.avant)} → ${nombre(issue.apres)}`)
              .join(' ; ') || '—'}
          </td>
          <td data-libelle="Montants">
            {montants.map((montant) => `${montant.libelle} : ${euros(montant.ecart)}`).join(' ; ') || '—'}
          </td>
        </tr>
      ))}
    </Table>
  );
}

function Table({
  titre,
  colonnes,
  children,
}: {
  titre: string;
  colonnes: readonly string[];
  children: ReactNode;
}) {
  return (
    <section className="carte" aria-label={titre}>
      <h2>{titre}</h2>
      <Cadre titre={titre} colonnes={colonnes}>
        {children}
      </Cadre>
    </section>
  );
}

/** @param colonnes headings; `#` before those of numbers */
function Cadre({
  titre,
  colonnes,
  children,
}: {
  titre: string;
  colonnes: readonly string[];
  children: ReactNode;
}) {
  return (
    <div className="table-cadre" role="region" aria-label={`Tableau : ${titre}`} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {colonnes.map((colonne) => (
              <th key={colonne} scope="col" className={colonne.startsWith('#') ? 'nombre' : undefined}>
                {colonne.replace('#', '')}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
