import { Link } from 'react-router-dom';
import { ecran, type PageListe } from '#admin/ecrans/atelier/liste/client.ts';
import type { FichierListe } from '#src/domain/politique/consultation/vues.ts';
import { compter, dateFr, instantFr, jourCivil } from '#src/kernel/francais.ts';
import { session } from '#admin/ui/etat.ts';
import { Icone } from '#admin/ui/icones.tsx';
import { Pastille } from '#admin/ui/valeur.tsx';
import { periode, periodeSans } from '#admin/ecrans/atelier/commun/dates.ts';
import { Fraicheur } from '#admin/ecrans/atelier/liste/fraicheur.tsx';
import { adresseDe, filDe } from '#admin/ecrans/atelier/commun/adresses.ts';
import { Page } from '#admin/ui/page.tsx';
import { PageDEcran } from '#admin/ui/ecran.tsx';
import { Reactivations } from '#admin/ecrans/atelier/liste/reactivations.tsx';

const GENRES: Readonly<Record<FichierListe['genre'], string>> = {
  regles: 'Règles',
  parametres: 'Paramètres partagés',
  formulaire: 'Formulaires',
  referentiel: 'Référentiels',
};

/** Every rule file: what is in force, what comes next, what waits for somebody. */
export function PageListeDesRegles() {
  return (
    <PageDEcran ecran={ecran}>{(donnees, outils) => <Liste donnees={donnees} {...outils} />}</PageDEcran>
  );
}

