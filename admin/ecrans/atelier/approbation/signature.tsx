import { Link } from 'react-router-dom';
import type { PageApprobation } from '#admin/ecrans/atelier/approbation/client.ts';
import { instantFr, nombreFr } from '#src/kernel/francais.ts';
import { session } from '#admin/ui/etat.ts';
import { Icone } from '#admin/ui/icones.tsx';
import { periode } from '#admin/ecrans/atelier/commun/dates.ts';
import { adresseDe } from '#admin/ecrans/atelier/commun/adresses.ts';
import { useRelecture } from '#admin/ecrans/atelier/commun/relecture.ts';

/** What goes with it, what it says of the past, and the cases that would stop. */
export function AvantDeSigner({ donnees: { soumission } }: { donnees: PageApprobation }) {
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
              : `${nombreFr(manquants)} cas déjà jugés manqueraient`}{' '}
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
export function Signature({ donnees: { soumission, moi } }: { donnees: PageApprobation }) {
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
            {nom(auteur)}, le {instantFr(soumisLe, session.fuseau)}
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
              ? `${nom(traitePar)}, le ${instantFr(traiteLe, session.fuseau)}`
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
export function ImpactAttendu({
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
            {nombreFr(etude.faits)} cas examinés sur {nombreFr(etude.total)}.
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
