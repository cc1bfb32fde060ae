import type { FichierFictif } from '#admin/ecrans/atelier/fictives/client.ts';
import { Pastille } from '#admin/ui/valeur.tsx';
import { CERTITUDES, NATURES } from '#admin/ecrans/atelier/brouillon/page/formulaire-de-valeur.tsx';
import { ChampDAtelier } from '#admin/ecrans/atelier/commun/champ.tsx';

const CHAMPS = [
  'valeur',
  'certitude',
  'sources',
  'source.titre',
  'source.lieu',
  'source.date',
  'source.resume',
  'question',
  'du',
];

/**
 * One fictitious value, and the row of the form that replaces it: the real value, and the source it comes
 * from.
 */
export function ValeurARemplacer({
  valeur: { libelle, unite, texte, periode, question, remplacee },
  ligne,
  changer,
  erreur,
  reprendre,
  modifiable,
}: {
  valeur: FichierFictif['valeurs'][number];
  ligne: Readonly<Record<string, string>>;
  changer: (champs: Readonly<Record<string, string>>) => void;
  erreur: (champ: string) => string | undefined;
  reprendre: (() => void) | undefined;
  modifiable: boolean;
}) {
  const enErreur = CHAMPS.some((champ) => erreur(champ));
  const champ = (nom: string) => ({
    valeur: ligne[nom] ?? '',
    changer: (saisie: string) => changer({ [nom]: saisie }),
    erreur: erreur(nom),
  });
  const entete = (
    <>
      {libelle}, {periode} : {texte}{' '}
      {remplacee ? (
        <Pastille ton="succes">Remplacée dans votre brouillon</Pastille>
      ) : ligne['valeur'] ? (
        <Pastille ton={enErreur ? 'erreur' : 'info'}>{enErreur ? 'À corriger' : 'Remplie'}</Pastille>
      ) : (
        <Pastille ton="attention">Fictive</Pastille>
      )}
      {question && <span className="discret"> Question {question}</span>}
    </>
  );
  if (remplacee || !modifiable) return <p>{entete}</p>;
  return (
    <details className="valeur-fictive">
      <summary>{entete}</summary>
      <div className="formulaire formulaire--valeur" role="group" aria-label={`${libelle}, ${periode}`}>
        <div className="grille">
          <ChampDAtelier libelle="Vraie valeur" obligatoire unite={unite || undefined} {...champ('valeur')} />
          <ChampDAtelier
            libelle="Force de l’appui"
            liste={CERTITUDES.filter(({ valeur }) => valeur === 'explicite' || valeur === 'interpretation')}
            {...champ('certitude')}
          />
          <ChampDAtelier
            libelle="Titre du document"
            obligatoire
            {...champ('source.titre')}
            erreur={erreur('source.titre') ?? erreur('sources')}
          />
          <ChampDAtelier libelle="Nature du document" liste={NATURES} {...champ('source.type')} />
          <ChampDAtelier
            libelle="Où dans le document"
            aide="Article, page, diapositive."
            {...champ('source.lieu')}
          />
          <ChampDAtelier
            libelle="Date du texte"
            aide="Vide si elle est inconnue."
            {...champ('source.date')}
          />
        </div>
        <ChampDAtelier
          libelle="Ce que dit la source, avec vos mots"
          long
          obligatoire
          {...champ('source.resume')}
        />
        {reprendre && (
          <p>
            <button type="button" className="lien" onClick={reprendre}>
              Reprendre la source de la valeur précédente
            </button>
          </p>
        )}
      </div>
    </details>
  );
}
