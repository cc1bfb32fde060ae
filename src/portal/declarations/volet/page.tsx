import type { ComponentProps } from 'react';
import type { Analyse } from '#src/domain/declaration/chaine/resultats.ts';
import { champA, exigence, sectionsDe } from '#src/domain/formulaire/champs.ts';
import { aExpliquer } from '#src/domain/declaration/chaine/justifications.ts';
import type { Section, Volet } from '#src/domain/formulaire/definition.ts';
import {
  Actions,
  Alerte,
  Bouton,
  Carte,
  LienBouton,
  ListeDeLiens,
  MentionObligatoire,
  Page,
  RecapErreurs,
  type ContextePage,
  type Lien,
} from '#src/portal/composants/index.ts';
import type { Brut } from '#src/domain/formulaire/saisie/lire.ts';
import { CHEMIN_DECLARATIONS, cheminDe, TITRES_VOLET } from '#src/portal/declarations/chemins.ts';
import type { Affichage } from '#src/portal/declarations/volet/champ.tsx';
import { ListeDeControles } from '#src/portal/declarations/controles.tsx';
import { ajouterErreurs } from '#src/portal/declarations/volet/retours.tsx';
import { CHAMP_OUVERTES } from '#src/portal/declarations/volet/client/protocole.ts';
import { Disputes } from '#src/portal/declarations/volet/disputes.tsx';
import { PanneauEstimation, type Lien as LienDeChamp } from '#src/portal/declarations/estimation.tsx';
import { SectionDeFormulaire } from '#src/portal/declarations/volet/sections.tsx';
import { compter } from '#src/kernel/francais.ts';
import type { VueDeVolet } from '#src/portal/declarations/volet/vue.ts';
import type { EtatDuFormulaire } from '#src/portal/saisies/protocole.ts';

/** What went wrong with the last submit, beyond the fields' own errors. */
export interface Incident {
  readonly titre: string;
  readonly message: string;
  /** What two people changed each in his way. */
  readonly disputes?: Omit<ComponentProps<typeof Disputes>, 'affichage'>;
  /** Points to correct before the volet can be finished, by path. */
  readonly aCorriger?: readonly { readonly champ: string; readonly message: string }[];
}

type PropsFormulaire = Readonly<{
  contexte: ContextePage;
  vue: VueDeVolet;
  incident?: Incident;
  script?: string;
  liens: readonly Lien[];
  /**
   * Texts the fields are compared with when they are saved, to tell what was changed here from what others
   * changed.
   */
  ouvertes: Brut;
  /** Who else is typing in it; '' when nobody. */
  presence: string;
}>;

/**
 * One volet on one page: sections, what the rules say beside each field, and the estimate that follows while
 * typing.
 */
