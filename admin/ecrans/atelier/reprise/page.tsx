import { useState, type FormEvent } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import { ecran, type ActeDeReprise, type PageReprise } from '#admin/ecrans/atelier/reprise/client.ts';
import { compter, instantFr, nombreFr } from '#src/kernel/francais.ts';
import { racine, session } from '#admin/ui/etat.ts';
import { useGarde } from '#admin/ui/garde.ts';
import { Icone } from '#admin/ui/icones.tsx';
import { Pastille } from '#admin/ui/valeur.tsx';
import { adresseDe, filDe } from '#admin/ecrans/atelier/commun/adresses.ts';
import { AvisDeRefus } from '#admin/ecrans/atelier/commun/refus.tsx';
import { ChampDAtelier } from '#admin/ecrans/atelier/commun/champ.tsx';
import { Page } from '#admin/ui/page.tsx';
import { PageDEcran, type Refus } from '#admin/ui/ecran.tsx';
import { useRelecture } from '#admin/ecrans/atelier/commun/relecture.ts';
import { Bilan, Lignes } from '#admin/ecrans/atelier/reprise/bilan.tsx';

/**
 * What the answer to a question changes for the cases that waited on it: before the act, and the act itself.
 */
export function PageDeReprise() {
  return (
    <PageDEcran ecran={ecran}>
      {(donnees, { recharger }) => <Reprise donnees={donnees} recharger={recharger} />}
    </PageDEcran>
  );
}

function Reprise({ donnees, recharger }: { donnees: PageReprise; recharger: () => void }) {
  const { jeu, question, empeche, apercu, acte, actes, peutLancer } = donnees;
  const enMarche = acte !== null && acte.termineeLe === null;
  useRelecture(enMarche, recharger);
  return (
    <Page
      titre={`Reprise des cas en attente – question ${question}`}
      fil={filDe(
        { libelle: 'Questions ouvertes', href: adresseDe('questions') },
        { libelle: `Question ${question}` },
      )}
      cle={`reprise/${acte?.id ?? `${jeu}/${question}`}`}
    >
      <Question donnees={donnees} />
      {acte && <Acte acte={acte} />}
      {apercu && apercu.total > 0 && <Apercu apercu={apercu} />}
      {apercu && empeche === null && peutLancer && (
        <Lancement jeu={jeu} question={question} total={apercu.total} />
      )}
      <Actes actes={actes} courant={acte?.id} jeu={jeu} question={question} />
    </Page>
  );
}

/** What was asked and what was answered. */
function Question({
  donnees: { jeu, question, titre, texte, reponse, version, empeche },
}: {
  donnees: PageReprise;
}) {
  return (
    <section className="carte" aria-label="Question">
      <header className="carte-entete">
        <h2>{titre}</h2>
        {version && (
          <Link className="bouton" to={adresseDe('regle', { genre: 'regles', jeu })}>
            Ouvrir le fichier
          </Link>
        )}
      </header>
      {texte && (
        <p>
          <span className="code">{question}</span> {texte}
        </p>
      )}
      {reponse && (
        <p>
          <strong>Réponse{version && ` (version ${version})`} :</strong> {reponse}
        </p>
      )}
      {empeche && <p className="discret">{empeche}</p>}
    </section>
  );
}

function Apercu({ apercu }: { apercu: NonNullable<PageReprise['apercu']> }) {
  const { juges, total } = apercu;
  return (
    <>
      <section className="carte" aria-label="Ce que la réponse changera">
        <h2>Ce que la réponse changera</h2>
        <p className="carte-intro">
          {compter(total, 'cas attend', 'cas attendent')} cette réponse
          {juges < total && ` ; comptes sur les ${nombreFr(juges)} premiers`}. Rien n’est encore écrit.
        </p>
        <Bilan bilan={apercu} />
      </section>
      <Lignes bilan={apercu} titre="Cas, avant et après" />
    </>
  );
}

