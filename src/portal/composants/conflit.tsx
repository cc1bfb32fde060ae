import type { Parti } from '#src/kernel/fusion.ts';
import { Alerte } from '#src/portal/composants/alerte.tsx';
import type { ContextePage } from '#src/portal/composants/contexte.tsx';
import { Actions, Bouton, LienBouton } from '#src/portal/composants/elements.tsx';
import { Formulaire } from '#src/portal/composants/formulaire.tsx';
import { Page } from '#src/portal/composants/page.tsx';

/** A field of a stale form, with both values as one reads them. */
export interface ChampEnConflit {
  readonly champ: string;
  readonly libelle: string;
  readonly mienne: string;
  readonly leur: string;
  /** « Lou Martin, le 23/11/2026 à 21 h 04 »; absent when it is not known who. */
  readonly par?: string;
}

type Props = Readonly<{
  contexte: ContextePage;
  titre: string;
  fil: React.ComponentProps<typeof Page>['fil'];
  action: string;
  /** Back to the form as it is recorded, leaving what was typed. */
  abandonner: string;
  version: number;
  /** « Utilisateur modifié par… », latest first. */
  actes: readonly string[];
  disputes: readonly ChampEnConflit[];
  repris: readonly ChampEnConflit[];
  gardes: readonly ChampEnConflit[];
  /** What was chosen so far. */
  choix: Readonly<Record<string, Parti | undefined>>;
  /** Fields still without a choice. */
  sansChoix: readonly string[];
  nomDuChoix: (champ: string) => string;
  caches: Readonly<Record<string, string>>;
}>;

/** Two people changed the same record: the second one reads what changed, and chooses field by field. */
export function PageConflit({
  contexte,
  titre,
  fil,
  action,
  abandonner,
  version,
  actes,
  disputes,
  repris,
  gardes,
  choix,
  sansChoix,
  nomDuChoix,
  caches,
}: Props) {
  const erreurs = sansChoix.map((champ) => ({
    champ: `${nomDuChoix(champ)}-mienne`,
    message: `${disputes.find((un) => un.champ === champ)?.libelle ?? champ} : choisissez la valeur à garder.`,
  }));
  return (
    <Page contexte={contexte} titre={titre} largeur="etroite" enErreur fil={fil}>
      <Formulaire action={action} choix erreurs={erreurs} caches={{ ...caches, version: String(version) }}>
        <Alerte ton="attention" titre="Cette fiche a changé pendant votre saisie">
          {actes.length > 0 && (
            <ul>
              {actes.map((acte) => (
                <li key={acte}>{acte}</li>
              ))}
            </ul>
          )}
          <p>
            Votre saisie n’est pas encore enregistrée.
            {disputes.length > 0
              ? ' Choisissez, pour chaque champ que vous avez tous deux modifié, la valeur à garder.'
              : ' Vérifiez ci-dessous, puis enregistrez.'}
          </p>
        </Alerte>
        {disputes.map((un) => (
          <fieldset className="conflit__champ" key={un.champ}>
            <legend className="champ__libelle">{un.libelle}</legend>
            <ChoixEnConflit
              champ={nomDuChoix(un.champ)}
              lequel="mienne"
              qui="Ce que vous aviez saisi"
              valeur={un.mienne}
              coche={choix[un.champ] === 'mienne'}
            />
            <ChoixEnConflit
              champ={nomDuChoix(un.champ)}
              lequel="leur"
              qui={un.par ? `Ce qu’a enregistré ${un.par}` : 'Ce qui est enregistré'}
              valeur={un.leur}
              coche={choix[un.champ] === 'leur'}
            />
          </fieldset>
        ))}
        <Sort
          titre="Repris de la fiche : vous ne les aviez pas modifiés"
          champs={repris}
          valeur={({ leur, par }) => (par ? `${leur} (${par})` : leur)}
        />
        <Sort titre="Vos modifications, gardées" champs={gardes} valeur={({ mienne }) => mienne} />
        <Actions>
          <LienBouton href={abandonner} variante="secondaire">
            Abandonner ma saisie
          </LienBouton>
          <Bouton>{disputes.length > 0 ? 'Enregistrer ces choix' : 'Enregistrer'}</Bouton>
        </Actions>
      </Formulaire>
    </Page>
  );
}

/** One of the two values of a field that two people changed. */
export function ChoixEnConflit({
  champ,
  lequel,
  qui,
  valeur,
  coche,
}: Readonly<{ champ: string; lequel: Parti; qui: string; valeur: string; coche: boolean }>) {
  const id = `${champ}-${lequel}`;
  return (
    <label className="conflit__choix" htmlFor={id}>
      <input type="radio" id={id} name={champ} value={lequel} defaultChecked={coche} />
      <span>
        <span className="conflit__qui">{qui}</span>
        <span className="conflit__valeur">{valeur}</span>
      </span>
    </label>
  );
}

/** Fields settled without a choice, told all the same. */
function Sort({
  titre,
  champs,
  valeur,
}: Readonly<{
  titre: string;
  champs: readonly ChampEnConflit[];
  valeur: (champ: ChampEnConflit) => string;
}>) {
  if (champs.length === 0) return null;
  return (
    <section className="conflit__sort">
      <h2 className="conflit__titre">{titre}</h2>
      <dl>
        {champs.map((un) => (
          <div key={un.champ}>
            <dt>{un.libelle}</dt>
            <dd>{valeur(un)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
