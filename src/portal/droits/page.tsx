import type { DroitsDuPasse } from '#src/domain/delegation/passe/lectures.ts';
import type { DroitDuPasse } from '#src/domain/delegation/passe/titres.ts';
import {
  ChampTexte,
  EtatVide,
  Etiquette,
  Filtres,
  LienBouton,
  Page,
  Tableau,
  erreurDe,
  texteDe,
  type Colonne,
  type ContextePage,
  type Saisie,
} from '#src/portal/composants/index.ts';
import { compter, dateFr } from '#src/kernel/francais.ts';

export const CHEMIN_DROITS = '/partenaire/droits';

const EFFETS = {
  oui: { ton: 'succes', libelle: 'Oui' },
  partie: { ton: 'attente', libelle: 'Une partie de la journée' },
  non: { ton: 'neutre', libelle: 'Non' },
} as const;

const COLONNES: readonly Colonne<DroitDuPasse>[] = [
  {
    cle: 'personne',
    titre: 'Personne',
    enteteLigne: true,
    rendu: ({ personne, identifiant }) => (
      <>
        {personne}
        <span className="precision">{identifiant}</span>
      </>
    ),
  },
  { cle: 'droit', titre: 'Droit', rendu: ({ droit }) => droit },
  { cle: 'sur', titre: 'Sur', rendu: ({ sur }) => sur || 'Tout l’organisme' },
  {
    cle: 'periode',
    titre: 'Période enregistrée',
    rendu: ({ du, au }) => (au ? `du ${dateFr(du)} au ${dateFr(au)} (exclu)` : `depuis le ${dateFr(du)}`),
  },
  {
    cle: 'effet',
    titre: 'Exerçable ce jour-là',
    rendu: ({ effet, precision }) => (
      <>
        <Etiquette ton={EFFETS[effet].ton}>{EFFETS[effet].libelle}</Etiquette>
        {precision && <span className="precision">{precision}</span>}
      </>
    ),
  },
];

/** « Droits à une date »: who could do what on a past day, as it was recorded that day. */
export function PageDroits({
  contexte,
  saisie,
  droits,
}: Readonly<{ contexte: ContextePage; saisie: Saisie; droits: DroitsDuPasse | null }>) {
  return (
    <Page
      contexte={contexte}
      titre="Droits à une date"
      fil={[{ libelle: 'Gestion des habilitations' }, { libelle: 'Droits à une date' }]}
      enErreur={saisie.erreurs.length > 0}
      chapeau="Qui pouvait faire quoi un jour donné : les droits tels qu’ils étaient enregistrés ce jour-là. Ce qui a été donné, modifié ou retiré depuis n’y change rien."
    >
      <Filtres action={CHEMIN_DROITS} titre="Choisir une date" erreurs={saisie.erreurs}>
        <ChampTexte
          nom="jour"
          libelle="Date"
          requis
          largeur="courte"
          valeur={texteDe(saisie, 'jour')}
          erreur={erreurDe(saisie, 'jour')}
          indice="jj/mm/aaaa, par exemple 14/02/2019. Aujourd’hui ou un jour passé."
          longueurMax={10}
        />
      </Filtres>
      {droits && <Resultat droits={droits} />}
    </Page>
  );
}

function Resultat({ droits: { jour, convention, droits } }: Readonly<{ droits: DroitsDuPasse }>) {
  return (
    <>
      <p>{convention}</p>
      <Tableau
        legende={`Droits du ${dateFr(jour)} : ${compter(droits.length, 'ligne')}`}
        colonnes={COLONNES}
        lignes={droits}
        cle={({ cle }) => cle}
        classeLigne={({ effet }) => (effet === 'non' ? 'tableau__eteint' : undefined)}
        vide={
          <EtatVide titre={`Personne n’avait de droit le ${dateFr(jour)}.`}>
            Aucun utilisateur de votre organisme n’était ouvert ce jour-là. Choisissez une date plus récente.
          </EtatVide>
        }
      />
      {droits.length > 0 && (
        <div className="actions">
          <LienBouton
            href={`${CHEMIN_DROITS}/export?jour=${encodeURIComponent(dateFr(jour))}`}
            variante="secondaire"
          >
            Télécharger au format CSV
          </LienBouton>
        </div>
      )}
    </>
  );
}
