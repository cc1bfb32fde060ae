import type { Analyse, Controle } from '#src/domain/declaration/chaine/resultats.ts';
import { ecrireNombre } from '#src/domain/declaration/restitution.ts';
import type { ErreurDeChamp } from '#src/domain/declaration/saisie/lire.ts';
import { Etiquette, type TonEtiquette } from '#src/portal/composants/index.ts';
import { compter } from '#src/portal/format.ts';

const TONS: Readonly<Record<Controle['gravite'], TonEtiquette>> = { bloquant: 'erreur', avertissement: 'attente', information: 'information' };
const NOMS: Readonly<Record<Controle['gravite'], string>> = { bloquant: 'Bloquant', avertissement: 'À vérifier', information: 'Information' };
const CERTITUDES: Readonly<Record<string, string>> = {
  interpretation: 'Règle interprétée : le texte ne la donne pas telle quelle.',
  'silence-de-la-source': 'Le texte ne tranche pas ce point.',
  fictif: 'Valeur fictive.',
};
const ORDRE: readonly Controle['gravite'][] = ['bloquant', 'avertissement', 'information'];

/** What stands beside one field: what is wrong with it, then what the rules say of it. Phrasing content only: it goes into the field's hint. */
export function RetoursDeChamp({ erreurs, controles, marque }: Readonly<{ erreurs: readonly ErreurDeChamp[]; controles: readonly Controle[]; marque?: string }>) {
  return (
    <>
      {marque !== undefined && <span className="retour retour--reprise">{marque}</span>}
      {erreurs.map(({ message }) => <span key={message} className="retour retour--bloquant"><strong>Erreur : </strong>{message}</span>)}
      {controles.map((controle) => (
        <span key={`${controle.regle}-${controle.message}`} className={`retour retour--${controle.gravite}`}><strong>{NOMS[controle.gravite]} : </strong>{controle.message} {controle.commentCorriger}</span>
      ))}
    </>
  );
}

interface RetourDeChamp {
  readonly erreurs: ErreurDeChamp[];
  readonly controles: Controle[];
  /** That its value was taken over and is to be checked. */
  readonly marque?: string;
}

/** The fields which have something to say, each with its messages. A finding stands at the first field it points at. */
export function retoursParChamp(controles: readonly Controle[], erreurs: readonly ErreurDeChamp[], marques: ReadonlyMap<string, string> = new Map()): ReadonlyMap<string, RetourDeChamp> {
  const retours = new Map<string, RetourDeChamp>([...marques].map(([champ, marque]) => [champ, { erreurs: [], controles: [], marque }]));
  const chez = (champ: string) => {
    const trouves = retours.get(champ) ?? { erreurs: [], controles: [] };
    retours.set(champ, trouves);
    return trouves;
  };
  for (const erreur of erreurs) chez(erreur.champ).erreurs.push(erreur);
  for (const controle of controles) if (controle.champs[0] !== undefined) chez(controle.champs[0]).controles.push(controle);
  return retours;
}

/** The same, with errors known from elsewhere; what is already said of a field is not said twice. */
export function ajouterErreurs(retours: ReturnType<typeof retoursParChamp>, erreurs: readonly ErreurDeChamp[]): ReturnType<typeof retoursParChamp> {
  const complets = new Map(retours);
  for (const erreur of erreurs) {
    const connu = complets.get(erreur.champ) ?? { erreurs: [], controles: [] };
    if (!connu.erreurs.some(({ message }) => message === erreur.message)) complets.set(erreur.champ, { ...connu, erreurs: [...connu.erreurs, erreur] });
  }
  return complets;
}

type PropsControles = Readonly<{ controles: readonly Controle[]; manquants: readonly { readonly champ: string | null; readonly message: string }[]; lien: (champ: string) => string | null; /** Once it is with the Caf, there is nothing left to correct. */ corrigeable: boolean }>;

