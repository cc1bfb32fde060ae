import { useState } from 'react';
import { Link, useNavigate } from 'react-router-dom';
import type { PageApprobation } from '#admin/ecrans/atelier/approbation/contrat.ts';
import { formaterDate, formaterInstant } from '#admin/definition/affichage.ts';
import { useAvis } from '#admin/ui/avis.tsx';
import { useGarde } from '#admin/ui/garde.ts';
import { session } from '#admin/ui/etat.ts';
import { Icone } from '#admin/ui/icones.tsx';
import { Pastille } from '#admin/ui/valeur.tsx';
import { Comparaison } from '#admin/ecrans/atelier/comparaison/page.tsx';
import { periode } from '#admin/ecrans/atelier/commun/dates.ts';
import { adresseDe, filDe } from '#admin/ecrans/atelier/commun/adresses.ts';
import { AvisDeRefus } from '#admin/ecrans/atelier/commun/refus.tsx';
import { Boutons } from '#admin/ecrans/atelier/commun/boutons.tsx';
import { Champ } from '#admin/ecrans/atelier/commun/champ.tsx';
import { Dialogue } from '#admin/ecrans/atelier/commun/dialogue.tsx';
import { Onglets } from '#admin/ecrans/atelier/commun/onglets.tsx';
import { Page } from '#admin/ui/page.tsx';
import { PageDEcran, poster, type Refus } from '#admin/ecrans/client.tsx';
import { useRelecture } from '#admin/ecrans/atelier/commun/relecture.ts';
import { EffetSurLePasse, RapportMontre } from '#admin/ecrans/atelier/impact/rapport.tsx';
import { ContenuRendu } from '#admin/ecrans/atelier/commun/rendu/contenu.tsx';

/** A version offered for approval: its reports, its hashes, both names, what the approver signs. */
export function PageDApprobation() {
  return (
    <PageDEcran ecran="approbation">
      {(donnees, { recharger }) => <Soumission donnees={donnees} recharger={recharger} />}
    </PageDEcran>
  );
}

const ETATS = {
  soumis: { libelle: 'En attente d’approbation', ton: 'attention' },
  approuve: { libelle: 'Approuvée', ton: 'succes' },
  rejete: { libelle: 'Rejetée', ton: 'erreur' },
  retire: { libelle: 'Retirée', ton: 'neutre' },
} as const;
type Acte = 'approuver' | 'rejeter' | 'retirer';

function Soumission({ donnees, recharger }: { donnees: PageApprobation; recharger: () => void }) {
  const { soumission, titre, contenu, comparaison, impact, sansImpact, etude, boutons } = donnees;
  const { genre, jeu, numero, etat, campagnes, remplace } = soumission;
  const [acte, setActe] = useState<Acte>();
  const [vue, setVue] = useState('rapports');
  return (
    <Page
      titre={titre}
      surtitre={`Version ${numero} soumise`}
      fil={filDe({ libelle: titre, href: adresseDe('regle', { genre, jeu }) }, { libelle: 'Approbation' })}
      cle={`approbation/${soumission.id}`}
      etat={<Pastille ton={ETATS[etat].ton}>{ETATS[etat].libelle}</Pastille>}
      actions={<Boutons boutons={boutons} agir={(nom) => setActe(nom as Acte)} />}
    >
      {campagnes.length > 0 && (
        <div className="avis avis--attention">
          <Icone nom="alerte" />
          <p>
            Cette version prendrait effet pendant une campagne ouverte :{' '}
            {campagnes
              .map(
                ({ effetLe, exercice, caf }) => `le ${formaterDate(effetLe)}, exercice ${exercice}, ${caf}`,
              )
              .join(' ; ')}
            .
          </p>
        </div>
      )}
      {genre === 'regles' && etat === 'soumis' && !impact && sansImpact === null && (
        <ImpactAttendu soumission={soumission} etude={etude} recharger={recharger} />
      )}
      <AvantDeSigner donnees={donnees} />
      <Signature donnees={donnees} />
      <Onglets
        libelle="Ce qui est à lire"
        choisi={vue}
        choisir={setVue}
        onglets={[
          {
            nom: 'rapports',
            libelle: 'Rapports',
            contenu: (
              <>
                {impact?.passe && <EffetSurLePasse passe={impact.passe} />}
                {comparaison ? (
                  <Comparaison comparaison={comparaison} />
                ) : (
                  <p className="vide">
                    {remplace
                      ? 'Pas de comparaison jointe à cette version.'
                      : 'Cette version n’en remplace aucune : il n’y a rien à comparer.'}
                  </p>
                )}
              </>
            ),
          },
          {
            nom: 'impact',
            libelle: 'Impact',
            contenu: impact ? (
              <RapportMontre rapport={impact} />
            ) : (
              <p className="vide">
                {sansImpact ?? 'L’étude d’impact n’est pas encore jointe à cette version.'}
              </p>
            ),
          },
          {
            nom: 'lecture',
            libelle: 'Lecture',
            contenu: contenu && (
              <ContenuRendu contenu={contenu} aujourdhui={soumission.soumisLe.slice(0, 10)} />
            ),
          },
          { nom: 'texte', libelle: 'Texte', contenu: <pre tabIndex={0}>{soumission.texte}</pre> },
        ]}
      />
      {acte && (
        <DialogueDActe
          acte={acte}
          donnees={donnees}
          fermer={() => setActe(undefined)}
          fait={() => {
            setActe(undefined);
            recharger();
          }}
        />
      )}
    </Page>
  );
}

