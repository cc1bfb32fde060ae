import { ecran } from '#admin/ecrans/atelier/fichier/client.ts';
import { useState } from 'react';
import type { VersionListe } from '#src/domain/politique/consultation/vues.ts';
import { useAvis } from '#admin/ui/avis.tsx';
import { AvisDeRefus } from '#admin/ecrans/atelier/commun/refus.tsx';
import { ChampDAtelier } from '#admin/ecrans/atelier/commun/champ.tsx';
import { Dialogue } from '#admin/ecrans/atelier/commun/dialogue.tsx';
import type { Refus } from '#admin/ui/ecran.tsx';

/** Asks why a programmed version is taken back before its day. */
export function DialogueDAnnulation({
  version: { empreinte, numero },
  fermer,
  fait,
}: {
  version: VersionListe;
  fermer: () => void;
  fait: () => void;
}) {
  const [motif, setMotif] = useState('');
  const [refus, setRefus] = useState<Refus>();
  const { annoncer } = useAvis();
  const envoyer = async () => {
    const { refus: non } = await ecran.poster('annuler', { empreinte, motif });
    setRefus(non);
    if (non) return;
    annoncer({
      type: 'success',
      message: `L’annulation de la version ${numero} est demandée : une autre personne doit la confirmer, avant le jour d’effet.`,
    });
    fait();
  };
  return (
    <Dialogue titre={`Annuler la version ${numero}`} fermer={fermer}>
      <p className="intro">
        Cette version est programmée, et ne s’appliquera pas : ses jours reviennent à la version d’avant. Une
        deuxième personne confirme. Le numéro {numero} reste pris.
      </p>
      <AvisDeRefus refus={refus} />
      <ChampDAtelier
        libelle="Motif"
        obligatoire
        long
        valeur={motif}
        changer={setMotif}
        erreur={refus?.champs['motif']}
      />
      <div className="formulaire-actions">
        <button type="button" className="bouton" onClick={fermer}>
          Revenir
        </button>
        <button type="button" className="bouton bouton--danger" onClick={() => void envoyer()}>
          Demander l’annulation
        </button>
      </div>
    </Dialogue>
  );
}

/** Asks from which day an earlier version applies again, and why. */
export function DialogueDeReactivation({
  version,
  fermer,
  fait,
}: {
  version: VersionListe;
  fermer: () => void;
  fait: () => void;
}) {
  const [saisie, setSaisie] = useState({ du: '', au: '', motif: '' });
  const [refus, setRefus] = useState<Refus>();
  const { annoncer } = useAvis();
  const champ = (nom: keyof typeof saisie) => ({
    valeur: saisie[nom],
    changer: (valeur: string) => setSaisie({ ...saisie, [nom]: valeur }),
    erreur: refus?.champs[nom],
  });
  const envoyer = async (action: 'reactiver' | 'urgence') => {
    const { refus: non } = await ecran.poster(action, { ...saisie, empreinte: version.empreinte });
    setRefus(non);
    if (non) return;
    annoncer({
      type: 'success',
      message:
        action === 'urgence'
          ? `La version ${version.numero} est réactivée en urgence ; s’il y a d’autres analystes, ils en sont avertis.`
          : `La réactivation de la version ${version.numero} est demandée : une autre personne doit la confirmer.`,
    });
    fait();
  };
  return (
    <Dialogue titre={`Réactiver la version ${version.numero}`} fermer={fermer}>
      <p className="intro">
        Une version ancienne redevient applicable. Une deuxième personne confirme ; en urgence, vous pouvez
        réactiver seul : l’acte est tracé et annoncé à tous les analystes.
      </p>
      <AvisDeRefus refus={refus} />
      <div className="grille">
        <ChampDAtelier
          libelle="Premier jour d’effet"
          aide="Par exemple 01/01/2027. Vide : toute la période du fichier."
          {...champ('du')}
        />
        <ChampDAtelier
          libelle="Fin d’effet (premier jour sans effet)"
          aide="Vide : sans fin."
          {...champ('au')}
        />
      </div>
      <ChampDAtelier libelle="Motif" obligatoire long {...champ('motif')} />
      <div className="formulaire-actions">
        <button type="button" className="bouton bouton--danger-leger" onClick={() => void envoyer('urgence')}>
          Réactiver en urgence
        </button>
        <button type="button" className="bouton bouton--principal" onClick={() => void envoyer('reactiver')}>
          Demander la réactivation
        </button>
      </div>
    </Dialogue>
  );
}
