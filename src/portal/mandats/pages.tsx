import type { Consequences } from '#src/domain/suivi/effets/annoncer.ts';
import {
  Actions,
  Alerte,
  Bouton,
  BoutonDActe,
  CeQuiSuit,
  ChampCase,
  ChampCases,
  ChampDate,
  ChampSelection,
  ChampTexte,
  Confirmation,
  EtatVide,
  Etiquette,
  Formulaire,
  GrilleChamps,
  GroupeChamps,
  LienBouton,
  LienDActe,
  ListeResume,
  MentionObligatoire,
  Page,
  Pourquoi,
  Tableau,
  erreurDe,
  listeDe,
  texteDe,
  type Acte,
  type Choix,
  type Colonne,
  type ContextePage,
  type Option,
  type Saisie,
} from '#src/portal/composants/index.ts';
import { dateFr } from '#src/kernel/francais.ts';

export const CHEMIN_RESPONSABLES = '/partenaire/responsables';
const MIETTES = [
  { libelle: 'Gestion des habilitations' },
  { libelle: 'Responsables habilitations', href: CHEMIN_RESPONSABLES },
];

export type LigneMandat = Readonly<{
  id: string;
  version: number;
  titulaire: string;
  donnePar: string;
  roles: readonly string[];
  activites: string;
  pouvoirs: readonly string[];
  du: string;
  au: string | null;
  etat: 'en-vigueur' | 'a-venir' | 'termine';
  /** « Retirer »; null once it is over. */
  acte: Acte | null;
}>;

const ETATS = {
  'en-vigueur': { ton: 'succes', libelle: 'En vigueur' },
  'a-venir': { ton: 'information', libelle: 'À venir' },
  termine: { ton: 'neutre', libelle: 'Terminé' },
} as const;

const COLONNES: readonly Colonne<LigneMandat>[] = [
  { cle: 'titulaire', titre: 'Responsable', enteteLigne: true, rendu: (ligne) => ligne.titulaire },
  {
    cle: 'roles',
    titre: 'Rôles confiés',
    rendu: (ligne) => (
      <ul className="liste-nue">
        {ligne.roles.map((role) => (
          <li key={role}>{role}</li>
        ))}
      </ul>
    ),
  },
  { cle: 'activites', titre: 'Activités confiées', rendu: (ligne) => ligne.activites },
  { cle: 'pouvoirs', titre: 'Pouvoirs', rendu: (ligne) => ligne.pouvoirs.join(', ') },
  { cle: 'donnePar', titre: 'Confié par', rendu: (ligne) => ligne.donnePar },
  {
    cle: 'periode',
    titre: 'Période',
    rendu: (ligne) =>
      ligne.au ? `du ${dateFr(ligne.du)} au ${dateFr(ligne.au)} (exclu)` : `depuis le ${dateFr(ligne.du)}`,
  },
  {
    cle: 'etat',
    titre: 'État',
    rendu: (ligne) => <Etiquette ton={ETATS[ligne.etat].ton}>{ETATS[ligne.etat].libelle}</Etiquette>,
  },
  {
    cle: 'action',
    titre: 'Action',
    rendu: (ligne) =>
      ligne.acte && (
        <div className="cellule-actions">
          <LienDActe acte={ligne.acte} groupe={ligne.id} complement={`le mandat de ${ligne.titulaire}`} />
          <Pourquoi
            groupe={ligne.id}
            actes={[ligne.acte]}
            complement={`Retirer le mandat de ${ligne.titulaire}`}
          />
        </div>
      ),
  },
];

/** « Responsables habilitations »: who was entrusted with what, by whom, until when. */
export function PageResponsables({
  contexte,
  lignes,
  nommer,
}: Readonly<{ contexte: ContextePage; lignes: readonly LigneMandat[]; nommer: Acte }>) {
  return (
    <Page
      contexte={contexte}
      titre="Responsables habilitations"
      fil={MIETTES}
      chapeau="Un responsable habilitations gère les utilisateurs et leurs habilitations dans la limite de ce qui lui est confié."
      actions={
        <>
          <BoutonDActe acte={nommer} groupe="nommer" icone="plus" />
          <Pourquoi groupe="nommer" actes={[nommer]} />
        </>
      }
    >
      <Tableau
        legende="Mandats"
        legendeCachee
        colonnes={COLONNES}
        lignes={lignes}
        cle={(ligne) => ligne.id}
        classeLigne={(ligne) => (ligne.etat === 'termine' ? 'tableau__eteint' : undefined)}
        vide={
          <EtatVide icone="bouclier" titre="Aucun responsable habilitations n'est nommé.">
            L'administrateur partenaire gère seul les utilisateurs et leurs habilitations.
          </EtatVide>
        }
      />
    </Page>
  );
}

