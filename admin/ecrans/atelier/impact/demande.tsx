import { useState, type FormEvent } from 'react';
import { useSearchParams } from 'react-router-dom';
import { ecran, type PageImpact } from '#admin/ecrans/atelier/impact/client.ts';
import { AvisDeRefus } from '#admin/ecrans/atelier/commun/refus.tsx';
import { ChampDAtelier } from '#admin/ecrans/atelier/commun/champ.tsx';
import type { Refus } from '#admin/ui/ecran.tsx';

/** What to study: two versions, and the days. */
export function Demande({ donnees: { choix, avant, apres } }: { donnees: PageImpact }) {
  const [, setParametres] = useSearchParams();
  const [saisie, setSaisie] = useState({
    avant,
    apres,
    du: '',
    au: '',
    effetDu: '',
    effetAu: '',
    generes: '2000',
  });
  const enProjet = saisie.apres.includes(':');
  const [refus, setRefus] = useState<Refus>();
  const champ = (nom: keyof typeof saisie) => ({
    valeur: saisie[nom],
    changer: (valeur: string) => setSaisie((ancienne) => ({ ...ancienne, [nom]: valeur })),
    erreur: refus?.champs[nom],
  });
  const liste = [
    { valeur: '', libelle: 'Choisir…' },
    ...choix.map(({ empreinte, libelle }) => ({ valeur: empreinte, libelle })),
  ];
  const lancer = async (evenement: FormEvent) => {
    evenement.preventDefault();
    const { resultat, refus: non } = await ecran.poster('lancer', saisie);
    setRefus(non);
    if (resultat) setParametres({ etude: resultat.id });
  };
  return (
    <form
      className="carte"
      onSubmit={(evenement) => void lancer(evenement)}
      noValidate
      aria-label="Nouvelle étude"
    >
      <h2>Mesurer l’impact</h2>
      <p className="carte-intro">
        Les deux versions jugent toutes les décisions enregistrées de ce fichier, dans toutes les Caf. Aucune
        décision n’est modifiée.
      </p>
      <AvisDeRefus refus={refus} />
      <div className="grille">
        <ChampDAtelier
          libelle="Version de départ"
          liste={[{ valeur: '', libelle: 'Celle qu’elle remplacerait' }, ...liste.slice(1)]}
          {...champ('avant')}
        />
        <ChampDAtelier libelle="Version à mesurer" liste={liste} obligatoire {...champ('apres')} />
        <ChampDAtelier
          libelle="Date de référence à partir du"
          aide="Facultatif. Par exemple 01/01/2026."
          {...champ('du')}
        />
        <ChampDAtelier libelle="Date de référence avant le" aide="Facultatif." {...champ('au')} />
        {enProjet && (
          <ChampDAtelier
            libelle="Prendrait effet le"
            aide="Comme à la soumission. Vide : les dates du fichier."
            {...champ('effetDu')}
          />
        )}
        {enProjet && (
          <ChampDAtelier
            libelle="Cesserait le (premier jour sans effet)"
            aide="Comme à la soumission. Vide : sans fin."
            {...champ('effetAu')}
          />
        )}
        <ChampDAtelier
          libelle="Cas générés en plus"
          aide="Comptés à part ; 0 pour aucun."
          {...champ('generes')}
        />
      </div>
      {enProjet && (
        <p className="discret">
          Une étude de tous les cas, faite sur le texte exact que vous soumettrez et aux mêmes dates d’effet,
          se joint d’elle-même à la soumission. Sinon la soumission en lance une.
        </p>
      )}
      <div className="formulaire-actions">
        <button type="submit" className="bouton bouton--principal">
          Lancer l’étude
        </button>
      </div>
    </form>
  );
}