function Acte({ acte }: { acte: NonNullable<PageReprise['acte']> }) {
  const { id, par, lanceeLe, termineeLe, enMarche, motif, avant, apres, total } = acte;
  return (
    <>
      <section className="carte" aria-label="Reprise">
        <header className="carte-entete">
          <h2>
            De la version {avant} à la version {apres}
          </h2>
          <Pastille ton={termineeLe ? 'succes' : 'info'}>
            {termineeLe ? 'Terminée' : enMarche ? 'En cours' : 'En attente'}
          </Pastille>
          {total > 0 && (
            <a className="bouton" href={`${racine}/exports/reprise/${id}`} download>
              Télécharger la liste (CSV)
            </a>
          )}
        </header>
        <p>
          Lancée par {par}, le {instantFr(lanceeLe, session.fuseau)}
          {termineeLe && ` ; terminée le ${instantFr(termineeLe, session.fuseau)}`}.
        </p>
        <p>Motif : {motif}</p>
        {!termineeLe && (
          <p role="status">
            {compter(total, 'cas vu', 'cas vus')} jusqu’ici. Vous pouvez quitter cette page : la reprise
            continue.
          </p>
        )}
        {(termineeLe ?? total > 0) && <Bilan bilan={acte} />}
      </section>
      <Lignes bilan={acte} titre="Cas, avant et après" />
    </>
  );
}

/** The confirmation, with its reason. */
function Lancement({ jeu, question, total }: { jeu: string; question: string; total: number }) {
  const [, setParametres] = useSearchParams();
  const [motif, setMotif] = useState('');
  useGarde(motif !== '');
  const [refus, setRefus] = useState<Refus>();
  const [envoi, setEnvoi] = useState(false);
  const lancer = async (evenement: FormEvent) => {
    evenement.preventDefault();
    setEnvoi(true);
    const { resultat, refus: non } = await ecran.poster('lancer', {
      jeu,
      question,
      motif,
    });
    setEnvoi(false);
    setRefus(non);
    if (!resultat) return;
    setMotif('');
    setParametres({ acte: resultat.id });
  };
  return (
    <form
      className="carte"
      onSubmit={(evenement) => void lancer(evenement)}
      noValidate
      aria-label="Reprendre les cas"
    >
      <h2>Reprendre ces cas</h2>
      <div className="avis avis--info">
        <Icone nom="info" />
        <p>
          Chaque cas reçoit une nouvelle décision à côté de l’ancienne, qui reste. Ce qui a été signé ne
          change pas ; l’estimation et la file de la Caf suivent. L’acte porte votre nom et ne s’annule pas.
        </p>
      </div>
      <AvisDeRefus refus={refus?.champs['motif'] ? undefined : refus} />
      <ChampDAtelier
        libelle="Motif"
        aide="Ce qui répond à la question, pour qui relira l’acte."
        valeur={motif}
        changer={setMotif}
        erreur={refus?.champs['motif']}
        obligatoire
        long
      />
      <div className="formulaire-actions">
        <button type="submit" className="bouton bouton--principal" disabled={envoi}>
          {envoi ? 'Lancement…' : `Reprendre ${compter(total, 'cas', 'cas')}`}
        </button>
      </div>
    </form>
  );
}

function Actes({
  actes,
  courant,
  jeu,
  question,
}: {
  actes: readonly ActeDeReprise[];
  courant: string | undefined;
  jeu: string;
  question: string;
}) {
  if (actes.length === 0) return null;
  return (
    <section className="carte" aria-label="Reprises de cette question">
      <header className="carte-entete">
        <h2>Reprises de cette question</h2>
        {courant && (
          <Link className="bouton" to={adresseDe('reprise', { jeu, question })}>
            Cas encore en attente
          </Link>
        )}
      </header>
      <ul className="liste-simple">
        {actes.map(({ id, par, lanceeLe, termineeLe, apres }) => (
          <li key={id}>
            {id === courant ? (
              `Version ${apres} (affichée)`
            ) : (
              <Link to={adresseDe('reprise', { acte: id })}>Version {apres}</Link>
            )}{' '}
            <span className="discret">
              lancée par {par}, le {instantFr(lanceeLe, session.fuseau)}
              {termineeLe ? '' : ', en cours'}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
