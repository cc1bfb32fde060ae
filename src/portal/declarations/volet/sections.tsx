import { colonnesDe, estGroupe, estNombre, exigence } from '#src/domain/formulaire/champs.ts';
import type { ChampDeSaisie, ChampGroupe, ChampNombre, Section } from '#src/domain/formulaire/definition.ts';
import type { Perennite } from '#src/domain/formulaire/perennite.ts';
import { Bouton, GrilleChamps, GroupeChamps, Icone, Infobulle } from '#src/portal/composants/index.ts';
import { aideDe, ChampDeFormulaire, Retours, type Affichage } from '#src/portal/declarations/volet/champ.tsx';
import { joindre } from '#src/portal/composants/joindre.ts';

type PropsSection = Readonly<{ affichage: Affichage; section: Section; perennite: Perennite }>;

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

function Total({ chemin, totaux }: { chemin: string; totaux: Affichage['totaux'] }) {
  return <output data-total={chemin}>{totaux[chemin] ?? '–'}</output>;
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

/** Accounts, one per line, with the columns of the pérennité and totals computed by the server. */
function TableauDeMontants({ affichage, section, perennite }: PropsSection) {
  const { definition, totaux } = affichage;
  const ventilation = definition.perennites[perennite]?.ventilation;
  const champs = section.champs.filter(estNombre);
  const colonnes = ventilation?.colonnes ?? [];
  const id = `tableau-${section.id}`;
  return (
    <div className="defilement" role="region" aria-label={section.titre} tabIndex={0}>
      <table className="tableau tableau--defilement montants" role="table">
        <caption className="hors-ecran">{section.titre}</caption>
        <thead role="rowgroup">
          <tr role="row">
            <th scope="col" role="columnheader">
              Compte
            </th>
            {colonnes.length === 0 ? (
              <th scope="col" role="columnheader" id={`${id}-montant`}>
                Montant (€)
              </th>
            ) : (
              colonnes.map((colonne) => (
                <th key={colonne.id} scope="col" id={`${id}-${colonne.id}`}>
                  {colonne.libelle} (€)
                </th>
              ))
            )}
            {ventilation && (
              <th scope="col" role="columnheader" className="nombre">
                {ventilation.total}
              </th>
            )}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {champs.map((champ) => (
            <LigneDeMontants
              key={champ.id}
              affichage={affichage}
              section={section}
              champ={champ}
              colonnes={colonnes}
              total={ventilation?.total}
              idTableau={id}
            />
          ))}
        </tbody>
        {section.total !== undefined && (
          <tfoot role="rowgroup">
            <tr role="row">
              <th scope="row" role="rowheader">
                {section.total}
              </th>
              {colonnes.map((colonne) => (
                <td key={colonne.id} role="cell" data-libelle={colonne.libelle} className="nombre">
                  <Total chemin={`${section.id}.${colonne.id}`} totaux={totaux} />
                </td>
              ))}
              <td role="cell" data-libelle={ventilation?.total ?? 'Total'} className="nombre">
                <Total chemin={`${section.id}.total`} totaux={totaux} />
              </td>
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}

type PropsMontants = Readonly<{
  affichage: Affichage;
  section: Section;
  champ: ChampNombre;
  colonnes: readonly { readonly id: string; readonly libelle: string }[];
  total: string | undefined;
  idTableau: string;
}>;

function LigneDeMontants({ affichage, section, champ, colonnes, total, idTableau }: PropsMontants) {
  const chemin = `${section.id}.${champ.id}`;
  const cellules =
    colonnes.length === 0
      ? [{ chemin, libelle: 'Montant', entete: `${idTableau}-montant` }]
      : colonnes.map(({ id, libelle }) => ({
          chemin: `${chemin}.${id}`,
          libelle,
          entete: `${idTableau}-${id}`,
        }));
  return (
    <tr role="row" id={colonnes.length > 0 ? chemin : undefined}>
      <th scope="row" role="rowheader">
        <div className="montants__compte">
          <span id={`${chemin}-compte`}>{champ.libelle}</span>
          <Infobulle pour={champ.libelle}>{aideDe(affichage.definition, section, champ)}</Infobulle>
        </div>
        <span id={`${chemin}-retours`}>
          <Retours chemin={chemin} retours={affichage.retours} />
          {colonnes.length > 0 &&
            cellules.map((cellule) => (
              <Retours key={cellule.chemin} chemin={cellule.chemin} retours={affichage.retours} />
            ))}
        </span>
      </th>
      {cellules.map((cellule) => (
        <td key={cellule.chemin} role="cell" data-libelle={`${cellule.libelle} (€)`}>
          <input
            className="saisie saisie--montant"
            id={cellule.chemin}
            name={cellule.chemin}
            inputMode="decimal"
            autoComplete="off"
            defaultValue={affichage.brut[cellule.chemin] ?? ''}
            aria-labelledby={`${chemin}-compte ${cellule.entete}`}
            aria-describedby={`${chemin}-retours`}
            aria-invalid={(affichage.retours.get(cellule.chemin)?.erreurs.length ?? 0) > 0 || undefined}
          />
        </td>
      ))}
      {colonnes.length > 0 && (
        <td role="cell" data-libelle={total} className="nombre">
          <Total chemin={chemin} totaux={affichage.totaux} />
        </td>
      )}
    </tr>
  );
}
