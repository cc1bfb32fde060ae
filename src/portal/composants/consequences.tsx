import { bornerEffet, type Consequences } from '#src/domain/suivi/effets/annoncer.ts';
import { Bouton } from '#src/portal/composants/elements.tsx';
import { compter, dateFr } from '#src/kernel/francais.ts';

/** Name of the button that asks for the consequences on another day, and does nothing else. */
export const APERCU = 'apercu';
/** Field that brings back the fingerprint of what was read. */
export const ANNONCE = 'annonce';

type PropsConsequences = Readonly<{
  /** Null: the act would be refused as it stands, it says why itself. */
  consequences: Consequences | null;
  /** The day is a field of this form: they may be asked for another one. */
  parDate?: boolean;
}>;

/**
 * What the act will do, worked out by doing it and undoing it: who loses what, what stops, which mails leave.
 */
export function CeQuiSuit({ consequences, parDate = false }: PropsConsequences) {
  return (
    <section className="consequences" aria-labelledby="consequences" id="ce-qui-suit" tabIndex={-1}>
      <h2 className="consequences__titre" id="consequences">
        Ce que cela entraîne{consequences && ` le ${dateFr(consequences.le)}`}
      </h2>
      {consequences === null && <p>Les conséquences ne peuvent pas être montrées pour ce qui est saisi.</p>}
      {consequences?.effets.length === 0 && (
        <p>Aucun autre changement : personne ne perd un rôle ou un accès, aucun courriel ne part.</p>
      )}
      {consequences?.effets.map((effet) => {
        const { montres, autres } = bornerEffet(effet);
        return (
          <div
            key={effet.cle}
            className={effet.grave ? 'consequences__effet consequences__effet--grave' : 'consequences__effet'}
          >
            <p>
              <strong>{effet.titre}</strong>
            </p>
            {montres.length > 0 && (
              <ul>
                {montres.map((texte) => (
                  <li key={texte}>{texte}</li>
                ))}
                {autres > 0 && <li>et {compter(autres, 'autre')}</li>}
              </ul>
            )}
          </div>
        );
      })}
      {consequences && <input type="hidden" name={ANNONCE} value={consequences.empreinte} />}
      {parDate && (
        <p>
          <Bouton variante="secondaire" nom={APERCU} valeur="oui">
            Voir ce que cela entraîne à la date choisie
          </Bouton>
        </p>
      )}
    </section>
  );
}