type PropsNommer = Readonly<{
  contexte: ContextePage;
  saisie: Saisie;
  utilisateurs: readonly Option[];
  roles: readonly Choix[];
  activites: readonly Choix[];
  limites?: string;
}>;

export function PageNommerResponsable({
  contexte,
  saisie,
  utilisateurs,
  roles,
  activites,
  limites,
}: PropsNommer) {
  return (
    <Page
      contexte={contexte}
      titre="Nommer un responsable habilitations"
      largeur="etroite"
      fil={[...MIETTES, { libelle: 'Nommer un responsable' }]}
      enErreur={saisie.erreurs.length > 0}
    >
      <Formulaire action={`${CHEMIN_RESPONSABLES}/nommer`} erreurs={saisie.erreurs}>
        {limites && <Alerte ton="information">{limites}</Alerte>}
        <MentionObligatoire />
        <GroupeChamps titre="À qui">
          <ChampSelection
            nom="titulaire"
            libelle="Responsable habilitations :"
            requis
            valeur={texteDe(saisie, 'titulaire')}
            erreur={erreurDe(saisie, 'titulaire')}
            options={utilisateurs}
            largeur="moyenne"
          />
          <GrilleChamps>
            <ChampDate
              nom="du"
              libelle="À partir du :"
              valeur={texteDe(saisie, 'du')}
              erreur={erreurDe(saisie, 'du')}
            />
            <ChampDate
              nom="au"
              libelle="Jusqu'au :"
              valeur={texteDe(saisie, 'au')}
              erreur={erreurDe(saisie, 'au')}
              indice="Premier jour sans mandat. Laissez vide si la fin n'est pas connue."
            />
          </GrilleChamps>
        </GroupeChamps>
        <GroupeChamps
          titre="Ce que vous lui confiez"
          indice="Il pourra affecter ces rôles sur ces activités, et rien d'autre. Ce ne sont pas les rôles qu'il exerce lui-même."
        >
          <ChampCases
            nom="roles"
            libelle="Rôles confiés :"
            requis
            valeurs={listeDe(saisie, 'roles')}
            erreur={erreurDe(saisie, 'roles')}
            choix={roles}
          />
          <ChampCases
            nom="equipements"
            libelle="Activités confiées :"
            requis
            valeurs={listeDe(saisie, 'equipements')}
            erreur={erreurDe(saisie, 'equipements')}
            choix={activites}
          />
          <ChampCase
            nom="peutCreerUtilisateurs"
            libelle="Il peut créer et gérer des utilisateurs"
            coche={texteDe(saisie, 'peutCreerUtilisateurs') === 'oui'}
          />
          <ChampCase
            nom="peutDeleguer"
            libelle="Il peut nommer d'autres responsables"
            coche={texteDe(saisie, 'peutDeleguer') === 'oui'}
            indice="Dans la limite de son propre mandat, qui leur est retiré avec le sien."
          />
        </GroupeChamps>
        <Actions>
          <LienBouton href={CHEMIN_RESPONSABLES} variante="secondaire">
            Annuler
          </LienBouton>
          <Bouton>Valider</Bouton>
        </Actions>
      </Formulaire>
    </Page>
  );
}

/** « Retirer »: what the mandate was, and what falls with it. */
export function PageFinMandat({
  contexte,
  saisie,
  mandat,
  consequences,
}: Readonly<{
  contexte: ContextePage;
  saisie: Saisie;
  mandat: LigneMandat;
  consequences: Consequences | null;
}>) {
  return (
    <Page
      contexte={contexte}
      titre={`Retirer le mandat de ${mandat.titulaire}`}
      largeur="etroite"
      fil={[...MIETTES, { libelle: 'Retirer un mandat' }]}
      enErreur={saisie.erreurs.length > 0}
    >
      <Confirmation
        action={`${CHEMIN_RESPONSABLES}/${mandat.id}/terminer`}
        annuler={CHEMIN_RESPONSABLES}
        valider="Retirer le mandat"
        erreurs={saisie.erreurs}
        caches={{ version: String(mandat.version) }}
      >
        <ListeResume
          lignes={[
            { terme: 'Rôles confiés', valeur: mandat.roles.join(', ') },
            { terme: 'Activités confiées', valeur: mandat.activites },
            { terme: 'Confié par', valeur: mandat.donnePar },
          ]}
        />
        <p>Le mandat prend fin aujourd'hui.</p>
        <ChampTexte
          nom="motif"
          libelle="Motif"
          valeur={texteDe(saisie, 'motif')}
          erreur={erreurDe(saisie, 'motif')}
          longueurMax={500}
          indice="Facultatif, conservé dans l'historique."
        />
        <CeQuiSuit consequences={consequences} />
      </Confirmation>
    </Page>
  );
}
