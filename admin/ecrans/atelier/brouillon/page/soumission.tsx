import { ecran } from '#admin/ecrans/atelier/brouillon/client.ts';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { dateFr } from '#src/kernel/francais.ts';
import { useAvis } from '#admin/ui/avis.tsx';
import { adresseDe } from '#admin/ecrans/atelier/commun/adresses.ts';
import { AvisDeRefus } from '#admin/ecrans/atelier/commun/refus.tsx';
import { ChampDAtelier } from '#admin/ecrans/atelier/commun/champ.tsx';
import { Dialogue } from '#admin/ecrans/atelier/commun/dialogue.tsx';
import type { Refus } from '#admin/ui/ecran.tsx';

/** Offers the draft for approval: from when, until when. */
export function DialogueDeSoumission({
  brouillon: { id, version },
  aujourdhui,
  demain,
  fermer,
}: {
  brouillon: { id: string; version: number };
  aujourdhui: string;
  demain: string;
  fermer: () => void;
}) {
  // Tomorrow: whoever wants past days says so, and why.
  const [saisie, setSaisie] = useState({ du: dateFr(demain), au: '', motif: '' });
  const [refus, setRefus] = useState<Refus>();
  const [envoi, setEnvoi] = useState(false);
  const naviguer = useNavigate();
  const { annoncer } = useAvis();
  const champ = (nom: keyof typeof saisie) => ({
    valeur: saisie[nom],
    changer: (valeur: string) => setSaisie({ ...saisie, [nom]: valeur }),
    erreur: refus?.champs[nom],
  });
  const enIso = (date: string): string =>
    date
      .trim()
      .replace(
        /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/,
        (_tout, jour: string, mois: string, annee: string) =>
          `${annee}-${mois.padStart(2, '0')}-${jour.padStart(2, '0')}`,
      );
  const passe = saisie.du.trim() === '' || enIso(saisie.du) < aujourdhui;
  const envoyer = async () => {
    setEnvoi(true);
    const { resultat, refus: non } = await ecran.poster('soumettre', {
      id,
      version: String(version),
      du: enIso(saisie.du),
      au: enIso(saisie.au),
      motif: saisie.motif,
    });
    setEnvoi(false);
    if (!resultat) return setRefus(non);
    annoncer({ type: 'success', message: 'La version est soumise : une autre personne doit l’approuver.' });
    naviguer(adresseDe('approbation', { id: resultat.id }), { state: { garderAvis: true } });
  };
  return (
    <Dialogue titre="Soumettre à l’approbation" fermer={fermer}>
      <p className="intro">
        Les contrôles sont refaits, les rapports sont joints et scellés, puis une autre personne approuve. Le
        brouillon devient la version soumise.
      </p>
      <AvisDeRefus refus={refus} />
      <div className="grille">
        <ChampDAtelier
          libelle="Prend effet le"
          aide="Demain, sauf si vous en décidez autrement. Vide : toute la période du fichier, jours passés compris."
          {...champ('du')}
        />
        <ChampDAtelier
          libelle="Cesse le (premier jour sans effet)"
          aide="Vide : sans fin."
          {...champ('au')}
        />
      </div>
      {(passe || refus?.champs['motif']) && (
        <ChampDAtelier
          libelle="Motif de l’effet sur des jours passés"
          long
          obligatoire
          aide="L’approbateur le lira, et le journal le garde."
          {...champ('motif')}
        />
      )}
      <div className="formulaire-actions">
        <button type="button" className="bouton" onClick={fermer}>
          Annuler
        </button>
        <button
          type="button"
          className="bouton bouton--principal"
          disabled={envoi}
          onClick={() => void envoyer()}
        >
          Soumettre
        </button>
      </div>
    </Dialogue>
  );
}
