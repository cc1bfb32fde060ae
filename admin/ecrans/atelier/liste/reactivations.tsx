import { ecran } from '#admin/ecrans/atelier/liste/client.ts';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { ReactivationListe } from '#src/domain/politique/consultation/vues.ts';
import { useAvis } from '#admin/ui/avis.tsx';
import { useGarde } from '#admin/ui/garde.ts';
import { adresseDe } from '#admin/ecrans/atelier/commun/adresses.ts';
import { AvisDeRefus } from '#admin/ecrans/atelier/commun/refus.tsx';
import { ChampDAtelier } from '#admin/ecrans/atelier/commun/champ.tsx';
import type { Refus } from '#admin/ui/ecran.tsx';
import { periode } from '#admin/ecrans/atelier/commun/dates.ts';
import { nombreFr } from '#src/kernel/francais.ts';

/** Re-activations asked and waiting for a second person. */
export function Reactivations({
  reactivations,
  titreDe,
  moi,
  peutEcrire,
  recharger,
}: {
  reactivations: readonly ReactivationListe[];
  titreDe: (jeu: string) => string;
  moi: string;
  peutEcrire: boolean;
  recharger: () => void;
}) {
  if (reactivations.length === 0) return null;
  const titre = reactivations.every(({ nature }) => nature === 'annulation')
    ? 'Annulations à confirmer'
    : reactivations.some(({ nature }) => nature === 'annulation')
      ? 'Réactivations et annulations à confirmer'
      : 'Réactivations à confirmer';
  return (
    <section className="carte carte--attention" aria-label={titre}>
      <h2>{titre}</h2>
      <ul className="questions">
        {reactivations.map((demande) => (
          <Demande
            key={demande.id}
            demande={demande}
            fichier={titreDe(demande.jeu)}
            mienne={demande.demandePar.compteId === moi}
            peutEcrire={peutEcrire}
            recharger={recharger}
          />
        ))}
      </ul>
    </section>
  );
}

function Demande({
  demande,
  fichier,
  mienne,
  peutEcrire,
  recharger,
}: {
  demande: ReactivationListe;
  fichier: string;
  mienne: boolean;
  peutEcrire: boolean;
  recharger: () => void;
}) {
  const annulation = demande.nature === 'annulation';
  const [refus, setRefus] = useState<Refus>();
  const [motif, setMotif] = useState('');
  useGarde(motif !== '');
  const { annoncer } = useAvis();
  const agir = async (action: 'confirmer' | 'refuser') => {
    const { refus: non } = await ecran.poster(action, {
      id: demande.id,
      version: demande.version,
      ...(action === 'refuser' ? { motif } : {}),
    });
    setRefus(non);
    if (non) return;
    setMotif('');
    annoncer({
      type: 'success',
      message: annulation
        ? action === 'confirmer'
          ? 'La version est annulée : elle ne s’appliquera pas.'
          : 'L’annulation est refusée : la version reste programmée.'
        : action === 'confirmer'
          ? 'La version est réactivée.'
          : 'La réactivation est refusée.',
    });
    recharger();
  };
  return (
    <li>
      <p>
        <strong>
          {annulation ? 'Annuler' : 'Réactiver'} « {fichier} », version {demande.numero}
        </strong>
        , {periode(demande)}, {annulation ? 'annulation' : 'réactivation'} demandée par{' '}
        {mienne ? 'vous' : (demande.demandePar.nom ?? 'un analyste')}.
      </p>
      <p>Motif : {demande.motif}</p>
      {demande.retroactivite && demande.retroactivite.changees > 0 && (
        <p className="discret">
          {nombreFr(demande.retroactivite.changees)} décisions passées seraient autres.
        </p>
      )}
      {demande.etude && !demande.retroactivite && (
        <p className="discret">
          L’étude des décisions passées qui changeraient est{' '}
          <Link to={adresseDe('impact', { etude: demande.etude })}>en cours</Link> : on confirme quand elle
          est finie.
        </p>
      )}
      <AvisDeRefus refus={refus} />
      {mienne || !peutEcrire ? (
        <p className="discret">
          {mienne
            ? 'Une autre personne doit confirmer votre demande.'
            : 'Un analyste doit confirmer cette demande.'}
        </p>
      ) : (
        <>
          <ChampDAtelier
            libelle="Motif du refus"
            valeur={motif}
            changer={setMotif}
            erreur={refus?.champs['motif']}
          />
          <div className="actions actions--gauche">
            <button type="button" className="bouton bouton--principal" onClick={() => void agir('confirmer')}>
              {annulation ? 'Confirmer l’annulation' : 'Confirmer la réactivation'}
            </button>
            <button type="button" className="bouton" onClick={() => void agir('refuser')}>
              Refuser
            </button>
          </div>
        </>
      )}
    </li>
  );
}
