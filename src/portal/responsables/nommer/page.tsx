import {
  Actions,
  Alerte,
  Bouton,
  ChampCase,
  ChampCases,
  ChampDate,
  ChampSelection,
  Formulaire,
  GrilleChamps,
  GroupeChamps,
  LienBouton,
  MentionObligatoire,
  Page,
  erreurDe,
  listeDe,
  texteDe,
  type Choix,
  type ContextePage,
  type Option,
  type Saisie,
} from '#src/portal/composants/index.ts';
import { CHEMIN_RESPONSABLES, FIL_RESPONSABLES } from '#src/portal/responsables/mandat.ts';

type PropsNommer = Readonly<{
  contexte: ContextePage;
  saisie: Saisie;
  utilisateurs: readonly Option[];
  roles: readonly Choix[];
  activites: readonly Choix[];
  limites?: string;
}>;

/** « Nommer un responsable habilitations ». */
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
      fil={[...FIL_RESPONSABLES, { libelle: 'Nommer un responsable' }]}
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
              libelle="Jusqu’au :"
              valeur={texteDe(saisie, 'au')}
              erreur={erreurDe(saisie, 'au')}
              indice="Premier jour sans mandat. Laissez vide si la fin n’est pas connue."
            />
          </GrilleChamps>
        </GroupeChamps>
        <CeQuiEstConfie saisie={saisie} roles={roles} activites={activites} />
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

function CeQuiEstConfie({ saisie, roles, activites }: Pick<PropsNommer, 'saisie' | 'roles' | 'activites'>) {
  return (
    <GroupeChamps
      titre="Ce que vous lui confiez"
      indice="Il pourra affecter ces rôles sur ces activités, et rien d’autre. Ce ne sont pas les rôles qu’il exerce lui-même."
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
        libelle="Il peut nommer d’autres responsables"
        coche={texteDe(saisie, 'peutDeleguer') === 'oui'}
        indice="Dans la limite de son propre mandat, qui leur est retiré avec le sien."
      />
    </GroupeChamps>
  );
}