/** What goes with it, what it says of the past, and the cases that would stop. */
function AvantDeSigner({ donnees: { soumission } }: { donnees: PageApprobation }) {
  const { lot, id, rapports, etat } = soumission;
  const manquants = rapports.impact && 'cas' in rapports.impact ? rapports.impact.cas.nouveauxManquants : 0;
  return (
    <>
      {etat === 'soumis' && manquants > 0 && (
        <div className="avis avis--erreur" role="alert">
          <Icone nom="alerte" />
          <p>
            Danger :{' '}
            {manquants === 1
              ? 'un cas déjà jugé manquerait'
              : `${manquants.toLocaleString('fr-FR')} cas déjà jugés manqueraient`}{' '}
            des faits que cette version demande. {manquants === 1 ? 'Il s’arrêterait' : 'Ils s’arrêteraient'}{' '}
            faute de réponse.
          </p>
        </div>
      )}
      {rapports.motifDuPasse !== undefined && (
        <div className="avis avis--attention">
          <Icone nom="alerte" />
          <p>Cette version prend effet sur des jours passés. Motif de son auteur : {rapports.motifDuPasse}</p>
        </div>
      )}
      {lot.length > 1 && (
        <section className="carte" aria-label="Versions approuvées ensemble">
          <h2>{lot.length} versions approuvées ensemble</h2>
          <p>
            Vous les signez d’un seul acte : toutes entrent en vigueur, ou aucune. Lisez chacune, avec son
            étude d’impact.
          </p>
          <ul>
            {lot.map((membre) => (
              <li key={membre.id}>
                {membre.id === id ? (
                  <strong>
                    {membre.jeu} {membre.numero} (cette page)
                  </strong>
                ) : (
                  <Link to={adresseDe('approbation', { id: membre.id })}>
                    {membre.jeu} {membre.numero}
                  </Link>
                )}
                , {periode(membre)}
                {membre.sansImpact && ' ; son étude d’impact manque encore'}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

/** Who wrote, who answered, and the hashes that are signed. */
function Signature({ donnees: { soumission, moi } }: { donnees: PageApprobation }) {
  const {
    auteur,
    soumisLe,
    traitePar,
    traiteLe,
    etat,
    empreinte,
    empreinteRapports,
    signature,
    motif,
    niveau,
    remplace,
  } = soumission;
  const nom = (personne: { compteId: string; nom: string | null }) =>
    personne.compteId === moi ? `${personne.nom ?? 'Vous'} (vous)` : (personne.nom ?? 'Un analyste');
  return (
    <section className="carte" aria-label="Signature">
      <h2>Signature</h2>
      <dl className="valeurs">
        <div className="valeur">
          <dt>Auteur</dt>
          <dd>
            {nom(auteur)}, le {formaterInstant(soumisLe, session.fuseau)}
          </dd>
        </div>
        <div className="valeur">
          <dt>
            {
              {
                soumis: 'Approbateur',
                approuve: 'Approuvée par',
                rejete: 'Rejetée par',
                retire: 'Retirée par',
              }[etat]
            }
          </dt>
          <dd>
            {traitePar && traiteLe
              ? `${nom(traitePar)}, le ${formaterInstant(traiteLe, session.fuseau)}`
              : 'Une autre personne, à venir'}
          </dd>
        </div>
        <div className="valeur">
          <dt>En vigueur</dt>
          <dd>
            {periode(soumission)}
            {remplace && `, à la place de la ${remplace.numero}`}
          </dd>
        </div>
        {niveau && (
          <div className="valeur">
            <dt>Niveau</dt>
            <dd>{{ majeur: 'Majeur', mineur: 'Mineur', correctif: 'Correctif' }[niveau]}</dd>
          </div>
        )}
        {motif && (
          <div className="valeur valeur--large">
            <dt>Motif</dt>
            <dd>{motif}</dd>
          </div>
        )}
        <div className="valeur valeur--large">
          <dt>Empreinte du fichier</dt>
          <dd className="code">{empreinte}</dd>
        </div>
        <div className="valeur valeur--large">
          <dt>Empreinte des rapports</dt>
          <dd className="code">{empreinteRapports}</dd>
        </div>
        {signature && (
          <div className="valeur valeur--large">
            <dt>Signature</dt>
            <dd className="code">{signature}</dd>
          </div>
        )}
      </dl>
    </section>
  );
}

/** The impact study the approval waits for; its report joins by itself when it ends. */
function ImpactAttendu({
  soumission: { id, jeu },
  etude,
  recharger,
}: {
  soumission: PageApprobation['soumission'];
  etude: PageApprobation['etude'];
  recharger: () => void;
}) {
  const enMarche = etude?.etat === 'en-attente' || etude?.etat === 'en-cours';
  useRelecture(enMarche, recharger);
  return (
    <section className="carte carte--attention" aria-label="Étude d’impact attendue">
      <h2>{enMarche ? 'L’étude d’impact est en cours' : 'L’étude d’impact manque'}</h2>
      <p>
        On n’approuve pas une version sans savoir ce qu’elle change.{' '}
        {enMarche
          ? 'Le rapport se joint de lui-même à la fin de l’étude.'
          : 'Lancez l’étude : son rapport se joint de lui-même à la fin.'}
      </p>
      {enMarche && etude.total !== null && (
        <>
          <p role="status">
            {etude.faits.toLocaleString('fr-FR')} cas examinés sur {etude.total.toLocaleString('fr-FR')}.
          </p>
          <progress className="avancement" max={etude.total} value={etude.faits} aria-label="Cas examinés" />
        </>
      )}
      {etude?.erreur && <p className="champ-erreur">{etude.erreur}</p>}
      <p>
        <Link
          to={adresseDe(
            'impact',
            etude && etude.etat !== 'terminee' ? { etude: etude.id } : { jeu, apres: `soumission:${id}` },
          )}
        >
          {etude && etude.etat !== 'terminee'
            ? 'Suivre, arrêter ou reprendre cette étude'
            : 'Lancer l’étude d’impact'}
        </Link>
      </p>
    </section>
  );
}

const ACTES: Readonly<
  Record<Acte, { titre: string; bouton: string; intro: string; succes: string; danger?: boolean }>
> = {
  approuver: {
    titre: 'Approuver cette version',
    bouton: 'Signer et approuver',
    intro:
      'Vous signez l’empreinte du fichier et celle de ses rapports, telles qu’affichées. La version devient applicable aux dates demandées.',
    succes: 'La version est approuvée.',
  },
  rejeter: {
    titre: 'Rejeter cette version',
    bouton: 'Rejeter',
    intro: 'Son auteur lira votre motif.',
    succes: 'La version est rejetée.',
    danger: true,
  },
  retirer: {
    titre: 'Retirer ma demande',
    bouton: 'Retirer',
    intro: 'La version n’attendra plus d’approbation.',
    succes: 'La demande est retirée.',
    danger: true,
  },
};

function DialogueDActe({
  acte,
  donnees: { soumission, titre },
  fermer,
  fait,
}: {
  acte: Acte;
  donnees: PageApprobation;
  fermer: () => void;
  fait: () => void;
}) {
  const { id, version, genre, jeu, numero, empreinte, empreinteRapports, empreinteLot } = soumission;
  const [motif, setMotif] = useState('');
  useGarde(motif !== '');
  const [accepterTrous, setAccepterTrous] = useState(false);
  const [accepterManquants, setAccepterManquants] = useState(false);
  const [refus, setRefus] = useState<Refus>();
  const [envoi, setEnvoi] = useState(false);
  const naviguer = useNavigate();
  const { annoncer } = useAvis();
  const { titre: intitule, bouton, intro, succes, danger } = ACTES[acte];
  const envoyer = async () => {
    setEnvoi(true);
    const signee =
      acte === 'approuver'
        ? { empreinte, empreinteRapports, empreinteLot, accepterTrous, accepterManquants }
        : {};
    const { refus: non } = await poster('approbation', acte, {
      id,
      version: String(version),
      ...(motif === '' ? {} : { motif }),
      ...signee,
    });
    setEnvoi(false);
    if (non) return setRefus(non);
    annoncer({ type: 'success', message: succes });
    if (acte === 'approuver')
      naviguer(adresseDe('regle', { genre, jeu, vue: 'versions' }), { state: { garderAvis: true } });
    else fait();
  };
  return (
    <Dialogue titre={intitule} fermer={fermer}>
      <p className="intro">
        {titre}, version {numero}. {intro}
      </p>
      <AvisDeRefus refus={refus} />
      <Champ
        libelle="Motif"
        long
        obligatoire={acte === 'rejeter'}
        valeur={motif}
        changer={setMotif}
        erreur={refus?.champs['motif']}
      />
      {acte === 'approuver' && refus?.champs['accepterTrous'] && (
        <label className="case">
          <input type="checkbox" checked={accepterTrous} onChange={() => setAccepterTrous(!accepterTrous)} />{' '}
          Laisser ces jours sans règle
        </label>
      )}
      {acte === 'approuver' && refus?.champs['accepterManquants'] && (
        <label className="case">
          <input
            type="checkbox"
            checked={accepterManquants}
            onChange={() => setAccepterManquants(!accepterManquants)}
          />{' '}
          Approuver bien que ces cas s’arrêtent faute de faits
        </label>
      )}
      <div className="formulaire-actions">
        <button type="button" className="bouton" onClick={fermer}>
          Annuler
        </button>
        <button
          type="button"
          className={danger ? 'bouton bouton--danger' : 'bouton bouton--principal'}
          disabled={envoi}
          onClick={() => void envoyer()}
        >
          {bouton}
        </button>
      </div>
    </Dialogue>
  );
}