/** Every finding with what is wrong, how to correct it and where the rule comes from; then what is left to fill in. */
export function ListeDeControles({ controles, manquants, lien, corrigeable }: PropsControles) {
  const tries = [...controles].sort((a, b) => ORDRE.indexOf(a.gravite) - ORDRE.indexOf(b.gravite));
  if (tries.length === 0 && manquants.length === 0) return <p className="discret">Aucun point à signaler.</p>;
  return (
    <>
      {tries.length > 0 && (
        <ul className="controles">
          {tries.map((controle) => (
            <li key={`${controle.etape}-${controle.titre}-${controle.regle}-${controle.message}`} className="controle">
              <p className="controle__entete"><Etiquette ton={TONS[controle.gravite]}>{NOMS[controle.gravite]}</Etiquette> <span className="discret petit">{controle.titre}</span></p>
              <p className="controle__quoi">{liee(controle.message, controle.champs[0], lien)}</p>
              {corrigeable && <p className="controle__corriger">{controle.commentCorriger}</p>}
              {controle.explication?.texte && <p className="controle__explication">Explication : « {controle.explication.texte} »</p>}
              {controle.source && <p className="controle__source">Source : {controle.source}. {CERTITUDES[controle.certitude ?? ''] ?? ''}</p>}
            </li>
          ))}
        </ul>
      )}
      {manquants.length > 0 && (
        <details className="depliable">
          <summary>{compter(manquants.length, 'champ à remplir', 'champs à remplir')}</summary>
          <ul className="a-remplir">{manquants.map(({ champ, message }) => <li key={`${champ}-${message}`}>{liee(message, champ ?? undefined, lien)}</li>)}</ul>
        </details>
      )}
    </>
  );
}

function liee(texte: string, champ: string | undefined, lien: (champ: string) => string | null) {
  const adresse = champ === undefined ? null : lien(champ);
  return adresse === null ? texte : <a href={adresse}>{texte}</a>;
}

/** The estimate: amount, what it is not, what it rests on. */
export function PanneauEstimation({ estimation, sousReserve }: Pick<Analyse, 'estimation' | 'sousReserve'>) {
  const { montant, mention, details, fictives } = estimation;
  return (
    <>
      {montant === null ? <p className="estimation__attente">Pas encore calculée</p> : <p className="estimation__montant">{ecrireNombre('euro', montant)}</p>}
      <p className="estimation__marques">
        {montant !== null && fictives.length > 0 && <Etiquette ton="attente">Plafond fictif</Etiquette>}
        {sousReserve.length > 0 && <Etiquette ton="attente">Sous réserve</Etiquette>}
      </p>
      {montant === null && <p>L'estimation s'affiche dès que l'ouverture, les animateurs et les charges sont remplis.</p>}
      <p className="petit">{mention}</p>
      {montant !== null && fictives.length > 0 && <p className="petit estimation__fictif">Valeur fictive utilisée : {fictives.join(', ')}. Le montant réel sera différent.</p>}
      {sousReserve.length > 0 && (
        <div className="petit estimation__reserve">
          <p><strong>Sous réserve d'une décision de votre Caf :</strong></p>
          <ul>{sousReserve.map((raison) => <li key={raison}>{raison}</li>)}</ul>
        </div>
      )}
      {details.length > 0 && (
        <dl className="estimation__details">
          {details.map(({ libelle, valeur, type }) => <div key={libelle}><dt>{libelle}</dt><dd>{ecrireNombre(type, arrondi(valeur, type))}{SUFFIXES[type]}</dd></div>)}
        </dl>
      )}
    </>
  );
}

const SUFFIXES = { euro: '', etp: ' Etp', mois: ' mois', decimal: '' } as const;
/** A price that does not end is shown to the cent; the decision keeps it whole. */
const arrondi = (valeur: string, type: keyof typeof SUFFIXES): string => (type === 'euro' ? valeur : valeur.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, ''));

/** What a screen reader is told when the results change. */
export function annonceDe({ estimation, bloquants, controles, sousReserve }: Pick<Analyse, 'estimation' | 'bloquants' | 'controles' | 'sousReserve'>, erreurs: number): string {
  const aVerifier = controles.filter(({ gravite }) => gravite === 'avertissement').length;
  return [
    estimation.montant === null ? 'Estimation non calculée' : `Estimation ${ecrireNombre('euro', estimation.montant)}${sousReserve.length > 0 ? ', sous réserve' : ''}`,
    erreurs > 0 ? compter(erreurs, 'erreur de saisie', 'erreurs de saisie') : '',
    bloquants.length > 0 ? compter(bloquants.length, 'point bloquant', 'points bloquants') : '',
    aVerifier > 0 ? compter(aVerifier, 'point à vérifier', 'points à vérifier') : '',
  ].filter(Boolean).join(', ').concat('.');
}