export function PageDeVolet({ contexte, vue, incident, script, liens, ouvertes, presence }: PropsFormulaire) {
  const { declaration, definition, volet } = vue;
  const affichage = {
    ...vue.affichage,
    retours: ajouterErreurs(vue.affichage.retours, incident?.aCorriger ?? []),
  };
  const sections = sectionsDe(definition, declaration.perennite, volet);
  const ici = cheminDe(declaration.id, volet);
  return (
    <Page
      contexte={contexte}
      titre={TITRES_VOLET[volet]}
      enErreur={incident !== undefined}
      scripts={script === undefined ? [] : [script]}
      fil={[
        { libelle: 'Déclarations', href: CHEMIN_DECLARATIONS },
        { libelle: vue.titre, href: cheminDe(declaration.id) },
        { libelle: TITRES_VOLET[volet] },
      ]}
      chapeau={
        <>
          <p>{vue.titre}</p>
          <p>{definition.perennites[declaration.perennite]?.aide}</p>
        </>
      }
    >
      {vue.motifRenvoi !== null && (
        <Alerte ton="attention" titre="À corriger">
          {vue.motifRenvoi}
        </Alerte>
      )}
      {vue.aVerifier > 0 && (
        <Alerte ton="information" titre="Des valeurs sont reprises d’une autre déclaration">
          {compter(
            vue.aVerifier,
            'valeur reprise est signalée auprès de son champ',
            'valeurs reprises sont signalées auprès de leur champ',
          )}
          . À vérifier avant de terminer : terminer la saisie vaut confirmation.
        </Alerte>
      )}
      {incident && <Signalement incident={incident} />}
      <nav className="sommaire" aria-label="Sections">
        <ul>
          {sections.map((section) => (
            <li key={section.id} {...sommaireDe(section, affichage)}>
              <a href={`#${section.id}`}>{section.titre}</a>
            </li>
          ))}
        </ul>
      </nav>
      <div className="deux-colonnes declaration">
        <form
          className="formulaire"
          method="post"
          action={ici}
          id="formulaire-declaration"
          noValidate
          data-declaration=""
          data-analyse={`${ici}/analyse`}
          data-communes={`${CHEMIN_DECLARATIONS}/communes`}
          data-saisie={ici}
          data-saisie-etat={etatDe(incident)}
          autoComplete="off"
        >
          {/* The first button of a form is the one Enter presses: never one that removes a row. */}
          <button
            className="hors-ecran"
            type="submit"
            name="action"
            value="enregistrer"
            tabIndex={-1}
            aria-hidden="true"
          >
            Enregistrer
          </button>
          <input type="hidden" name="version" value={vue.version} />
          <input type="hidden" name={CHAMP_OUVERTES} value={JSON.stringify(ouvertes)} />
          <div data-disputes="">
            {incident?.disputes && <Disputes {...incident.disputes} affichage={affichage} />}
          </div>
          <MentionObligatoire>
            Les champs marqués d’un astérisque (*) sont à remplir avant de terminer la saisie. Vous pouvez
            enregistrer un brouillon incomplet.
          </MentionObligatoire>
          {sections.map((section) => (
            <SectionDeFormulaire
              key={section.id}
              affichage={affichage}
              section={section}
              perennite={declaration.perennite}
            />
          ))}
          <div className="barre-saisie">
            <div className="etats-saisie">
              <p className="etat-saisie" role="status" data-etat-saisie="" />
              <a className="petit" href="#disputes-titre" data-vers-disputes="" hidden={!incident?.disputes}>
                Choisir la valeur à garder
              </a>
              <p className="etat-saisie" role="status" data-presence="">
                {presence}
              </p>
            </div>
            <Actions>
              <LienBouton href={cheminDe(declaration.id)} variante="discret">
                Retour à la déclaration
              </LienBouton>
              <Bouton variante="secondaire" nom="action" valeur="enregistrer" sansValidation>
                Enregistrer le brouillon
              </Bouton>
              <Bouton nom="action" valeur="terminer">
                Enregistrer et terminer
              </Bouton>
            </Actions>
          </div>
        </form>
        <aside className="reste-visible pile" aria-label="Estimation et contrôles">
          <PanneauxDAnalyse vue={vue} />
          {liens.length > 0 && (
            <Carte titre="Aide et documents" id="aide">
              <ListeDeLiens liens={liens} />
            </Carte>
          )}
        </aside>
      </div>
      <p className="hors-ecran" role="status" aria-live="polite" data-annonce="" />
    </Page>
  );
}

/** A draft whose entry is incomplete is saved all the same. */
const etatDe = (incident: Incident | undefined): EtatDuFormulaire | undefined =>
  !incident || incident.aCorriger ? undefined : incident.disputes ? 'choix' : 'refusee';

/** A section of sentences that findings ask for is listed while one of them is. */
const sommaireDe = (section: Section, { exiges }: Affichage) =>
  section.champs.every(exigence)
    ? {
        'data-exigee': section.id,
        hidden: !section.champs.some(({ id }) => exiges.has(`${section.id}.${id}`)),
      }
    : {};

function PanneauxDAnalyse({ vue }: { vue: VueDeVolet }) {
  return (
    <>
      <Carte titre="Estimation de votre droit" id="estimation" classe="estimation">
        <div data-estimation="">
          <EstimationDuVolet vue={vue} />
        </div>
      </Carte>
      <Carte titre="Contrôles" id="controles">
        <div data-controles="">
          <ControlesDuVolet {...vue} />
        </div>
      </Carte>
    </>
  );
}

/** Fields of the reader's own volet are a link away, those of the other are only named. */
const lienDuVolet =
  ({ definition }: Affichage, volet: Volet): LienDeChamp =>
  (champ) =>
    champA(definition, champ)?.section.volet === volet ? `#${champ}` : null;

export function EstimationDuVolet({
  vue: { analyse, lectures, volet, affichage },
}: Readonly<{ vue: VueDeVolet }>) {
  return (
    <PanneauEstimation
      estimation={analyse.estimation}
      sousReserve={analyse.sousReserve}
      lectures={lectures}
      definition={affichage.definition}
      lien={lienDuVolet(affichage, volet)}
    />
  );
}

/** The findings of one volet and what is left to fill in there: the other fournisseur's are his. */
export function ControlesDuVolet({
  analyse,
  volet,
  affichage,
}: Readonly<{ analyse: Analyse; volet: Volet; affichage: Affichage }>) {
  return (
    <ListeDeControles
      corrigeable
      lien={lienDuVolet(affichage, volet)}
      controles={analyse.controles.filter(
        (controle) => controle.volet === volet || controle.volet === 'ensemble',
      )}
      manquants={[...analyse.manquants, ...aExpliquer(analyse)].filter(
        (manquant) => manquant.volet === volet,
      )}
    />
  );
}

function Signalement({ incident: { titre, message, aCorriger = [] } }: { incident: Incident }) {
  return (
    <>
      <Alerte ton="erreur" titre={titre}>
        <p>{message}</p>
      </Alerte>
      <RecapErreurs erreurs={aCorriger} />
    </>
  );
}
