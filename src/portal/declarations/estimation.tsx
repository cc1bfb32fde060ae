import type { LigneDeSomme } from '#src/domain/formulaire/somme.ts';
import type { Analyse, Incomplet, LectureOuverte } from '#src/domain/declaration/chaine/resultats.ts';
import { champA } from '#src/domain/formulaire/champs.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import { ecrireMesure, ecrireNombre } from '#src/domain/formulaire/restitution.ts';
import { Etiquette } from '#src/portal/composants/index.ts';
import { TITRES_VOLET } from '#src/portal/declarations/chemins.ts';
import { compter } from '#src/kernel/francais.ts';

/** Where a field is corrected, for this reader; null when he may not go there. */
export type Lien = (champ: string) => string | null;

type PropsEstimation = Readonly<
  Pick<Analyse, 'estimation' | 'sousReserve'> & {
    lectures: readonly LectureOuverte[];
    definition: DefinitionDeFormulaire;
    lien: Lien;
  }
>;

/** The estimate: amount, what it leaves out, how it is made, what it would be otherwise. */
export function PanneauEstimation({ estimation, sousReserve, lectures, definition, lien }: PropsEstimation) {
  const { montant, mention, lignes, incomplete, fictives } = estimation;
  return (
    <>
      {montant === null ? (
        <p className="estimation__attente">Pas encore calculée</p>
      ) : (
        <p className="estimation__montant">{ecrireNombre('euro', montant)}</p>
      )}
      <p className="estimation__marques">
        {montant !== null && incomplete.length > 0 && (
          <Etiquette ton="erreur">Incomplet, à confirmer</Etiquette>
        )}
        {montant !== null && fictives.length > 0 && <Etiquette ton="attente">Plafond fictif</Etiquette>}
        {sousReserve.length > 0 && <Etiquette ton="attente">Sous réserve</Etiquette>}
      </p>
      {(incomplete.length > 0 || montant === null) && (
        <Causes calculee={montant !== null} incomplete={incomplete} definition={definition} lien={lien} />
      )}
      <p className="petit">{mention}</p>
      {montant !== null && fictives.length > 0 && (
        <p className="petit estimation__fictif">
          Valeur fictive utilisée : {fictives.join(', ')}. Le montant réel sera différent.
        </p>
      )}
      {sousReserve.length > 0 && (
        <div className="petit estimation__reserve">
          <p>
            <strong>Sous réserve d’une décision de votre Caf :</strong>
          </p>
          <ul>
            {sousReserve.map((raison) => (
              <li key={raison}>{raison}</li>
            ))}
          </ul>
        </div>
      )}
      {lignes ? (
        <Somme lignes={lignes} definition={definition} lien={lien} />
      ) : (
        <Details details={estimation.details} />
      )}
      {lectures.length > 0 && <Lectures lectures={lectures} />}
    </>
  );
}

const CAUSES_AU_PLUS = 6;

function Causes({
  calculee,
  incomplete,
  definition,
  lien,
}: Readonly<{
  calculee: boolean;
  incomplete: readonly Incomplet[];
  definition: DefinitionDeFormulaire;
  lien: Lien;
}>) {
  if (incomplete.length === 0) return <p>Le montant ne se calcule pas avec ces données.</p>;
  const reste = incomplete.length - CAUSES_AU_PLUS;
  return (
    <div className="petit estimation__incomplet">
      <p>
        <strong>
          {calculee
            ? 'Ce montant n’est pas celui de toute la déclaration :'
            : 'Ce qui empêche de la calculer :'}
        </strong>
      </p>
      <ul>
        {incomplete.slice(0, CAUSES_AU_PLUS).map(({ cause, champ }) => (
          <li key={`${champ}-${cause}`}>
            <Cause cause={cause} champ={champ} definition={definition} lien={lien} />
          </li>
        ))}
        {reste > 0 && <li>{compter(reste, 'autre point', 'autres points')}, à voir dans les contrôles.</li>}
      </ul>
    </div>
  );
}

/**
 * A cause leads to its field; in a volet the reader does not type, it is named with the volet, for him to
 * know whom to ask.
 */
