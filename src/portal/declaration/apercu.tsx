import type { AnneeDeLEquipement } from '#src/domain/declaration/annee.ts';
import type { Analyse, LectureOuverte, Manquant } from '#src/domain/declaration/chaine/resultats.ts';
import type { Conclusion } from '#src/domain/declaration/conclusion.ts';
import type { Declaration } from '#src/domain/declaration/declaration.ts';
import { champA } from '#src/domain/formulaire/champs.ts';
import { VOLETS, type DefinitionDeFormulaire, type Volet } from '#src/domain/formulaire/definition.ts';
import type { EtapeDeVie } from '#src/domain/declaration/lectures.ts';
import type { TransmissionScellee } from '#src/domain/declaration/recepisse.ts';
import type { SectionLue } from '#src/domain/formulaire/restitution.ts';
import { ecrireNombre } from '#src/domain/formulaire/restitution.ts';
import {
  Alerte,
  Bouton,
  BoutonDActe,
  Carte,
  Chronologie,
  Etiquette,
  Formulaire,
  LienBouton,
  ListeDeLiens,
  Page,
  Pourquoi,
  type Acte,
  type ContextePage,
  type Evenement,
  type Lien,
} from '#src/portal/composants/index.ts';
import { CarteDeLAnnee } from '#src/portal/declaration/annee.tsx';
import { CHEMIN_DECLARATIONS, cheminDe, TITRES_VOLET } from '#src/portal/declaration/chemins.ts';
import { ListeDeControles } from '#src/portal/declaration/constats.tsx';
import { PanneauEstimation } from '#src/portal/declaration/estimation.tsx';
import { DecisionsExpliquees } from '#src/portal/declaration/explication.tsx';
import { SectionsLues } from '#src/portal/declaration/lecture.tsx';
import { EtatDeDeclaration } from '#src/portal/declaration/liste.tsx';
import { CarteDeConclusion } from '#src/portal/declaration/conclusion.tsx';
import { ListeDeTransmissions } from '#src/portal/declaration/transmissions.tsx';
import { compter, instantFr } from '#src/kernel/francais.ts';

/** One volet as the page of a declaration shows it. */
export interface EtatDuVolet {
  readonly volet: Volet;
  readonly termine: boolean;
  readonly version: number;
  /** « Saisir », or « Reprendre la saisie » once it is finished. */
  readonly acte: Acte;
  readonly aRemplir: number;
  readonly erreurs: number;
}

export interface VueDeDeclaration {
  readonly declaration: Declaration;
  readonly titre: string;
  readonly definition: DefinitionDeFormulaire;
  readonly volets: readonly EtatDuVolet[];
  readonly sections: readonly SectionLue[];
  readonly analyse: Analyse;
  /** Amounts that other answers to open questions would give. */
  readonly lectures: readonly LectureOuverte[];
  readonly chronologie: readonly EtapeDeVie[];
  /** The reader's own roles on the equipment that wait for the Caf, said. */
  readonly attentes: readonly string[];
  readonly transmissions: readonly TransmissionScellee[];
  /** How the Caf ended its treatment; null until then. */
  readonly conclusion: Conclusion | null;
  readonly liens: readonly Lien[];
  /** The actor approves it, now. */
  readonly approuver: boolean;
  readonly transmise: boolean;
  readonly annee: AnneeDeLEquipement;
  /** To send it back and to transmit it; to correct it, once it is with the Caf. */
  readonly actes: readonly Acte[];
  readonly fuseau: string;
}

