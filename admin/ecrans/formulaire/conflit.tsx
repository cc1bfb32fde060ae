import { useId, useState } from 'react';
import { Link } from 'react-router-dom';
import { fusionner, type Parti } from '#src/kernel/fusion.ts';
import type { Conflit, DifferenceDeChamp, ValeurSaisie } from '#admin/definition/types/formulaire.ts';

type Valeurs = Readonly<Record<string, ValeurSaisie>>;
type Choix = Readonly<Record<string, Parti>>;

interface Props {
  readonly conflit: Conflit;
  /** As the form opened, and as it is now. */
  readonly ouvertes: Valeurs;
  readonly saisies: Valeurs;
  /** Where the record is, or its list when it is gone. */
  readonly retour: string;
  /** Gives up what was typed. */
  readonly abandonner: () => void;
  /** Saves on top of what is recorded now. */
  readonly enregistrer: (valeurs: Valeurs) => void;
}

/**
 * What somebody else did to the record while this form was open. A field only he changed is taken over, one
 * only the reader
 * changed is kept; of a field both changed the reader chooses. Nothing of either is lost without a word.
 */
export function ConflitDeVersion({ conflit, ouvertes, saisies, retour, abandonner, enregistrer }: Props) {
  const [choix, setChoix] = useState<Choix>({});
  const [oubli, setOubli] = useState(false);
  const { version, actes, differences } = conflit;
  const fusion = fusionner(
    differences.map(({ nom }) => nom),
    { ouvertes, saisies, actuelles: Object.fromEntries(differences.map(({ nom, valeur }) => [nom, valeur])) },
  );
  const parmi = (noms: readonly string[]) => differences.filter(({ nom }) => noms.includes(nom));
  const [repris, gardes, disputes] = [parmi(fusion.repris), parmi(fusion.gardes), parmi(fusion.disputes)];
  const valider = () => {
    if (disputes.some(({ nom }) => choix[nom] === undefined)) return setOubli(true);
    const leurs = [...repris, ...disputes.filter(({ nom }) => choix[nom] === 'leur')];
    enregistrer({
      ...saisies,
      ...Object.fromEntries(leurs.map(({ nom, valeur }) => [nom, valeur])),
      version: String(version),
    });
  };
  return (
    <section className="carte carte--attention conflit" aria-label="Modifié pendant votre saisie">
      <h2>Modifié pendant votre saisie</h2>
      <ul className="conflit-actes">
        {actes.map(({ quoi, par, quand, motif }) => (
          <li key={`${quand}${quoi}`}>
            <strong>{quoi}</strong> par {par}, le {quand}.{motif ? ` Motif : ${motif}` : ''}
          </li>
        ))}
      </ul>
      {version === null ? (
        <>
          <p>
            Votre saisie n’est pas enregistrée, et ne peut plus l’être ici. Elle reste affichée ci-dessous,
            pour que vous puissiez la recopier.
          </p>
          <div className="formulaire-actions">
            <Link className="bouton bouton--principal" to={retour}>
              Voir la fiche telle qu’elle est
            </Link>
          </div>
        </>
      ) : (
        <>
          <p>
            Votre saisie n’est pas encore enregistrée.
            {disputes.length > 0
              ? ' Choisissez, pour chaque champ que vous avez tous deux modifié, la valeur à garder.'
              : ''}
          </p>
          {oubli && (
            <p className="conflit-oubli" role="alert">
              Choisissez une valeur pour chaque champ avant d’enregistrer.
            </p>
          )}
          {disputes.map((une) => (
            <Dispute
              key={une.nom}
              difference={une}
              choisi={choix[une.nom]}
              choisir={(lequel) => {
                setOubli(false);
                setChoix((avant) => ({ ...avant, [une.nom]: lequel }));
              }}
            />
          ))}
          <Sort
            titre="Repris de la fiche, vous ne les aviez pas modifiés"
            lignes={repris}
            valeur={({ actuelle, par }) => `${actuelle}${par ? ` (${par})` : ''}`}
          />
          <Sort titre="Vos modifications, gardées" lignes={gardes} valeur={({ saisie }) => saisie} />
          <div className="formulaire-actions">
            <button type="button" className="bouton" onClick={abandonner}>
              Abandonner ma saisie
            </button>
            <button type="button" className="bouton bouton--principal" onClick={valider}>
              {disputes.length > 0 ? 'Enregistrer ces choix' : 'Enregistrer ma saisie'}
            </button>
          </div>
        </>
      )}
    </section>
  );
}

function Dispute({
  difference: { nom, libelle, saisie, actuelle, par },
  choisi,
  choisir,
}: {
  difference: DifferenceDeChamp;
  choisi: Parti | undefined;
  choisir: (lequel: Parti) => void;
}) {
  const id = useId();
  const option = (lequel: Parti, titre: string, valeur: string) => (
    <label className="conflit-choix" htmlFor={`${id}-${lequel}`}>
      <input
        type="radio"
        id={`${id}-${lequel}`}
        name={`conflit-${nom}`}
        checked={choisi === lequel}
        onChange={() => choisir(lequel)}
      />
      <span>
        <span className="conflit-qui">{titre}</span>
        <span className="conflit-valeur">{valeur}</span>
      </span>
    </label>
  );
  return (
    <fieldset className="conflit-champ">
      <legend>{libelle}</legend>
      {option('mienne', 'Ce que vous avez saisi', saisie)}
      {option('leur', par ? `Ce qu’a enregistré ${par}` : 'Ce qui est enregistré', actuelle)}
    </fieldset>
  );
}

/** Fields whose value is settled without a choice, told all the same. */
function Sort({
  titre,
  lignes,
  valeur,
}: {
  titre: string;
  lignes: readonly DifferenceDeChamp[];
  valeur: (ligne: DifferenceDeChamp) => string;
}) {
  if (lignes.length === 0) return null;
  return (
    <div className="conflit-sort">
      <h3>{titre}</h3>
      <dl>
        {lignes.map((ligne) => (
          <div key={ligne.nom}>
            <dt>{ligne.libelle}</dt>
            <dd>{valeur(ligne)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
