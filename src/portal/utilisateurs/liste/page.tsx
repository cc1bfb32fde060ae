import {
  BoutonDActe,
  ChampSelection,
  ChampTexte,
  EtatVide,
  Filtres,
  GrilleChamps,
  IconeDActe,
  MenuDActes,
  Page,
  Pagination,
  Pourquoi,
  Tableau,
  type Acte,
  type Colonne,
  type ContextePage,
  type Option,
  type Tri,
} from '#src/portal/composants/index.ts';
import { dateFr, telephoneFr } from '#src/kernel/francais.ts';
import {
  CHEMIN_UTILISATEURS,
  StatutDe,
  type LigneUtilisateur,
} from '#src/portal/utilisateurs/utilisateur.tsx';

/** What the list may be limited to; the home page counts the open ones. */
export const ACCES = ['ouvert', 'clos'] as const;
export type FiltresUtilisateurs = Readonly<{
  identifiant: string;
  nom: string;
  prenom: string;
  groupe: string;
  acces?: string;
}>;

type PropsListe = Readonly<{
  contexte: ContextePage;
  filtres: FiltresUtilisateurs;
  groupes: readonly Option[];
  lignes: readonly LigneUtilisateur[];
  tri: Tri;
  page: number;
  pages: number;
  total: number;
  /** Address of the same list with other sort or page. */
  lien: (changement: Readonly<{ tri?: Tri; page?: number }>) => string;
  creation: Acte;
}>;

/** « Mes utilisateurs »: the source's « Liste des utilisateurs », with its columns, filters and actions. */
export function PageUtilisateurs({
  contexte,
  filtres,
  groupes,
  lignes,
  tri,
  page,
  pages,
  total,
  lien,
  creation,
}: PropsListe) {
  const filtree = Object.values(filtres).some((valeur) => valeur !== '');
  return (
    <Page
      contexte={contexte}
      titre="Liste des utilisateurs"
      fil={[{ libelle: 'Gestion des habilitations' }, { libelle: 'Mes utilisateurs' }]}
      actions={
        <>
          <BoutonDActe acte={creation} groupe="creation" icone="plus" />
          <Pourquoi groupe="creation" actes={[creation]} />
        </>
      }
    >
      <Filtres action={CHEMIN_UTILISATEURS} titre="Filtrer utilisateur par :">
        <GrilleChamps colonnes={4}>
          <ChampTexte
            nom="identifiant"
            libelle="Identifiant :"
            valeur={filtres.identifiant}
            autoComplete="off"
            longueurMax={40}
          />
          <ChampTexte nom="nom" libelle="Nom :" valeur={filtres.nom} autoComplete="off" longueurMax={100} />
          <ChampTexte
            nom="prenom"
            libelle="Prénom :"
            valeur={filtres.prenom}
            autoComplete="off"
            longueurMax={100}
          />
          <ChampSelection
            nom="groupe"
            libelle="Sélectionner un groupe :"
            valeur={filtres.groupe}
            options={groupes}
          />
          <ChampSelection
            nom="acces"
            libelle="Accès :"
            valeur={filtres.acces ?? ''}
            vide="Tous"
            options={[
              { valeur: 'ouvert', libelle: 'Ouvert ou à venir' },
              { valeur: 'clos', libelle: 'Clôturé' },
            ]}
          />
        </GrilleChamps>
      </Filtres>
      <Tableau
        legende="Liste des utilisateurs"
        legendeCachee
        dense
        colonnes={COLONNES}
        lignes={lignes}
        cle={(ligne) => ligne.id}
        tri={tri}
        lienTri={(nouveau) => lien({ tri: nouveau })}
        classeLigne={(ligne) => (ligne.statut === 'CLOTURE' ? 'tableau__eteint' : undefined)}
        vide={
          <EtatVide
            icone="utilisateurs"
            titre={
              filtree
                ? 'Aucun utilisateur ne répond à ces critères.'
                : 'Votre organisme n’a pas encore d’utilisateur.'
            }
          >
            {filtree
              ? 'Élargissez la recherche ou réinitialisez les filtres.'
              : !creation.pourquoi && 'Commencez par créer un utilisateur, puis affectez-lui un rôle.'}
          </EtatVide>
        }
      />
      <Pagination
        page={page}
        pages={pages}
        total={total}
        nomChoses={['utilisateur', 'utilisateurs']}
        lien={(numero) => lien({ page: numero })}
      />
    </Page>
  );
}

const COLONNES: readonly Colonne<LigneUtilisateur>[] = [
  {
    cle: 'identifiant',
    titre: 'Identifiant',
    triable: true,
    enteteLigne: true,
    rendu: (ligne) => <a href={`${CHEMIN_UTILISATEURS}/${ligne.id}`}>{ligne.identifiant}</a>,
  },
  { cle: 'nom', titre: 'Nom', triable: true, rendu: (ligne) => ligne.nom },
  { cle: 'prenom', titre: 'Prénom', triable: true, rendu: (ligne) => ligne.prenom },
  {
    cle: 'mail',
    titre: 'Adresse mail',
    rendu: (ligne) => <span className="mail">{couper(ligne.courriel)}</span>,
  },
  {
    cle: 'telephone',
    titre: 'Téléphone',
    rendu: (ligne) => <span className="insecable">{telephoneFr(ligne.telephone)}</span>,
  },
  { cle: 'ouverture', titre: 'Date d’ouverture', triable: true, rendu: (ligne) => dateFr(ligne.ouvertLe) },
  { cle: 'cloture', titre: 'Date de clôture', triable: true, rendu: (ligne) => dateFr(ligne.closLe) },
  {
    cle: 'statut',
    titre: 'Statut',
    rendu: (ligne) => (
      <div>
        <StatutDe statut={ligne.statut} />
        {ligne.precision && <span className="precision">{ligne.precision}</span>}
      </div>
    ),
  },
  { cle: 'modifier', titre: 'Modifier / Supprimer', rendu: (ligne) => <ModifierSupprimer ligne={ligne} /> },
  { cle: 'actions', titre: 'Autres actions', rendu: (ligne) => <AutresActions ligne={ligne} /> },
];

function ModifierSupprimer({ ligne }: { ligne: LigneUtilisateur }) {
  const qui = `${ligne.prenom} ${ligne.nom}`;
  return (
    <div className="cellule-actions">
      {ligne.fiche.map((acte) => (
        <IconeDActe
          key={acte.nom}
          acte={acte}
          groupe={ligne.id}
          icone={acte.nom === 'modifier' ? 'crayon' : 'poubelle'}
          danger={acte.nom !== 'modifier'}
          sur={qui}
        />
      ))}
      <Pourquoi
        groupe={ligne.id}
        actes={ligne.fiche}
        complement={`${ligne.fiche.map(({ libelle }) => libelle).join(', ')} ${qui}`}
      />
    </div>
  );
}

function AutresActions({ ligne }: { ligne: LigneUtilisateur }) {
  return (
    <MenuDActes
      libelle="Choisir…"
      complement={`une action pour ${ligne.prenom} ${ligne.nom}`}
      groupe={ligne.id}
      actes={ligne.actes}
    />
  );
}

/** A mail may break before its « @ », so that the column stays narrow. */
function couper(courriel: string) {
  const [local, domaine] = courriel.split('@');
  return (
    <>
      {local}
      <wbr />@{domaine}
    </>
  );
}
