import { colonnesDe, estGroupe, estNombre, exigence } from '#src/domain/formulaire/champs.ts';
import type { ChampDeSaisie, ChampGroupe, Section } from '#src/domain/formulaire/definition.ts';
import { Bouton, GrilleChamps, GroupeChamps, Icone, Infobulle } from '#src/portal/composants/index.ts';
import { aideDe, ChampDeFormulaire, Retours, type Affichage } from '#src/portal/declarations/volet/champ.tsx';
import { TableauDeMontants, Total, type PropsSection } from '#src/portal/declarations/volet/montants.tsx';
import { joindre } from '#src/portal/composants/joindre.ts';

/** A section of the form, as the definition describes it. */
export function SectionDeFormulaire({ affichage, section, perennite }: PropsSection) {
  const contenu = (
    <GroupeChamps
      titre={section.titre}
      id={section.id}
      indice={
        <>
          {section.aide && <span>{section.aide}</span>}
          <span className="champ__indice">
            <Retours chemin={section.id} retours={affichage.retours} />
          </span>
        </>
      }
    >
      {section.presentation === 'tableau' ? (
        <TableauDeMontants affichage={affichage} section={section} perennite={perennite} />
      ) : (
        <ChampsDeSection affichage={affichage} section={section} perennite={perennite} />
      )}
    </GroupeChamps>
  );
  if (!section.champs.every(exigence)) return contenu;
  return (
    <div
      data-exigee={section.id}
      hidden={!section.champs.some(({ id }) => affichage.exiges.has(`${section.id}.${id}`))}
    >
      {contenu}
    </div>
  );
}

function ChampsDeSection({ affichage, section, perennite }: PropsSection) {
  const simples = section.champs.filter((champ): champ is ChampDeSaisie => !estGroupe(champ));
  return (
    <>
      {simples.length > 0 && (
        <GrilleChamps colonnes={simples.every((champ) => champ.type === 'date' || estNombre(champ)) ? 3 : 2}>
          {simples.map((champ) => (
            <UnChamp
              key={champ.id}
              affichage={affichage}
              section={section}
              champ={champ}
              perennite={perennite}
            />
          ))}
        </GrilleChamps>
      )}
      {section.champs.filter(estGroupe).map((groupe) => (
        <GroupeDeLignes key={groupe.id} affichage={affichage} section={section} groupe={groupe} />
      ))}
    </>
  );
}

function UnChamp({
  affichage,
  section,
  champ,
  perennite,
}: PropsSection & Readonly<{ champ: ChampDeSaisie }>) {
  const chemin = `${section.id}.${champ.id}`;
  const colonnes = colonnesDe(affichage.definition, perennite, champ);
  if (!colonnes)
    return <ChampDeFormulaire affichage={affichage} section={section} champ={champ} chemin={chemin} />;
  return (
    <div className="champ-ventile" id={chemin} tabIndex={-1}>
      {colonnes.map(({ id, libelle }) => (
        <ChampDeFormulaire
          key={id}
          affichage={affichage}
          section={section}
          champ={champ}
          chemin={`${chemin}.${id}`}
          libelle={`${champ.libelle} – ${libelle}`}
        />
      ))}
      <p className="total-champ">
        {affichage.definition.perennites[perennite]?.ventilation?.total} :{' '}
        <Total chemin={chemin} totaux={affichage.totaux} />
      </p>
      <p className="champ__indice">
        <Retours chemin={chemin} retours={affichage.retours} />
      </p>
    </div>
  );
}

/** Rows the person adds and removes; without JavaScript the buttons submit the form. */
function GroupeDeLignes({
  affichage,
  section,
  groupe,
}: Readonly<{ affichage: Affichage; section: Section; groupe: ChampGroupe }>) {
  const chemin = `${section.id}.${groupe.id}`;
  const rangs = rangsDe(affichage.brut, chemin);
  const compact = groupe.champs.length === 1;
  return (
    <div
      className={joindre('lignes', compact && 'lignes--compactes')}
      id={chemin}
      data-lignes={chemin}
      data-maximum={groupe.maximum}
      tabIndex={-1}
    >
      <div className="lignes__entete">
        <h2 className="lignes__titre">{groupe.libelle}</h2>
        <Infobulle pour={groupe.libelle}>{aideDe(affichage.definition, section, groupe)}</Infobulle>
      </div>
      <p className="champ__indice">
        <Retours chemin={chemin} retours={affichage.retours} />
      </p>
      <p className="discret lignes__vide" data-vide="" hidden={rangs.length > 0}>
        Aucune ligne.
      </p>
      <div className="lignes__corps" data-corps="">
        {rangs.map((rang) => (
          <Ligne
            key={rang}
            affichage={affichage}
            section={section}
            groupe={groupe}
            chemin={chemin}
            rang={String(rang)}
            numero={String(rang + 1)}
          />
        ))}
      </div>
      <Bouton variante="secondaire" icone="plus" nom="action" valeur={`ajouter:${chemin}`} sansValidation>
        {groupe.ajouter}
      </Bouton>
      <template data-modele={chemin}>
        <Ligne
          affichage={{ ...affichage, brut: {}, retours: new Map() }}
          section={section}
          groupe={groupe}
          chemin={chemin}
          rang="__rang__"
          numero="__numero__"
        />
      </template>
    </div>
  );
}

type PropsLigne = Readonly<{
  affichage: Affichage;
  section: Section;
  groupe: ChampGroupe;
  chemin: string;
  rang: string;
  numero: string;
}>;

function Ligne({ affichage, section, groupe, chemin, rang, numero }: PropsLigne) {
  const nom = `${groupe.ligne} ${numero}`;
  return (
    <fieldset className="ligne" data-ligne="">
      <legend className="ligne__titre">{nom}</legend>
      <div className="ligne__champs">
        {groupe.champs.map((champ) => (
          <ChampDeFormulaire
            key={champ.id}
            affichage={affichage}
            section={section}
            champ={champ}
            chemin={`${chemin}.${rang}.${champ.id}`}
          />
        ))}
      </div>
      <button
        className="bouton bouton--discret ligne__retirer"
        type="submit"
        name="action"
        value={`retirer:${chemin}.${rang}`}
        formNoValidate
        data-retirer=""
      >
        <Icone nom="poubelle" />
        Retirer<span className="hors-ecran"> {nom}</span>
      </button>
    </fieldset>
  );
}

/** Ranks of the rows a group has in the texts of a form. */
export function rangsDe(brut: Readonly<Record<string, unknown>>, chemin: string): number[] {
  const rangs = Object.keys(brut)
    .filter((cle) => cle.startsWith(`${chemin}.`))
    .map((cle) => Number(cle.slice(chemin.length + 1).split('.')[0]));
  return [...new Set(rangs)].sort((a, b) => a - b);
}
