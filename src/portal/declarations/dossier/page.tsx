import { VOLETS } from '#src/domain/formulaire/definition.ts';
import { champA } from '#src/domain/formulaire/champs.ts';
import {
  Alerte,
  BoutonDActe,
  Carte,
  Chronologie,
  LienBouton,
  ListeDeLiens,
  Page,
  Pourquoi,
  type ContextePage,
} from '#src/portal/composants/index.ts';
import { CarteDeLAnnee } from '#src/portal/declarations/annee.tsx';
import { CHEMIN_DECLARATIONS, cheminDe, TITRES_VOLET } from '#src/portal/declarations/chemins.ts';
import { ListeDeControles } from '#src/portal/declarations/controles.tsx';
import { Approbation } from '#src/portal/declarations/dossier/approbation.tsx';
import { CarteDeConclusion } from '#src/portal/declarations/dossier/conclusion.tsx';
import { DecisionsExpliquees } from '#src/portal/declarations/dossier/decisions.tsx';
import { suiviDe } from '#src/portal/declarations/dossier/suivi.ts';
import { CarteDeVolet } from '#src/portal/declarations/dossier/volets.tsx';
import { PanneauEstimation } from '#src/portal/declarations/estimation.tsx';
import { EtatDeDeclaration } from '#src/portal/declarations/etat.tsx';
import { SectionsLues } from '#src/portal/declarations/lecture.tsx';
import { ListeDeTransmissions } from '#src/portal/declarations/transmissions.tsx';
import type { VueDeDeclaration } from '#src/portal/declarations/vue.ts';

type PropsDossier = Readonly<{ vue: VueDeDeclaration }>;

/** A declaration: where it stands, its two volets, what the rules say, and its story. */
export function PageDeDeclaration({ contexte, vue }: PropsDossier & Readonly<{ contexte: ContextePage }>) {
  const { declaration, titre } = vue;
  return (
    <Page
      contexte={contexte}
      titre={titre}
      fil={[{ libelle: 'Déclarations', href: CHEMIN_DECLARATIONS }, { libelle: titre }]}
      chapeau={
        <p className="etat-declaration">
          <EtatDeDeclaration etat={declaration.etat} />
        </p>
      }
      actions={
        vue.transmise && (
          <>
            {vue.actes.map((acte) => (
              <BoutonDActe
                key={acte.nom}
                acte={acte}
                groupe="declaration"
                variante="secondaire"
                icone="crayon"
              />
            ))}
            <Pourquoi groupe="declaration" actes={vue.actes} />
            <LienBouton variante="secondaire" href={cheminDe(declaration.id, 'recepisse')}>
              Récépissé
            </LienBouton>
          </>
        )
      }
    >
      <Avis vue={vue} />
      <div className="deux-colonnes">
        <Corps vue={vue} />
        <Cote vue={vue} />
      </div>
    </Page>
  );
}

/** Why it came back, and the roles that wait for the Caf. */
function Avis({ vue: { declaration, attentes } }: PropsDossier) {
  const renvoyee = declaration.etat === 'renvoyee' || declaration.etat === 'retournee';
  return (
    <>
      {renvoyee && declaration.motifRenvoi && (
        <Alerte
          ton="attention"
          titre={
            declaration.etat === 'retournee'
              ? 'Votre Caf vous retourne cette déclaration'
              : 'L’approbateur vous renvoie cette déclaration'
          }
        >
          {declaration.motifRenvoi}
        </Alerte>
      )}
      {attentes.map((attente) => (
        <Alerte key={attente} ton="information" titre="En attente de validation par votre Caf">
          {attente}
        </Alerte>
      ))}
    </>
  );
}

function Corps({ vue }: PropsDossier) {
  const { declaration, analyse, fuseau } = vue;
  const lien = (champ: string): string | null => lienDuChamp(vue, champ);
  return (
    <div className="pile">
      {!vue.transmise && vue.volets.map((volet) => <CarteDeVolet key={volet.volet} etat={volet} />)}
      {!vue.transmise && <Approbation vue={vue} lien={lien} />}
      {vue.conclusion && (
        <CarteDeConclusion
          conclusion={vue.conclusion}
          transmise={vue.transmissions.at(-1)?.transmission}
          fuseau={fuseau}
        />
      )}
      <Carte titre="Contrôles" id="controles">
        <ListeDeControles
          controles={controlesUtiles(vue)}
          manquants={analyse.manquants}
          lien={lien}
          corrigeable={!vue.transmise}
        />
      </Carte>
      {vue.transmise && <DecisionsExpliquees declaration={declaration.id} analyse={analyse} />}
      <CarteDeLAnnee
        annee={vue.annee}
        equipement={declaration.equipement.nom}
        fuseau={fuseau}
        ici={declaration.id}
      />
      {VOLETS.map((volet) => (
        <Carte key={volet} titre={TITRES_VOLET[volet]} id={`lecture-${volet}`}>
          <SectionsLues
            sections={vue.sections.filter((section) => section.volet === volet)}
            ouvertes={vue.approuver}
          />
        </Carte>
      ))}
    </div>
  );
}

/** The estimate, and what became of the declaration. */
function Cote({ vue }: PropsDossier) {
  const { declaration, analyse, fuseau } = vue;
  const lien = (champ: string): string | null => lienDuChamp(vue, champ);
  return (
    <aside className="reste-visible pile" aria-label="Estimation et suivi">
      <Carte
        titre={vue.conclusion ? 'Calcul du montant' : 'Estimation de votre droit'}
        id="estimation"
        classe="estimation"
      >
        <PanneauEstimation
          estimation={analyse.estimation}
          sousReserve={analyse.sousReserve}
          lectures={vue.lectures}
          definition={vue.definition}
          lien={lien}
        />
      </Carte>
      <Carte titre="Suivi" id="suivi">
        <Chronologie evenements={suiviDe(vue, fuseau)} />
      </Carte>
      {vue.transmissions.length > 0 && (
        <Carte titre="Transmissions" id="transmissions">
          <ListeDeTransmissions
            declaration={declaration.id}
            transmissions={vue.transmissions}
            fuseau={fuseau}
          />
        </Carte>
      )}
      {vue.liens.length > 0 && (
        <Carte titre="Aide et documents" id="aide">
          <ListeDeLiens liens={vue.liens} />
        </Carte>
      )}
    </aside>
  );
}

/** Once it is transmitted, that the campaign is open and the convention active is no longer news. */
const controlesUtiles = ({ analyse, transmise }: VueDeDeclaration) =>
  analyse.controles.filter(
    ({ gravite, volet }) => !transmise || gravite !== 'information' || volet !== 'ensemble',
  );

function lienDuChamp({ definition, volets, declaration }: VueDeDeclaration, champ: string): string | null {
  const volet = champA(definition, champ)?.section.volet;
  return volet !== undefined &&
    volets.some((un) => un.volet === volet && !un.termine && un.acte.pourquoi === null)
    ? `${cheminDe(declaration.id, volet)}#${champ}`
    : null;
}
