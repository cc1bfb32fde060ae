import type { DeclarationACommencer } from '#src/domain/declaration/a-commencer.ts';
import type { PerenniteDuReferentiel } from '#src/domain/formulaire/perennite.ts';
import { ETATS_DECLARATION } from '#src/domain/declaration/declaration.ts';
import type { LigneDeDeclaration } from '#src/domain/declaration/lectures.ts';
import { LIBELLES_ETAT } from '#src/domain/declaration/libelles.ts';
import { ecrireNombre } from '#src/domain/formulaire/restitution.ts';
import {
  ChampNombre,
  ChampSelection,
  EtatVide,
  Etiquette,
  Filtres,
  GrilleChamps,
  Page,
  Pagination,
  Tableau,
  type Colonne,
  type ContextePage,
} from '#src/portal/composants/index.ts';
import { CHEMIN_DECLARATIONS, cheminDe } from '#src/portal/declarations/chemins.ts';
import { ACommencer } from '#src/portal/declarations/liste/a-commencer.tsx';
import { EtatDeDeclaration } from '#src/portal/declarations/etat.tsx';
import { nomDuConventionnement } from '#src/portal/declarations/dire.ts';
import { instantFr } from '#src/kernel/francais.ts';

/** Groups of states the home page counts, offered beside the states. */
export const GROUPES_D_ETATS = [
  { valeur: 'chez-vous', libelle: 'En cours chez vous', chez: 'partenaire' },
  { valeur: 'chez-la-caf', libelle: 'Chez votre Caf', chez: 'caf' },
] as const;
export type FiltresAffiches = Readonly<{ exercice: string; perennite: string; etat: string }>;
type PropsListe = Readonly<{
  contexte: ContextePage;
  fuseau: string;
  filtres: FiltresAffiches;
  lignes: readonly LigneDeDeclaration[];
  total: number;
  page: number;
  pages: number;
  lien: (page: number) => string;
  perennites: readonly PerenniteDuReferentiel[];
  aCommencer: readonly DeclarationACommencer[];
  refus?: string;
}>;

/**
 * « Déclarations »: what the campaigns ask for, then every declaration of the equipments one has a role on.
 */
export function PageDeclarations({
  contexte,
  fuseau,
  filtres,
  lignes,
  total,
  page,
  pages,
  perennites,
  lien,
  aCommencer,
  refus,
}: PropsListe) {
  return (
    <Page
      contexte={contexte}
      titre="Déclarations de données"
      fil={[{ libelle: 'Déclarations' }]}
      enErreur={refus !== undefined}
    >
      <div className="pile">
        {(aCommencer.length > 0 || refus !== undefined) && (
          <ACommencer declarations={aCommencer} refus={refus} />
        )}
        <section aria-label="Vos déclarations">
          <Criteres filtres={filtres} perennites={perennites} />
          <Tableau
            legende="Déclarations"
            lignes={lignes}
            cle={({ id }) => id}
            vide={
              <EtatVide icone="declaration" titre="Aucune déclaration ne correspond.">
                {aCommencer.some(({ ouverte }) => ouverte)
                  ? 'Commencez-en une ci-dessus.'
                  : 'Les déclarations à faire apparaissent ici dès que votre Caf ouvre une campagne.'}
              </EtatVide>
            }
            colonnes={colonnes(fuseau)}
          />
          <Pagination
            page={page}
            pages={pages}
            lien={lien}
            total={total}
            nomChoses={['déclaration', 'déclarations']}
          />
        </section>
      </div>
    </Page>
  );
}

function saisieDe({ etat, activiteTerminee, financesTerminees }: LigneDeDeclaration): string {
  if (!['brouillon', 'renvoyee', 'retournee'].includes(etat)) return 'Terminée';
  if (activiteTerminee) return 'Données financières à terminer';
  return financesTerminees ? 'Données d’activité à terminer' : 'À terminer';
}

function Criteres({ filtres, perennites }: Pick<PropsListe, 'filtres' | 'perennites'>) {
  return (
    <Filtres action={CHEMIN_DECLARATIONS} titre="Rechercher une déclaration">
      <GrilleChamps colonnes={3}>
        <ChampNombre nom="exercice" libelle="Exercice" entier valeur={filtres.exercice} longueurMax={4} />
        <ChampSelection
          nom="perennite"
          libelle="Pérennité"
          valeur={filtres.perennite}
          vide="Toutes"
          options={perennites.map(({ code, libelle }) => ({ valeur: code, libelle }))}
        />
        <ChampSelection
          nom="etat"
          libelle="État"
          valeur={filtres.etat}
          vide="Tous"
          options={[
            ...GROUPES_D_ETATS,
            ...ETATS_DECLARATION.map((valeur) => ({ valeur, libelle: LIBELLES_ETAT[valeur] })),
          ]}
        />
      </GrilleChamps>
    </Filtres>
  );
}

const colonnes = (fuseau: string): readonly Colonne<LigneDeDeclaration>[] => [
  {
    cle: 'equipement',
    titre: 'Équipement',
    enteteLigne: true,
    rendu: ({ id, equipement, exercice, perenniteLibelle, conventionnement }) => (
      <>
        <a href={cheminDe(id)}>
          {equipement.nom}
          <span className="hors-ecran">
            , {perenniteLibelle} {exercice}
          </span>
        </a>
        <br />
        <span className="discret petit">{nomDuConventionnement(conventionnement)}</span>
      </>
    ),
  },
  { cle: 'exercice', titre: 'Exercice', rendu: ({ exercice }) => exercice },
  { cle: 'perennite', titre: 'Pérennité', rendu: ({ perenniteLibelle }) => perenniteLibelle },
  { cle: 'etat', titre: 'État', rendu: ({ etat }) => <EtatDeDeclaration etat={etat} /> },
  { cle: 'saisie', titre: 'Saisie', rendu: (ligne) => saisieDe(ligne) },
  {
    cle: 'transmise',
    titre: 'Transmise le',
    rendu: ({ transmiseLe }) => (transmiseLe ? instantFr(transmiseLe, fuseau) : '–'),
  },
  {
    cle: 'estimation',
    titre: 'Estimation',
    nombre: true,
    rendu: ({ estimation, sousReserve }) =>
      estimation === null ? (
        '–'
      ) : (
        <>
          {ecrireNombre('euro', estimation)}
          {sousReserve && (
            <>
              <br />
              <Etiquette ton="attente">Sous réserve</Etiquette>
            </>
          )}
        </>
      ),
  },
];
