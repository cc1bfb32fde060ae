import type { DeclarationACommencer } from '#src/domain/declaration/a-commencer.ts';
import { PERENNITES } from '#src/domain/formulaire/perennite.ts';
import { ETATS_DECLARATION, type EtatDeclaration } from '#src/domain/declaration/declaration.ts';
import type { LigneDeDeclaration } from '#src/domain/declaration/lectures.ts';
import { LIBELLES_ETAT, LIBELLES_PERENNITE } from '#src/domain/declaration/libelles.ts';
import { ecrireNombre } from '#src/domain/formulaire/restitution.ts';
import {
  Bouton,
  BoutonDActe,
  Carte,
  ChampNombre,
  ChampSelection,
  EtatVide,
  Etiquette,
  Filtres,
  Formulaire,
  GrilleChamps,
  Page,
  Pagination,
  Pourquoi,
  Tableau,
  type Acte,
  type ContextePage,
  type TonEtiquette,
} from '#src/portal/composants/index.ts';
import { CHEMIN_DECLARATIONS, cheminDe } from '#src/portal/declaration/chemins.ts';
import { nomDuConventionnement } from '#src/portal/declaration/vues.ts';
import { dateFr, dernierJour, instantFr } from '#src/kernel/francais.ts';

const TONS: Readonly<Record<EtatDeclaration, TonEtiquette>> = {
  brouillon: 'neutre',
  'a-approuver': 'attente',
  renvoyee: 'erreur',
  transmise: 'information',
  'en-traitement': 'information',
  traitee: 'succes',
  retournee: 'erreur',
};
export const EtatDeDeclaration = ({ etat }: { etat: EtatDeclaration }) => (
  <Etiquette ton={TONS[etat]}>{LIBELLES_ETAT[etat]}</Etiquette>
);

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
          <Filtres action={CHEMIN_DECLARATIONS} titre="Rechercher une déclaration">
            <GrilleChamps colonnes={3}>
              <ChampNombre
                nom="exercice"
                libelle="Exercice"
                entier
                valeur={filtres.exercice}
                longueurMax={4}
              />
              <ChampSelection
                nom="perennite"
                libelle="Pérennité"
                valeur={filtres.perennite}
                vide="Toutes"
                options={PERENNITES.map((valeur) => ({ valeur, libelle: LIBELLES_PERENNITE[valeur] }))}
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
            colonnes={[
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
            ]}
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

/**
 * What a button « Commencer » is about, for who hears it without its row: two conventionnements of one
 * equipment are two buttons.
 */
const declarationACommencer = ({
  perenniteLibelle,
  exercice,
  equipement,
  conventionnement,
}: DeclarationACommencer): string =>
  `la déclaration ${perenniteLibelle.toLowerCase()} ${exercice} de ${equipement.nom}, ${enMinuscule(nomDuConventionnement(conventionnement))}`;

const enMinuscule = (texte: string): string => `${texte.charAt(0).toLowerCase()}${texte.slice(1)}`;

function saisieDe({ etat, activiteTerminee, financesTerminees }: LigneDeDeclaration): string {
  if (!['brouillon', 'renvoyee', 'retournee'].includes(etat)) return 'Terminée';
  if (activiteTerminee) return 'Données financières à terminer';
  return financesTerminees ? "Données d'activité à terminer" : 'À terminer';
}

function ACommencer({
  declarations,
  refus,
}: Readonly<{ declarations: readonly DeclarationACommencer[]; refus?: string }>) {
  return (
    <Carte titre="Campagnes de déclaration" id="campagnes">
      {refus !== undefined && (
        <p className="champ__erreur" role="alert">
          {refus}
        </p>
      )}
      <ul className="a-commencer">
        {declarations.map((une) => (
          <li key={`${une.conventionnement.id}-${une.exercice}-${une.perennite}`}>
            <div>
              <p className="a-commencer__titre">
                {une.perenniteLibelle} {une.exercice} – {une.equipement.nom}
              </p>
              <p className="discret petit">{nomDuConventionnement(une.conventionnement)}</p>
              <p className="discret petit">
                {une.ouverte
                  ? `Ouverte jusqu’au ${dernierJour(une.fermeLe)} inclus`
                  : (une.raison ?? `Ouvre le ${dateFr(une.ouvreLe)}`)}
              </p>
            </div>
            {une.pourquoi ? (
              <Commencer {...une} />
            ) : (
              <Formulaire
                action={CHEMIN_DECLARATIONS}
                caches={{
                  conventionnement: une.conventionnement.id,
                  exercice: String(une.exercice),
                  perennite: une.perennite,
                }}
              >
                <Bouton icone="plus" complement={declarationACommencer(une)}>
                  Commencer
                </Bouton>
              </Formulaire>
            )}
          </li>
        ))}
      </ul>
    </Carte>
  );
}

/** « Commencer » closed, and why. */
function Commencer(une: DeclarationACommencer) {
  const acte: Acte = {
    nom: 'commencer',
    libelle: 'Commencer',
    href: CHEMIN_DECLARATIONS,
    pourquoi: une.pourquoi,
  };
  const groupe = `${une.conventionnement.id}-${une.exercice}-${une.perennite}`;
  const complement = declarationACommencer(une);
  return (
    <div className="acte-et-raison">
      <Pourquoi groupe={groupe} actes={[acte]} complement={`Commencer ${complement}`} />
      <BoutonDActe acte={acte} groupe={groupe} icone="plus" complement={complement} />
    </div>
  );
}