function Cause({
  cause,
  champ,
  definition,
  lien,
}: Incomplet & Readonly<{ definition: DefinitionDeFormulaire; lien: Lien }>) {
  const adresse = champ === null ? null : lien(champ);
  if (adresse !== null) return <a href={adresse}>{cause}</a>;
  const volet = champ === null ? undefined : champA(definition, champ)?.section.volet;
  return (
    <>
      {cause}
      {volet && ` (${TITRES_VOLET[volet]})`}
    </>
  );
}

function Somme({
  lignes,
  definition,
  lien,
}: Readonly<{ lignes: readonly LigneDeSomme[]; definition: DefinitionDeFormulaire; lien: Lien }>) {
  return (
    <ol className="somme" aria-label="Calcul de l’estimation">
      {lignes.map(({ libelle, calcul, valeur, type, champs }) => (
        <li key={libelle}>
          <span className="somme__libelle">{libelle}</span>
          <span className="somme__calcul">{calcul}</span>
          <span className="somme__valeur">
            <span className="hors-ecran">donne </span>
            <span aria-hidden="true">→ </span>
            {ecrireMesure(type, valeur)}
          </span>
          <Champs champs={champs} definition={definition} lien={lien} />
        </li>
      ))}
    </ol>
  );
}

function Champs({
  champs,
  definition,
  lien,
}: Readonly<{ champs: readonly string[]; definition: DefinitionDeFormulaire; lien: Lien }>) {
  const accessibles = champs.flatMap((champ) => {
    const adresse = lien(champ);
    return adresse === null ? [] : [{ champ, adresse, libelle: champA(definition, champ)?.libelle ?? champ }];
  });
  if (accessibles.length === 0) return null;
  return (
    <span className="somme__champs">
      {accessibles.map(({ champ, adresse, libelle }) => (
        <a key={champ} href={adresse}>
          {libelle}
        </a>
      ))}
    </span>
  );
}

function Details({ details }: Pick<Analyse['estimation'], 'details'>) {
  if (details.length === 0) return null;
  return (
    <dl className="estimation__details">
      {details.map(({ libelle, valeur, type }) => (
        <div key={libelle}>
          <dt>{libelle}</dt>
          <dd>{ecrireMesure(type, valeur)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Lectures({ lectures }: Readonly<{ lectures: readonly LectureOuverte[] }>) {
  return (
    <div className="petit estimation__lectures">
      <p>
        <strong>Selon la réponse à une question encore ouverte :</strong>
      </p>
      <ul>
        {lectures.map((lecture) => (
          <li key={`${lecture.libelle}-${lecture.reponse}`} title={lecture.question}>
            {phraseDeLecture(lecture)}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** « Si « Réduction du prix plafond » est « Aucune » (question ouverte) : 21 500,00 €. » */
export const phraseDeLecture = ({ libelle, reponse, montant }: LectureOuverte): string =>
  `Si « ${libelle} » est « ${reponse} » (question ouverte) : ${montant === null ? 'montant non calculé' : ecrireNombre('euro', montant)}.`;

/** « 18 060,00 € (incomplet, à confirmer) », or that there is none. */
export function montantMarque({
  estimation: { montant, incomplete },
  sousReserve,
}: Pick<Analyse, 'estimation' | 'sousReserve'>): string {
  if (montant === null) return 'non calculée';
  const marques = [
    incomplete.length > 0 ? 'incomplet, à confirmer' : '',
    sousReserve.length > 0 ? 'sous réserve' : '',
  ]
    .filter(Boolean)
    .join(', ');
  return `${ecrireNombre('euro', montant)}${marques === '' ? '' : ` (${marques})`}`;
}

/** What a screen reader is told when the results change. */
export function annonceDe(
  analyse: Pick<Analyse, 'estimation' | 'bloquants' | 'controles' | 'sousReserve'>,
  erreurs: number,
): string {
  const aVerifier = analyse.controles.filter(({ gravite }) => gravite === 'avertissement').length;
  return [
    `Estimation ${montantMarque(analyse)}`,
    erreurs > 0 ? compter(erreurs, 'erreur de saisie', 'erreurs de saisie') : '',
    analyse.bloquants.length > 0
      ? compter(analyse.bloquants.length, 'point bloquant', 'points bloquants')
      : '',
    aVerifier > 0 ? compter(aVerifier, 'point à vérifier', 'points à vérifier') : '',
  ]
    .filter(Boolean)
    .join(', ')
    .concat('.');
}