/** A declaration: where it stands, its two volets, what the rules say, and its story. */
export function PageDeDeclaration({
  contexte,
  vue,
}: Readonly<{ contexte: ContextePage; vue: VueDeDeclaration }>) {
  const { declaration, titre, analyse, fuseau } = vue;
  const renvoyee = declaration.etat === 'renvoyee' || declaration.etat === 'retournee';
  const lien = (champ: string): string | null => lienDuChamp(vue, champ);
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
      {vue.attentes.map((attente) => (
        <Alerte key={attente} ton="information" titre="En attente de validation par votre Caf">
          {attente}
        </Alerte>
      ))}
      <div className="deux-colonnes">
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
      </div>
    </Page>
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

function CarteDeVolet({ etat }: Readonly<{ etat: EtatDuVolet }>) {
  const { volet, termine, acte, version, aRemplir, erreurs } = etat;
  const complement = `: ${TITRES_VOLET[volet]}`;
  return (
    <Carte
      titre={TITRES_VOLET[volet]}
      id={`volet-${volet}`}
      actions={
        <Etiquette ton={termine ? 'succes' : 'attente'}>
          {termine ? 'Saisie terminée' : 'À compléter'}
        </Etiquette>
      }
    >
      <p>{termine ? 'Toutes les données demandées sont saisies.' : avancementDe(aRemplir, erreurs)}</p>
      {termine && !acte.pourquoi ? (
        <Formulaire action={acte.href} caches={{ version: String(version) }}>
          <div>
            <Bouton variante="secondaire" icone="crayon" complement={complement}>
              {acte.libelle}
            </Bouton>
          </div>
        </Formulaire>
      ) : (
        <div className="acte-et-raison">
          <BoutonDActe
            acte={acte}
            groupe={volet}
            variante={termine ? 'secondaire' : 'principal'}
            icone="crayon"
            complement={complement}
          />
          <Pourquoi groupe={volet} actes={[acte]} complement={`${acte.libelle} ${complement}`} />
        </div>
      )}
    </Carte>
  );
}

function avancementDe(aRemplir: number, erreurs: number): string {
  const reste = [
    aRemplir > 0 ? `${aRemplir} ${aRemplir > 1 ? 'champs' : 'champ'} à remplir` : '',
    erreurs > 0 ? `${erreurs} ${erreurs > 1 ? 'champs' : 'champ'} à corriger` : '',
  ]
    .filter(Boolean)
    .join(', ');
  return reste === ''
    ? 'Tout est rempli : terminez la saisie pour la soumettre à l’approbateur.'
    : `Il reste ${reste}.`;
}

function Approbation({
  vue: { analyse, definition, approuver, actes },
  lien,
}: Readonly<{ vue: VueDeDeclaration; lien: (champ: string) => string | null }>) {
  const bloquee = analyse.bloquants.length > 0 || analyse.manquants.length > 0;
  return (
    <Carte titre="Approbation" id="approbation" classe="approbation">
      {!approuver && (
        <p>
          Une fois les deux saisies terminées, l’approbateur relit la déclaration, puis la renvoie pour
          correction ou la transmet à la Caf.
        </p>
      )}
      {approuver &&
        (bloquee ? (
          <Alerte ton="erreur" titre="La déclaration ne peut pas être transmise en l’état">
            {analyse.bloquants.length > 0 && (
              <p>
                {compter(
                  analyse.bloquants.length,
                  'point bloquant est à corriger',
                  'points bloquants sont à corriger',
                )}{' '}
                : voyez <a href="#controles">les contrôles</a>.
              </p>
            )}
            {analyse.manquants.length > 0 && <p>Il manque :</p>}
            {analyse.manquants.length > 0 && (
              <ul className="a-remplir">
                {analyse.manquants.map((manquant) => (
                  <li key={`${manquant.champ}-${manquant.message}`}>
                    <CeQuiManque manquant={manquant} definition={definition} lien={lien} />
                  </li>
                ))}
              </ul>
            )}
            <p>Vous pouvez la renvoyer aux fournisseurs de données.</p>
          </Alerte>
        ) : (
          <p>
            Relisez la déclaration ci-dessous. La transmettre à la Caf vaut signature : elle ne se modifiera
            plus, sauf si la Caf vous la retourne.
          </p>
        ))}
      <div className="actions">
        <Pourquoi groupe="approbation" actes={actes} />
        {actes.map((acte) => (
          <BoutonDActe
            key={acte.nom}
            acte={acte}
            groupe="approbation"
            variante={acte.nom === 'transmettre' ? 'principal' : 'secondaire'}
          />
        ))}
      </div>
    </Carte>
  );
}

/** What is missing: a link for who may fill it in, otherwise who does. */
function CeQuiManque({
  manquant: { champ, volet, message },
  definition,
  lien,
}: Readonly<{
  manquant: Manquant;
  definition: DefinitionDeFormulaire;
  lien: (champ: string) => string | null;
}>) {
  const adresse = champ === null ? null : lien(champ);
  if (adresse !== null) return <a href={adresse}>{message}</a>;
  const sien = champ === null ? volet : (champA(definition, champ)?.section.volet ?? volet);
  return (
    <>
      {message}
      {champ !== null && sien !== 'ensemble' && ` (${FOURNISSEURS[sien]})`}
    </>
  );
}

const FOURNISSEURS: Readonly<Record<Volet, string>> = {
  activite: 'à demander à un fournisseur de données d’activité',
  finances: 'à demander à un fournisseur de données financières',
};

const SUITES: readonly { readonly titre: string; readonly apres: readonly Declaration['etat'][] }[] = [
  { titre: 'Transmission à la Caf', apres: ['brouillon', 'a-approuver', 'renvoyee', 'retournee'] },
  {
    titre: 'Traitement par la Caf',
    apres: ['brouillon', 'a-approuver', 'renvoyee', 'retournee', 'transmise'],
  },
  {
    titre: 'Déclaration traitée',
    apres: ['brouillon', 'a-approuver', 'renvoyee', 'retournee', 'transmise', 'en-traitement'],
  },
];

function suiviDe({ declaration, chronologie }: VueDeDeclaration, fuseau: string): Evenement[] {
  const faits = chronologie.map(
    (etape, rang): Evenement => ({
      titre: etape.titre,
      quand: instantFr(etape.quand, fuseau),
      qui: etape.qui,
      detail: etape.detail ?? undefined,
      etat: rang === chronologie.length - 1 && declaration.etat !== 'traitee' ? 'courant' : 'fait',
    }),
  );
  return [
    ...faits,
    ...SUITES.filter(({ apres }) => apres.includes(declaration.etat)).map(
      ({ titre }): Evenement => ({ titre, etat: 'a-venir' }),
    ),
  ];
}

/** « 18 060,00 € », or why there is none. */
export const montantOuRien = (montant: string | null): string =>
  montant === null ? 'non calculée' : ecrireNombre('euro', montant);