function Liste({ donnees, cle, recharger }: { donnees: PageListe; cle: string; recharger: () => void }) {
  const { fichiers, soumissions, brouillons, campagnes, reactivations, fraicheur, moi, peutEcrire } = donnees;
  const aujourdhui = jourCivil(new Date(), session.fuseau);
  const avecTrou = fichiers.filter(({ trous }) => trous.length > 0);
  return (
    <Page titre="Fichiers de règles" fil={filDe().map(({ libelle }) => ({ libelle }))} cle={cle}>
      <p className="intro">
        Les règles, paramètres et formulaires que l’application applique. Chaque version est datée, sourcée,
        approuvée par deux personnes ; une version publiée ne change plus.
      </p>
      {avecTrou.map(({ genre, jeu, titre, trous }) => (
        <div key={`${genre}/${jeu}`} className="avis avis--attention">
          <Icone nom="alerte" />
          <p>
            <strong>{titre} :</strong> aucune version n’est en vigueur{' '}
            {trous.map((trou) => periodeSans(trou, aujourdhui)).join(', ')}.
          </p>
        </div>
      ))}
      {[...new Set(campagnes.map(({ empreinte }) => empreinte))].map((empreinte) => {
        const touchees = campagnes.filter((campagne) => campagne.empreinte === empreinte);
        const [{ numero, jeu, approuvee } = { numero: '', jeu: '', approuvee: true }] = touchees;
        return (
          <div key={empreinte} className="avis avis--attention">
            <Icone nom="alerte" />
            <p>
              La version {numero} de « {titreDe(fichiers, jeu)} »
              {approuvee ? ' prend' : ', si elle est approuvée, prendra'} effet pendant une campagne ouverte :{' '}
              {touchees
                .map(({ effetLe, exercice, caf }) => `le ${dateFr(effetLe)}, exercice ${exercice}, ${caf}`)
                .join(' ; ')}
              .
            </p>
          </div>
        );
      })}
      <Reactivations
        reactivations={reactivations}
        titreDe={(jeu) => titreDe(fichiers, jeu)}
        moi={moi}
        peutEcrire={peutEcrire}
        recharger={recharger}
      />
      {soumissions.length > 0 && (
        <section className="carte carte--attention" aria-label="À approuver">
          <h2>À approuver</h2>
          <ul className="liste-simple">
            {soumissions.map(({ id, jeu, numero, auteur, soumisLe }) => (
              <li key={id}>
                <Link to={adresseDe('approbation', { id })}>
                  {titreDe(fichiers, jeu)} – version {numero}
                </Link>{' '}
                <span className="discret">
                  soumise par {auteur.compteId === moi ? 'vous' : (auteur.nom ?? 'un analyste')}, le{' '}
                  {instantFr(soumisLe, session.fuseau)}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {brouillons.length > 0 && (
        <section className="carte" aria-label="Brouillons">
          <h2>Brouillons</h2>
          <ul className="liste-simple">
            {brouillons.map(({ id, jeu, numero, auteur, modifieLe }) => (
              <li key={id}>
                <Link to={adresseDe('brouillon', { id })}>
                  {titreDe(fichiers, jeu)} – version {numero}
                </Link>{' '}
                <span className="discret">
                  {auteur.compteId === moi ? 'le vôtre' : `de ${auteur.nom ?? 'quelqu’un'}`}, modifié le{' '}
                  {instantFr(modifieLe, session.fuseau)}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {(['regles', 'parametres', 'formulaire', 'referentiel'] as const).map((genre) => (
        <Groupe key={genre} genre={genre} fichiers={fichiers.filter((fichier) => fichier.genre === genre)} />
      ))}
      <Fraicheur fraicheur={fraicheur} />
    </Page>
  );
}

const titreDe = (fichiers: readonly FichierListe[], jeu: string): string =>
  fichiers.find((fichier) => fichier.jeu === jeu)?.titre ?? jeu;

function Groupe({ genre, fichiers }: { genre: FichierListe['genre']; fichiers: readonly FichierListe[] }) {
  if (fichiers.length === 0) return null;
  const libelle = GENRES[genre];
  return (
    <section className="carte" aria-label={libelle}>
      <h2>{libelle}</h2>
      <div className="table-cadre" role="region" aria-label={`Fichiers : ${libelle}`} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Fichier</th>
              <th scope="col">En vigueur</th>
              <th scope="col">Prochaine</th>
              <th scope="col">En cours</th>
              <th scope="col">Points à suivre</th>
              <th scope="col">Vérifié le</th>
            </tr>
          </thead>
          <tbody>
            {fichiers.map((fichier) => (
              <Ligne key={fichier.jeu} fichier={fichier} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Ligne({
  fichier: {
    genre,
    jeu,
    titre,
    enVigueur,
    prochaine,
    brouillons,
    soumissions,
    questionsOuvertes,
    valeursFictives,
    derniereVerification,
    trous,
  },
}: {
  fichier: FichierListe;
}) {
  return (
    <tr>
      <th scope="row" data-libelle="Fichier">
        <Link to={adresseDe('regle', { genre, jeu })}>{titre}</Link>
      </th>
      <td data-libelle="En vigueur">
        {enVigueur ? (
          <span>
            {enVigueur.numero} <span className="discret">{periode(enVigueur)}</span>
          </span>
        ) : (
          <Pastille ton="erreur">Aucune</Pastille>
        )}
      </td>
      <td data-libelle="Prochaine">
        {prochaine ? (
          <span>
            {prochaine.numero} <span className="discret">le {dateFr(prochaine.du ?? '')}</span>
          </span>
        ) : (
          '—'
        )}
      </td>
      <td data-libelle="En cours">
        {[
          brouillons > 0 && compter(brouillons, 'brouillon'),
          soumissions > 0 && compter(soumissions, 'soumission'),
        ]
          .filter(Boolean)
          .join(', ') || '—'}
      </td>
      <td data-libelle="Points à suivre">
        <span className="pastilles">
          {trous.length > 0 && <Pastille ton="erreur">Trou de validité</Pastille>}
          {questionsOuvertes > 0 && (
            <Pastille ton="attention">
              {compter(questionsOuvertes, 'question ouverte', 'questions ouvertes')}
            </Pastille>
          )}
          {valeursFictives > 0 && (
            <Pastille ton="erreur">{compter(valeursFictives, 'valeur fictive', 'valeurs fictives')}</Pastille>
          )}
          {trous.length + questionsOuvertes + valeursFictives === 0 && '—'}
        </span>
      </td>
      <td data-libelle="Vérifié le">{derniereVerification ? dateFr(derniereVerification) : '—'}</td>
    </tr>
  );
}
