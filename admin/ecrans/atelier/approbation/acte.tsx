import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { ecran, type PageApprobation } from '#admin/ecrans/atelier/approbation/client.ts';
import { useAvis } from '#admin/ui/avis.tsx';
import { useGarde } from '#admin/ui/garde.ts';
import { adresseDe } from '#admin/ecrans/atelier/commun/adresses.ts';
import { AvisDeRefus } from '#admin/ecrans/atelier/commun/refus.tsx';
import { ChampDAtelier } from '#admin/ecrans/atelier/commun/champ.tsx';
import { Dialogue } from '#admin/ecrans/atelier/commun/dialogue.tsx';
import type { Refus } from '#admin/ui/ecran.tsx';

/** What may be answered to a submission. */
export type Acte = 'approuver' | 'rejeter' | 'retirer';

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

/** Asks for what an answer needs before it is given. */
export function DialogueDActe({
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
    const { refus: non } = await ecran.poster(acte, {
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
      <ChampDAtelier
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
