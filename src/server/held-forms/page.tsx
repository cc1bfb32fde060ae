import {
  Actions,
  Alerte,
  Bouton,
  Carte,
  LienBouton,
  ListeResume,
  Page,
  type ContextePage,
} from '#src/portal/composants/index.ts';
import type { DescribedForm } from '#src/http/held-form.ts';
import { HELD_FORM_FIELD } from '#src/server/champs.ts';

/** A form held, as its author reads it: what it says, or why it can no longer be sent. */
export interface HeldFormRead {
  readonly id: string;
  readonly action: string;
  /** « 30/11/2026 à 14 h 05 » */
  readonly le: string;
  /** Until when it is held. */
  readonly jusque: string;
  readonly contenu: DescribedForm | { readonly refus: string };
}

type Props = Readonly<{
  contexte: ContextePage;
  forms: readonly HeldFormRead[];
  retour: string;
  abandonner: string;
}>;

/** « Envoi à confirmer »: nothing is done until the person says so. */
export function PageHeldForms({ contexte, forms, retour, abandonner }: Props) {
  return (
    <Page
      contexte={contexte}
      titre="Envoi à confirmer"
      largeur="etroite"
      fil={[{ libelle: 'Envoi à confirmer' }]}
      chapeau="Votre session avait pris fin : ce que vous aviez envoyé n’est pas enregistré. Relisez-le, puis enregistrez-le ou abandonnez-le."
    >
      <div className="pile">
        {forms.length === 0 && (
          <Alerte ton="information" titre="Rien à confirmer">
            Aucun envoi n’est gardé pour vous. Un envoi est gardé une heure.
          </Alerte>
        )}
        {forms.map((form) => (
          <UnFormulaire key={form.id} form={form} abandonner={abandonner} />
        ))}
        <p>
          <LienBouton href={retour} variante="discret">
            {forms.length === 0 ? 'Revenir' : 'Décider plus tard'}
          </LienBouton>
        </p>
      </div>
    </Page>
  );
}

function UnFormulaire({
  form: { id, action, le, jusque, contenu },
  abandonner,
}: Readonly<{ form: HeldFormRead; abandonner: string }>) {
  const oubli = (
    <form method="post" action={abandonner}>
      <input type="hidden" name={HELD_FORM_FIELD} value={id} />
      <Bouton variante="secondaire">Abandonner</Bouton>
    </form>
  );
  if ('refus' in contenu) {
    return (
      <Carte titre={`Envoi du ${le}`}>
        <Alerte ton="attention" titre="Il ne peut plus être enregistré">
          {contenu.refus}
        </Alerte>
        <Actions>{oubli}</Actions>
      </Carte>
    );
  }
  return (
    <Carte titre={contenu.titre}>
      <p className="discret">
        Envoyé le {le}. Gardé jusqu’au {jusque}.
      </p>
      {contenu.lignes.length > 0 ? (
        <ListeResume
          lignes={contenu.lignes.map(({ libelle, valeur }) => ({
            terme: libelle,
            valeur: valeur === '' ? 'vide' : valeur,
          }))}
        />
      ) : (
        <p>Il ne change rien à ce qui est enregistré.</p>
      )}
      <Actions>
        {oubli}
        <form method="post" action={action}>
          <input type="hidden" name={HELD_FORM_FIELD} value={id} />
          {Object.entries(contenu.champs).flatMap(([nom, valeur]) =>
            [valeur]
              .flat()
              .map((une, rang) => <input key={`${nom} ${rang}`} type="hidden" name={nom} value={une} />),
          )}
          <Bouton>Enregistrer maintenant</Bouton>
        </form>
      </Actions>
    </Carte>
  );
}
